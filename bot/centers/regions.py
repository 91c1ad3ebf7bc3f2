"""The gazetteer: the places a person names, in spite of nicknames, slips and look-alikes."""

import re
from dataclasses import replace
from pathlib import Path

from bot.centers.joining import merged, near, touch, without_vague
from bot.centers.meaning import Meaning
from bot.centers.names import Names, load_names
from bot.centers.place import Place, Region, Sense, differs, region_of
from bot.centers.roles import APPLICANT, INFRINGEMENT, roles_of
from bot.centers.spoken import Words, begins_a_place, goes_on_as_a_place, is_denied
from bot.centers.towns import town_fits
from bot.text import fold

_PREFIX = re.compile(r"(?:中国)?(?:湖南省|湖南)?")

__all__ = ["Gazetteer", "Place", "Region", "places_with_roles"]


class Gazetteer:
    """All names of places, ready to look up. Immutable; load it once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        words = names.words
        self._road = _one_of(words["road"])
        self._not_road = _one_of(words["not_road"])
        self._product = _one_of(words["product"])
        self._maker = _one_of(words["product_maker"])

    @classmethod
    def load(cls, path: Path) -> "Gazetteer":
        """From the folder `knowledge/` (or `regions.csv` in it).

        Raises:
            BadData: a file is missing or wrong; says where and what to do.
        """
        return cls(load_names(path if path.is_dir() else path.parent))

    def official_names(self) -> dict[str, set[str]]:
        """Every value that `prefecture`, `county` and `outside` can have."""
        senses = [s for meaning in self._names.meanings.values() for s in meaning.senses()]
        return {
            kind: {value for sense in senses if (value := getattr(sense, kind))}
            for kind in ("prefecture", "county", "outside")
        }

    def find_places(self, text: str) -> list[Place]:
        """The places named in `text`, in order; offsets refer to `text`."""
        folded = fold(text)
        places = without_vague(merged(folded.text, self._scan(folded.text)))
        return [
            self._at_origin(place, text, folded.span(place.start, place.end), folded.starts)
            for place in places
        ]

    def resolve(self, text: str | None) -> Region:
        """The region that free words name; a form's answer, so a bare everyday word counts."""
        raw = (text or "").strip()
        whole = fold(raw).text
        meaning = self._names.meanings.get(_PREFIX.sub("", whole, count=1) or whole)
        if meaning and meaning.senses():
            return region_of(self._place(whole, 0, len(whole), meaning.senses()))
        regions: list[Region] = []
        for place in self.find_places(raw):
            region = region_of(place)
            if all(differs(region, other) for other in regions):
                regions.append(region)
        if not regions:
            return Region(raw=raw)
        return replace(regions[0], raw=raw, also=tuple(regions[1:]))

    def _scan(self, text: str) -> list[Place]:
        places: list[Place] = []
        words = Words(text)
        position = denied = 0
        while position < len(text):
            name = self._longest_at(text, position, words)
            if not name:
                position += 1
                continue
            end = position + len(name)
            meaning = self._names.meanings[name]
            joined = denied and touch(text, denied, position)  # 不是株洲醴陵
            if meaning.senses() and (joined or is_denied(text, position)):
                denied = end
            elif meaning.senses() and self._is_place(words, position, end, meaning, places):
                senses = self._narrowed(meaning, places)
                places.append(self._place(text[position:end], position, end, senses))
            position = end
        return places

    def _longest_at(self, text: str, position: int, words: Words) -> str | None:
        for length in range(self._names.longest.get(text[position], 0), 1, -1):
            name = text[position : position + length]
            meaning = self._names.meanings.get(name)
            if meaning is None or (
                meaning.senses() and words.cut_in_two(position, position + length)
            ):
                continue
            return name
        return None

    def _is_place(
        self, words: Words, start: int, end: int, meaning: Meaning, before: list[Place]
    ) -> bool:
        text = words.text
        if words.in_title(start, end):
            return False
        if text[start].isascii() and _inside_letters(text, start, end):
            return False
        if self._road.match(text, end) and not self._not_road.match(text, end):
            return False
        product = self._product.match(text, end)
        if product and not self._maker.match(text, product.end()):
            return False
        last = before[-1] if before else None
        if last and not touch(text, last.end, start):
            last = None
        if meaning.town and not town_fits(meaning, last):
            return False
        everyday = meaning.weak or (not meaning.sure and len(meaning.senses()) == 1)
        return not everyday or self._spoken_of(text, start, end, meaning, before)

    def _spoken_of(
        self, text: str, start: int, end: int, meaning: Meaning, before: list[Place]
    ) -> bool:
        last = before[-1] if before else None
        if last and touch(text, last.end, start):
            return any(near(sense, last) for sense in meaning.senses())
        listed = self._names.meanings.get(text[end : end + 2])  # 石门桃源慈利三个县
        in_a_row = listed is not None and bool(listed.senses())
        return begins_a_place(text, start) and (in_a_row or goes_on_as_a_place(text, end))

    def _narrowed(self, meaning: Meaning, before: list[Place]) -> tuple[Sense, ...]:
        """A shared name means the one in the prefecture named last, if it has one there."""
        senses = meaning.senses()
        if len(senses) < 2:
            return senses
        for place in reversed(before):
            close = tuple(s for s in (*senses, *meaning.shared) if near(s, place))
            if close:
                return tuple(dict.fromkeys(close))
        return senses

    def _place(self, name: str, start: int, end: int, senses: tuple[Sense, ...]) -> Place:
        if len(senses) == 1:
            one = senses[0]
            return Place(name, start, end, one.prefecture, one.county, one.outside)
        prefectures = {sense.prefecture for sense in senses}
        if len(prefectures) == 1 and None not in prefectures:
            return Place(name, start, end, prefectures.pop())
        return Place(name, start, end, ambiguous=senses)

    def _at_origin(
        self, place: Place, text: str, span: tuple[int, int], starts: tuple[int, ...]
    ) -> Place:
        split = None if place.split is None else starts[place.split]
        return replace(place, text=text[slice(*span)], start=span[0], end=span[1], split=split)


def places_with_roles(text: str, gazetteer: Gazetteer) -> tuple[Region | None, Region | None]:
    """The applicant's and the infringement's region, where the words around them tell."""
    found = gazetteer.find_places(text)
    by_role: dict[str, list[Region]] = {APPLICANT: [], INFRINGEMENT: []}
    for place, role in zip(found, roles_of(text, found), strict=True):
        regions = by_role.get(role or "", [])
        if all(differs(region_of(place), other) for other in regions):
            regions.append(region_of(place))
    first = [replace(r[0], also=tuple(r[1:])) if r else None for r in by_role.values()]
    return first[0], first[1]


def _inside_letters(text: str, start: int, end: int) -> bool:
    """Whether letters touch a name written in letters: changsha, but not changshan."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return any(char.isascii() and char.isalpha() for char in around)


def _one_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))
