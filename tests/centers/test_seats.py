"""The nearest county-level unit of a point on the map."""

import csv
from pathlib import Path

import pytest

from bot.centers.regions import Gazetteer
from bot.centers.seats import Seats
from bot.errors import BadData
from bot.settings import ROOT
from channels.places import in_words

KNOWLEDGE = ROOT / "knowledge"
# Its seat is in neither of the sources; the nearest is its neighbour in the same prefecture.
WITHOUT_SEAT = {("永州市", "零陵区")}


@pytest.fixture(scope="module")
def seats() -> Seats:
    return Seats.load(KNOWLEDGE / "county_seats.csv")


def test_every_county_of_hunan_has_its_seat_by_the_gazetteers_name(seats: Seats) -> None:
    with (KNOWLEDGE / "regions.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "county"]
    ours = {(row["prefecture"], row["county"]) for row in rows}
    known = {(s.prefecture, s.county) for s in seats.seats if s.province == "湖南省"}
    assert ours - known == WITHOUT_SEAT
    assert known <= ours


def test_what_a_seat_is_called_is_understood(seats: Seats) -> None:
    gazetteer = Gazetteer.load(KNOWLEDGE / "regions.csv")
    for seat in seats.seats:
        region = gazetteer.resolve(seat.name)
        if seat.province == "湖南省":
            assert (region.prefecture, region.county) == (seat.prefecture, seat.county)
        else:
            assert region.outside, seat.name


@pytest.mark.parametrize(
    ("latitude", "longitude", "label", "words"),
    [
        ("28.70", "113.58", "", "岳阳市平江县"),
        ("28.23", "112.93", "岳麓书院", "长沙市岳麓区（岳麓书院）"),
        ("28.23", "112.93", "湖南省长沙市开福区芙蓉中路", "湖南省长沙市开福区芙蓉中路"),
        ("27.62", "113.85", "", "江西省萍乡市安源区"),
        ("39.9", "116.4", "天安门", ""),
        ("91", "0", "", ""),
        ("nan", "inf", "", ""),
        ("x", "", "", ""),
    ],
)
def test_a_point_in_words(
    seats: Seats, latitude: str, longitude: str, label: str, words: str
) -> None:
    assert in_words(seats, latitude, longitude, label) == words


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "county_seats.csv"
    file.write_text("province,prefecture,county,latitude,longitude\na,b,c,x,1\n", encoding="utf-8")
    with pytest.raises(BadData, match=":2"):
        Seats.load(file)
    with pytest.raises(BadData):
        Seats.load(tmp_path / "absent.csv")
