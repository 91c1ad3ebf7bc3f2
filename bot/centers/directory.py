"""The units that serve the public, by id and by prefecture. Staff edit `centers.yml`, not this."""

from pathlib import Path

from bot.centers.center import PREFECTURES, PROVINCIAL, TIERS, Center, Hours
from bot.centers.directory_file import read_centers
from bot.errors import NotFound

__all__ = ["PREFECTURES", "PROVINCIAL", "TIERS", "Center", "Directory", "Hours"]


class Directory:
    """All units, by id and by prefecture."""

    def __init__(
        self, centers: tuple[Center, ...], service_number: str, service_number_note: str
    ) -> None:
        self.centers = centers
        self.service_number, self.service_number_note = service_number, service_number_note
        self._by_id = {center.id: center for center in centers}

    @classmethod
    def load(cls, path: Path) -> "Directory":
        """From `centers.yml`, or the folder it lies in.

        Raises:
            BadData: the file cannot be used; names the entry and the remedy.
        """
        return cls(*read_centers(path / "centers.yml" if path.is_dir() else path))

    def provincial(self) -> Center:
        """The province's unit."""
        return next(center for center in self.centers if center.tier == PROVINCIAL)

    def by_id(self, center_id: str) -> Center:
        """The unit with this id.

        Raises:
            NotFound: there is none.
        """
        if center_id not in self._by_id:
            raise NotFound(f"no center {center_id!r}")
        return self._by_id[center_id]

    def for_prefecture(self, prefecture: str, need: str | None = None) -> Center:
        """The unit that serves `prefecture`, or the one set apart there for `need`.

        Raises:
            NotFound: not one of Hunan's prefectures.
        """
        here = [center for center in self.centers if center.prefecture == prefecture]
        special = [center for center in here if need in center.only_for]
        for center in special or [center for center in here if not center.only_for]:
            return center
        raise NotFound(f"no center for {prefecture!r}")
