"""Understanding at a glance: gaps, corrections, votes, what is mixed up, where it is unsure."""

from datetime import timedelta

from starlette.responses import Response

from bot.console.quality.sight import talks_for_quality
from bot.console.visit import Visit
from bot.conversations import feedback, reading_figures
from bot.knowledge import gaps, queries

SINCE = timedelta(days=30)
SHOWN = 15


def show(visit: Visit) -> Response:
    """The page."""
    session, seen = visit.session, talks_for_quality(visit.actor)
    library = visit.shared.answers.library(session)
    voted = [row for row in queries.rows(session, library) if row.votes.useful or row.votes.useless]
    return visit.page(
        "quality/overview.html",
        open_gaps=gaps.how_many_open(session),
        waiting=reading_figures.how_many_to_export(session, seen),
        useful=sum(row.votes.useful for row in voted),
        useless=sum(row.votes.useless for row in voted),
        worst=sorted(voted, key=lambda row: row.votes.useful - row.votes.useless)[:SHOWN],
        confusion=reading_figures.confusion(session, seen)[:SHOWN],
        sureness=reading_figures.sureness(session, seen, visit.now - SINCE),
        heard=feedback.newest(session, seen, limit=SHOWN),
    )
