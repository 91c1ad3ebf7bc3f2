"""Routing by what is wanted: overseas help, a judgement, funding (the policy's rows 4-6 and 9)."""

from bot.centers import routing_words as words
from bot.centers.center import Center
from bot.centers.matter import PATENTS, Route, UnitRef, unit_ref
from bot.centers.matter_places import Places


def to_unit(
    center: Center,
    reason: str,
    *,
    candidates: tuple[UnitRef, ...] = (),
    cooperating: tuple[UnitRef, ...] = (),
    ask: str | None = None,
) -> Route:
    """A route to one unit."""
    return Route(
        center.id, center.tier, center.prefecture, center.name, reason, candidates, cooperating, ask
    )


def overseas(place: Places) -> Route | None:
    """Row 9: the province's unit, the applicant's cooperating."""
    abroad = words.is_abroad(place.infringement.outside)
    if not (abroad or "overseas" in place.matter.needs):
        return None
    return to_unit(place.province, words.OVERSEAS, cooperating=place.helpers(place.province))


def judgement(place: Places) -> Route | None:
    """Row 4: on a patent, the province's unit; on other rights no rule of its own."""
    if not (place.assistance and "judgement" in place.matter.needs):
        return None
    if place.matter.ip_type not in PATENTS:
        return None
    ask = None if place.helpers(place.province) or place.online else question(place)
    return to_unit(
        place.province, words.JUDGEMENT_PATENT, cooperating=place.helpers(place.province), ask=ask
    )


def funding(place: Places) -> Route | None:
    """Rows 5 and 6: who recommends projects where the applicant is."""
    prefecture = place.applicant.prefecture
    if "funding" not in place.matter.needs or not prefecture or not place.assistance:
        return None
    usual = place.directory.for_prefecture(prefecture)
    literal = place.directory.for_prefecture(prefecture, "funding")
    candidates = (unit_ref(usual),) if usual.id != literal.id else ()
    return to_unit(
        literal,
        words.funding(literal, doubtful=bool(candidates)),
        candidates=candidates,
        cooperating=(*place.helpers(literal), unit_ref(place.province)),
    )


def question(place: Places) -> str:
    """What to ask back, about the place that decides."""
    outsider = place.assistance and place.applicant.outside is not None
    region = place.infringement if outsider else place.deciding
    return words.question(region, of_applicant=place.assistance and not outsider)
