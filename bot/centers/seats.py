"""The nearest county-level unit of a point: by the seats of counties, in and around Hunan."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadData

EARTH_KM = 6371.0
# Farther than this from every seat known, a point is somewhere else.
REACH_KM = 80.0
HERE = "湖南省"


@dataclass(frozen=True)
class Seat:
    """Where a county-level unit has its seat; degrees."""

    province: str
    prefecture: str
    county: str
    latitude: float
    longitude: float

    @property
    def name(self) -> str:
        """As a person would write it; the province only outside Hunan."""
        parts = (self.province if self.province != HERE else "", self.prefecture, self.county)
        return "".join(dict.fromkeys(parts))


@dataclass(frozen=True)
class Seats:
    """All seats, ready to be asked."""

    seats: tuple[Seat, ...]

    @classmethod
    def load(cls, path: Path) -> "Seats":
        """From `county_seats.csv`.

        Raises:
            BadData: the file is missing, or a line is wrong; says which.
        """
        try:
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
        except OSError as error:
            raise BadData(str(error.strerror), path=path, remedy="restore the file") from None
        return cls(tuple(_seat(row, path, line) for line, row in enumerate(rows, start=2)))

    def nearest(self, latitude: float, longitude: float) -> Seat | None:
        """The unit whose seat is nearest; `None` when all are far, or it is no point on Earth."""
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            return None
        best = min(self.seats, key=lambda seat: _km(seat, latitude, longitude))
        return best if _km(best, latitude, longitude) <= REACH_KM else None


def _seat(row: dict[str, str], path: Path, line: int) -> Seat:
    try:
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        return Seat(row["province"], row["prefecture"], row["county"], latitude, longitude)
    except (KeyError, TypeError, ValueError):
        remedy = "write province,prefecture,county,latitude,longitude"
        raise BadData("not a seat", path=path, line=line, remedy=remedy) from None


def _km(seat: Seat, latitude: float, longitude: float) -> float:
    """On a small piece of the Earth flat is near enough."""
    middle = math.radians((seat.latitude + latitude) / 2)
    east = math.radians(longitude - seat.longitude) * math.cos(middle)
    return EARTH_KM * math.hypot(east, math.radians(latitude - seat.latitude))
