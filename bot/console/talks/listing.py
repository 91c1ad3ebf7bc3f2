"""The list of talks: who waits, mine, everybody's, with filters."""

from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from bot.console.visit import Visit
from bot.conversations import queries
from bot.conversations.queries import PAGE, TalkFilters
from bot.conversations.records import STAFF, WAITING
from bot.desk import sight

TABS = ("waiting", "mine", "staff", "all")
_KEPT = ("tab", "unit", "channel", "intent", "unsure", "unhappy")


def show(visit: Visit) -> Response:
    """The list, with nothing open beside it."""
    return visit.page("talks/list.html", **facts(visit))


def facts(visit: Visit) -> dict[str, Any]:
    """What the list shows, also beside an open talk."""
    seen = sight.talks_seen_by(visit.actor)
    mine = TalkFilters(staff_id=visit.actor.id)
    counts = {
        "waiting": queries.count(visit.session, seen, TalkFilters(owner=WAITING)),
        "mine": queries.count(visit.session, seen, mine),
    }
    tab = visit.asked("tab")
    if tab not in TABS:
        tab = "waiting" if counts["waiting"] else "mine" if counts["mine"] else "all"
    page = visit.page_number()
    rows = queries.talks(visit.session, seen, filters(visit, tab), page=page)
    kept = {name: visit.asked(name) for name in _KEPT if visit.asked(name)}
    return {
        "tab": tab,
        "counts": counts,
        "rows": rows[:PAGE],
        "more": len(rows) > PAGE,
        "page": page,
        "asked": {name: visit.asked(name) for name in _KEPT},
        "kept": urlencode({**kept, "tab": tab}),
        "filtered": any(visit.asked(name) for name in _KEPT[1:]),
        "seen_units": visit.units_with(visit.actor.units("see_talks")),
    }


def filters(visit: Visit, tab: str) -> TalkFilters:
    """The filters of the query string, within a tab."""
    owner = {"waiting": WAITING, "staff": STAFF}.get(tab, "")
    return TalkFilters(
        owner=owner,
        staff_id=visit.actor.id if tab == "mine" else None,
        unit=visit.asked("unit"),
        channel=visit.asked("channel"),
        intent=visit.asked("intent"),
        unsure=bool(visit.asked("unsure")),
        unhappy=bool(visit.asked("unhappy")),
    )
