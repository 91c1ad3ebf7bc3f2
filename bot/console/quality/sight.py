"""Whose conversations count in the figures of understanding that a colleague sees."""

from sqlalchemy import ColumnElement, false, true

from bot.conversations.records import Conversation
from bot.staff.actor import Actor
from bot.staff.permissions import SEE_QUALITY


def talks_for_quality(actor: Actor) -> ColumnElement[bool]:
    """Those of the units where the colleague looks after quality."""
    units = actor.units(SEE_QUALITY)
    if units is None:
        return true()
    return Conversation.center_id.in_(units) if units else false()
