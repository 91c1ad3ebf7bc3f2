"""Messages whose reading colleagues have corrected: looked through, taken into the training."""

from urllib.parse import quote, urlencode

from starlette.responses import Response

from bot.clock import local
from bot.console.quality.sight import talks_for_quality
from bot.console.visit import Visit
from bot.conversations import examples, reading_figures
from bot.errors import Refused
from bot.staff import audit


def listing(visit: Visit) -> Response:
    """The corrected messages, masked, newest first."""
    seen, intent, page = talks_for_quality(visit.actor), visit.asked("intent"), visit.page_number()
    rows = reading_figures.corrected(visit.session, seen, intent=intent, page=page)
    return visit.page(
        "quality/readings.html",
        rows=rows[: reading_figures.PAGE],
        more=len(rows) > reading_figures.PAGE,
        page=page,
        intent=intent,
        kept=urlencode({"intent": intent}),
        waiting=reading_figures.how_many_to_export(visit.session, seen),
    )


def export(visit: Visit) -> Response:
    """What nobody has taken yet, as a file of training examples."""
    rows = reading_figures.to_export(visit.session, talks_for_quality(visit.actor))
    if not rows:
        raise Refused("没有新的更正可以导出。没有改动。")
    body = examples.as_training_file(rows, at=visit.now)
    detail = {"count": len(rows)}
    audit.note(
        visit.session,
        "quality.export",
        by=visit.actor.name,
        about="readings",
        at=visit.now,
        detail=detail,
    )
    name = quote(f"训练候选-{local(visit.now):%Y%m%d-%H%M}.yml")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(body, media_type="application/yaml", headers=headers)
