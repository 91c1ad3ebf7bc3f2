"""The entities of a message, as the contract names them. Rules and check digits, no guessing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.centers.place import Place
from bot.centers.regions import Gazetteer
from bot.centers.roles import roles_of
from bot.homophones import repaired
from bot.identifiers import find_identifiers
from bot.nlu import lexicon
from bot.nlu.spacy_rules import find_spoken
from bot.nlu.taken_back import without_taken_back
from bot.text import Folded, fold

_PATENTS = {"invention_patent", "utility_model", "design_patent"}
# A WeChat id to be reached by, or this service's own account, is no place of sale.
_CONTACT = re.compile(r"(?:加|我的?|你们的?|留个?|联系|同号)(?:个|下|一下)?$")
_CONTACT_AFTER = re.compile(r"号|同号|[ ]?(?:是|:)?[ ]?[A-Za-z0-9_]{5,}|联系|告诉|回复|发")


@dataclass(frozen=True)
class Entity:
    """One normalised value, at [start, end) of the original text; places may have a role."""

    entity: str
    value: str
    start: int
    end: int
    role: str | None = None


def read_entities(text: str, gazetteer: Gazetteer) -> list[Entity]:
    """Everything the contract's section 2 names in `text`, in order of appearance."""
    folded = fold(text)
    plain = folded.text
    found = without_taken_back(plain, find_identifiers(plain))
    numbers = [Entity(f.kind, f.value, f.start, f.end) for f in found]
    right = repaired(plain)  # as long as what was written: places in it are the same
    others = [*_places(plain, gazetteer), *_platforms(right), *_ip_types(right)]
    spoken = [Entity(*found) for found in find_spoken(plain)]
    free = [e for e in (*others, *spoken) if not _inside(e, numbers)]
    return sorted(
        (_at_origin(e, folded) for e in (*numbers, *free)), key=lambda e: (e.start, e.end)
    )


def _inside(entity: Entity, numbers: list[Entity]) -> bool:
    covered = (entity.start < n.end and n.start < entity.end for n in numbers)
    return entity.entity not in {"org"} and any(covered)


def _at_origin(entity: Entity, folded: Folded) -> Entity:
    start, end = folded.span(entity.start, entity.end)
    return Entity(entity.entity, entity.value, start, end, entity.role)


def _places(text: str, gazetteer: Gazetteer) -> Iterator[Entity]:
    places = gazetteer.find_places(text)
    for place, role in zip(places, roles_of(text, places), strict=True):
        yield from _of_place(place, role)


def _of_place(place: Place, role: str | None) -> Iterator[Entity]:
    if place.outside:
        yield Entity("outside", place.outside, place.start, place.end, role)
    if place.prefecture:
        wide = place.split if place.split and place.split > place.start else place.end
        yield Entity("prefecture", place.prefecture, place.start, wide, role)
    if place.county:
        yield Entity("county", place.county, place.split or place.start, place.end, role)


@lru_cache(maxsize=2)
def _words(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    terms = lexicon.platforms() if kind == "platform" else lexicon.ip_types()
    values = {fold(word).text.lower(): term.value for term in terms for word in term.words}
    parts = [_part(word) for word in sorted(values, key=len, reverse=True)]
    return re.compile("|".join(parts), re.I), values


def _part(word: str) -> str:
    """A word of letters only counts where no other letter or digit touches it."""
    before = r"(?<![a-z0-9])" if word[0].isascii() else ""
    after = r"(?![a-z0-9])" if word[-1].isascii() else ""
    return before + re.escape(word) + after


def _platforms(text: str) -> Iterator[Entity]:
    pattern, values = _words("platform")
    seen: set[str] = set()
    for match in pattern.finditer(text):
        value = values[match[0].lower()]
        if value in seen or (value == "微信" and _is_contact(text, match)):
            continue
        seen.add(value)
        yield Entity("platform", value, match.start(), match.end())


def _is_contact(text: str, match: re.Match[str]) -> bool:
    if match[0].lower() not in {
        "微信",
        "wx",
        "vx",
        "wechat",
        "v信",
        "薇信",
        "公众号",
        "微信公众号",
    }:
        return False
    given = _CONTACT.search(text[max(0, match.start() - 4) : match.start()])
    return bool(given or _CONTACT_AFTER.match(text, match.end()))


def _ip_types(text: str) -> Iterator[Entity]:
    pattern, values = _words("ip_type")
    first: dict[str, Entity] = {}
    for match in pattern.finditer(text):
        value = values[match[0].lower()]
        first.setdefault(value, Entity("ip_type", value, match.start(), match.end()))
    if _PATENTS & set(first):
        first.pop("patent", None)
    yield from first.values() if first else _implied(text)


def _implied(text: str) -> Iterator[Entity]:
    """Rights that the situation gives away, though none is named."""
    found: dict[str, Entity] = {}
    for term in lexicon.ip_types():
        match = next((m for m in (p.search(text) for p in term.implied) if m), None)
        if match:
            found[term.value] = Entity("ip_type", term.value, match.start(), match.end())
    if found.keys() - {"copyright", "trademark"}:
        # Copying is told of works and of things alike: what else is told decides.
        found.pop("copyright", None)
    yield from found.values()
