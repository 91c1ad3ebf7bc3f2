"""Which unit is responsible: matter × place × right → unit, and the reason in words.

The plan names units and asks for cooperation; which place decides is this project's policy. Every
reason says which of the two it rests on. Each row of the policy has its tests, named by its number.
"""

from typing import Any

from bot.centers import routing_words as words
from bot.centers.center import Center
from bot.centers.directory import Directory
from bot.centers.matter import (
    ASSISTANCE,
    COMPLAINT,
    OUTSIDE_ID,
    Matter,
    Route,
    UnitRef,
    unit_ref,
)
from bot.centers.matter_places import Places
from bot.centers.regions import Gazetteer
from bot.centers.routing_needs import funding, judgement, overseas, question, to_unit

__all__ = ["Matter", "Route", "UnitRef", "as_json", "route", "route_json"]


def route(matter: Matter, directory: Directory) -> Route:
    """The unit responsible for `matter`. Never fails: what cannot be decided is asked back."""
    place = Places(matter, directory)
    for rule in _RULES:
        decided = rule(place)
        if decided:
            return decided
    return _ask_region(place)


def _both_outside(place: Places) -> Route | None:
    if not (place.applicant.outside and place.infringement.outside):
        return None
    return _referral(place, words.both_outside(place.infringement.outside))


def _complaint_elsewhere(place: Places) -> Route | None:
    if place.assistance or not place.infringement.outside:
        return None
    return _referral(place, words.complaint_outside(place.infringement.outside))


def _referral(place: Places, reason: str) -> Route:
    where = place.infringement.outside or "省外"
    return Route(
        OUTSIDE_ID,
        "outside",
        None,
        words.referral_name(where),
        reason,
        (unit_ref(place.province),),
        place.helpers(place.province),
    )


def _outsider(place: Places) -> Route | None:
    """Somebody from elsewhere, wronged in Hunan."""
    unit = place.unit(place.infringement)
    if not (place.assistance and place.applicant.outside and unit):
        return None
    return to_unit(
        unit, words.OUTSIDER, candidates=_judges(place, unit), cooperating=place.helpers(unit)
    )


def _deciding_place(place: Places) -> Route | None:
    unit = place.unit(place.deciding)
    if not unit:
        return None
    helpers = place.helpers(unit)
    reason = words.local(unit, assistance=place.assistance, same=_same(place), helped=bool(helpers))
    candidates = _judges(place, unit)
    if place.assistance and place.infringement.outside:
        reason += words.INFRINGED_ELSEWHERE
        candidates = candidates or (unit_ref(place.province),)
    if "judgement" in place.matter.needs:
        reason += words.JUDGEMENT_OTHER
    return to_unit(unit, reason, candidates=candidates, cooperating=helpers)


def _same(place: Places) -> bool:
    return place.applicant.prefecture == place.infringement.prefecture


def _judges(place: Places, unit: Center) -> tuple[UnitRef, ...]:
    wanted = "judgement" in place.matter.needs and unit.id != place.province.id
    return (unit_ref(place.province),) if wanted else ()


def _online_complaint(place: Places) -> Route | None:
    if place.assistance or not place.online or place.infringement.ambiguous:
        return None
    return to_unit(place.province, words.ONLINE, cooperating=place.helpers(place.province))


def _ask_region(place: Places) -> Route:
    senses = place.deciding.ambiguous
    units = [place.directory.for_prefecture(s.prefecture) for s in senses if s.prefecture]
    units = units or [unit for unit in [place.unit(place.other)] if unit]
    candidates = tuple(unit_ref(unit) for unit in {unit.id: unit for unit in units}.values())
    return to_unit(place.province, words.UNKNOWN, candidates=candidates, ask=question(place))


# The first that decides. The policy's rows: 9; 8 and 7; 7; 4; 5 and 6; 8; 1-3 and 7; 10.
_RULES = (
    overseas,
    _both_outside,
    _complaint_elsewhere,
    judgement,
    funding,
    _outsider,
    _deciding_place,
    _online_complaint,
)


def route_json(item: dict[str, Any], directory: Directory, gazetteer: Gazetteer) -> dict[str, Any]:
    """`hotline route`: a JSON object in, with regions in free text, and one out.

    Raises:
        ValueError: a field has the wrong type or the category is unknown; says which.
    """
    if item.get("category") not in {ASSISTANCE, COMPLAINT}:
        raise ValueError("category must be assistance or complaint")
    needs = item.get("needs") or []
    if not isinstance(needs, list) or not all(isinstance(need, str) for need in needs):
        raise ValueError("needs must be a list of strings")
    for key in ("applicant_region", "infringement_region", "ip_type", "platform"):
        if not isinstance(item.get(key), str | None):
            raise ValueError(f"{key} must be a string or null")
    matter = Matter(
        item["category"],
        gazetteer.resolve(item.get("applicant_region")),
        gazetteer.resolve(item.get("infringement_region")),
        item.get("ip_type") or None,
        tuple(needs),
        item.get("platform") or None,
    )
    return as_json(route(matter, directory))


def as_json(decided: Route) -> dict[str, Any]:
    """A route as the contract prints it."""
    return {
        "center_id": decided.center_id,
        "tier": decided.tier,
        "prefecture": decided.prefecture,
        "name": decided.name,
        "reason": decided.reason,
        "candidates": [dict(unit) for unit in decided.candidates],
        "cooperating": [dict(unit) for unit in decided.cooperating],
        "ask": decided.ask,
    }
