"""Towns and streets of Hunan: they lie in a county, so naming one names it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from bot.centers.joining import near
from bot.centers.meaning import Meaning
from bot.centers.place import Place, Sense
from bot.errors import BadData

COLUMNS = {"name", "prefecture", "county", "short"}
_KINDS = ("街道", "镇", "乡")


def add_towns(
    rows: Iterable[tuple[int, dict[str, str]]], meanings: defaultdict[str, Meaning], path: Path
) -> None:
    """Add the towns of `rows` (line, row). No town takes a name that something else has already.

    Raises:
        BadData: a town of no such county, or of no kind; names file, line and entry.
    """
    numbered, taken = list(rows), set(meanings)
    times = Counter(row["name"] for _, row in numbered)
    for line, row in numbered:
        name, sense = row["name"], Sense(row["prefecture"], row["county"])
        county = meanings.get(row["county"], Meaning())
        if sense not in county.sure or not name.endswith(_KINDS):
            remedy = "write the town with 镇, 乡 or 街道 and a county of regions.csv"
            raise BadData("not a town of Hunan", path=path, line=line, entry=name, remedy=remedy)
        if name not in taken:
            meaning = meanings[name]
            (meaning.beside if times[name] > 1 else meaning.sure).append(sense)
            meaning.town = True
        # A street's name alone is often its zone's too (德山), which is another office's matter.
        if name[:-1] not in taken and len(name) > 2 and not name.endswith("街道"):
            meaning = meanings[name[:-1]]
            (meaning.shared if row["short"] else meaning.beside).append(sense)
            meaning.weak = meaning.town = True


def town_fits(meaning: Meaning, before: Place | None) -> bool:
    """Whether a town can be meant right after the place `before` (None: nothing stands there).

    Beside another place it is that one's town: 东莞长安镇. A bare name that is not clearly a town's
    wants its own county before it: 浏阳永安, but 长沙高桥 is a market.
    """
    if before is None:
        return bool(meaning.sure or meaning.shared)
    if meaning.weak and not meaning.shared:
        return any(before.county == sense.county for sense in meaning.beside)
    return any(near(sense, before) for sense in meaning.senses())
