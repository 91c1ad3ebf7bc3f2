"""The bot's switch of each channel, with the reason on record."""

from starlette.responses import Response

from bot.console.visit import Visit
from bot.conversations import switches


def show(visit: Visit) -> Response:
    """How each channel stands, and every switching so far."""
    now = [(channel, switches.latest(visit.session, channel)) for channel in switches.CHANNELS]
    return visit.page(
        "figures/switches.html", channels=now, history=switches.history(visit.session)
    )


def switch(visit: Visit) -> Response:
    """Switch one channel."""
    switches.switch(
        visit.session,
        visit.actor,
        visit.form.line("channel"),
        on=visit.form.line("on") == "1",
        why=visit.form.text("why", most=300),
        at=visit.now,
    )
    return visit.go("/switches", "switched")
