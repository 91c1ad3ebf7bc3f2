"""The names of places, read from the files that staff edit, each with what it can mean.

`regions.csv` and `towns.csv` (Hunan), `outside_places.csv` and `not_places.csv` (roads, products,
phrases that only contain a place's name) lie in one folder; `regions.md` there explains them.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.centers.latin import spelled
from bot.centers.meaning import Meaning
from bot.centers.place import Sense
from bot.centers.towns import COLUMNS as TOWN_COLUMNS
from bot.centers.towns import add_towns
from bot.errors import BadData
from bot.text import fold

_SURE = ("aliases", "former_names", "misspellings", "landmarks")
_REGION_COLUMNS = {"level", "name", "prefecture", "county", "weak_aliases", "shared_names", *_SURE}
_OUTSIDE_COLUMNS = {"value", "level", "aliases", "weak_aliases"}
_KINDS = ("phrase", "road", "not_road", "product", "product_maker")


@dataclass(frozen=True)
class Names:
    """All names, and the words after a name that make it no place."""

    meanings: dict[str, Meaning]
    words: dict[str, tuple[str, ...]]
    longest: dict[str, int]


def load_names(folder: Path) -> Names:
    """Everything in the four files of `folder`.

    Raises:
        BadData: a file is missing or a row cannot be used; names file, line and entry.
    """
    meanings: defaultdict[str, Meaning] = defaultdict(Meaning)
    _read_regions(folder / "regions.csv", meanings)
    _read_outside(folder / "outside_places.csv", meanings)
    add_towns(_rows(folder / "towns.csv", TOWN_COLUMNS), meanings, folder / "towns.csv")
    words = _read_words(folder / "not_places.csv")
    for phrase in words["phrase"]:
        meanings[phrase] = Meaning()
    longest: dict[str, int] = {}
    for name in meanings:
        longest[name[0]] = max(longest.get(name[0], 0), len(name))
    return Names(dict(meanings), words, longest)


def _rows(path: Path, columns: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = columns - set(reader.fieldnames or ())
            if missing:
                wanted = ", ".join(sorted(missing))
                raise BadData(f"columns missing: {wanted}", path=path, line=1, remedy="add them")
            for row in reader:
                yield reader.line_num, {key: (row[key] or "").strip() for key in columns}
    except OSError as error:
        raise BadData(f"cannot be read: {error.strerror}", path=path) from None


def _read_regions(path: Path, meanings: defaultdict[str, Meaning]) -> None:
    rows = list(_rows(path, _REGION_COLUMNS))
    prefectures = {row["name"] for _, row in rows if row["level"] == "prefecture"}
    counties = {(row["prefecture"], row["name"]) for _, row in rows if row["level"] == "county"}
    seen: set[tuple[str, str]] = set()
    for line, row in rows:
        place = (row["prefecture"], row["county"])
        if row["prefecture"] not in prefectures or (row["county"] and place not in counties):
            raise BadData(
                "no such prefecture or county",
                path=path,
                line=line,
                entry=row["name"],
                remedy="use an official name that has a row of its own",
            )
        if (row["prefecture"], row["name"]) in seen:
            raise BadData(
                "named twice",
                path=path,
                line=line,
                entry=row["name"],
                remedy="keep one of the two rows",
            )
        seen.add((row["prefecture"], row["name"]))
        _add(meanings, row, Sense(row["prefecture"], row["county"] or None), row["name"])
    for spelling, sense in spelled([row for _, row in rows]):
        meanings[spelling].sure.append(sense)


def _add(meanings: defaultdict[str, Meaning], row: dict[str, str], sense: Sense, name: str) -> None:
    for column in _SURE:
        for alias in _split(row.get(column, "")):
            meanings[alias].sure.append(sense)
    for alias in _split(row["weak_aliases"]):
        meanings[alias].shared.append(sense)
        meanings[alias].weak = True
    for alias in _split(row.get("shared_names", "")):
        meanings[alias].shared.append(sense)
    if name:
        meanings[fold(name).text].sure.append(sense)


def _read_outside(path: Path, meanings: defaultdict[str, Meaning]) -> None:
    for line, row in _rows(path, _OUTSIDE_COLUMNS):
        if not row["value"]:
            raise BadData("no value", path=path, line=line, remedy="write 省/市 or a country")
        vague = row["level"] in {"elsewhere", "abroad"}
        name = "" if vague else row["value"].rsplit("/", 1)[-1]
        _add(meanings, row, Sense(outside=row["value"]), name)


def _read_words(path: Path) -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for line, row in _rows(path, {"kind", "name"}):
        if row["kind"] not in words or not row["name"]:
            kinds = ", ".join(_KINDS)
            raise BadData(
                f"kind {row['kind']!r}",
                path=path,
                line=line,
                entry=row["name"],
                remedy=f"kind is one of {kinds}",
            )
        words[row["kind"]].append(row["name"])
    return {kind: tuple(sorted(names, key=len, reverse=True)) for kind, names in words.items()}


def _split(cell: str) -> list[str]:
    """The names of a cell, folded as the texts are in which they will be looked for."""
    return [fold(part.strip()).text for part in cell.split("|") if part.strip()]
