"""Places named one after the other: 岳阳平江 is one place, and the exact one says more. Pure."""

import re

from bot.centers.place import Place, Sense

_JOINED = re.compile(r"[ ·/\-(（]?")
_VAGUE = {"境外", "省外"}


def touch(text: str, end: int, start: int) -> bool:
    """Whether a name that ends at `end` and one that begins at `start` are said as one."""
    return _JOINED.fullmatch(text[end:start]) is not None


def merged(text: str, places: list[Place]) -> list[Place]:
    """`places` with those that are said as one, made one."""
    found: list[Place] = []
    for place in places:
        last = found[-1] if found else None
        if last and touch(text, last.end, place.start) and _fits(last, place):
            found[-1] = _joined(text, last, place)
        else:
            found.append(place)
    return found


def without_vague(places: list[Place]) -> list[Place]:
    """国外的,越南 and 广东那边,东莞: once the exact place is said, the vague one says no more."""
    outside = {place.outside for place in places if place.outside}
    vague = {o for o in outside if any(other.startswith(f"{o}/") for other in outside)}
    vague |= _VAGUE if outside - _VAGUE else set()
    return [place for place in places if place.outside not in vague]


def near(sense: Sense, place: Place) -> bool:
    """Whether both lie in one prefecture, or in one province outside."""
    if sense.outside and place.outside:
        return sense.outside.split("/")[0] == place.outside.split("/")[0]
    return sense.prefecture is not None and sense.prefecture == place.prefecture


def _fits(wide: Place, narrow: Place) -> bool:
    if wide.outside and narrow.outside:
        province = wide.outside.split("/")[0]
        return narrow.outside.split("/")[0] == province
    if not wide.prefecture or wide.prefecture != narrow.prefecture:
        return False
    return wide.county is None or narrow.county in {None, wide.county}


def _joined(text: str, wide: Place, narrow: Place) -> Place:
    outside = max(wide.outside or "", narrow.outside or "", key=len) or None
    split = wide.split if wide.county else (narrow.start if narrow.county else None)
    return Place(
        text[wide.start : narrow.end],
        wide.start,
        narrow.end,
        wide.prefecture,
        wide.county or narrow.county,
        outside,
        (),
        split,
    )
