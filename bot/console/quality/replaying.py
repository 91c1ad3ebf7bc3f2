"""Candidate models: what they read better and worse than the one that serves."""

from starlette.responses import Response

from bot import candidates
from bot.console.visit import Visit
from bot.conversations import replays
from bot.conversations.replay_records import Replay
from bot.errors import NotFound
from bot.staff import audit

TABS = (replays.WORSE, replays.BETTER, replays.OTHER)


def listing(visit: Visit) -> Response:
    """The candidates there are, and the replays so far."""
    return visit.page(
        "quality/replays.html",
        candidates=candidates.listed(visit.shared.settings.model_dir),
        replays=replays.newest(visit.session),
        most=replays.MOST_TALKS,
    )


def ask(visit: Visit) -> Response:
    """Have the newest conversations replayed on a candidate."""
    name = visit.form.line("model", most=120)
    candidates.path_of(visit.shared.settings.model_dir, name)
    talks = visit.form.number("talks") or 0
    made = replays.ask(visit.session, name, talks=talks, by=visit.actor.name, at=visit.now)
    about, detail = f"replay:{made.id}", {"talks": talks}
    audit.note(
        visit.session,
        "quality.replay",
        by=visit.actor.name,
        about=about,
        at=visit.now,
        detail=detail,
    )
    return visit.go("/quality/replays", "replay_started")


def show(visit: Visit) -> Response:
    """One replay with its lists."""
    replay = visit.session.get(Replay, visit.id_of("id"))
    if replay is None:
        raise NotFound("没有这次重放。")
    tab = visit.asked("tab")
    tab = tab if tab in TABS else TABS[0]
    return visit.page(
        "quality/replay.html",
        replay=replay,
        tab=tab,
        tabs=TABS,
        lines=replays.lines(visit.session, replay.id, tab),
    )
