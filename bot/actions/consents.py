"""What a person answered to the privacy notice, kept with the version they were shown."""

from typing import Any

from bot.actions import context
from bot.conversations.records import Consent

NOTICE_VERSION = "2026-11-1"


def record(slots: dict[str, Any], changes: dict[str, Any]) -> None:
    """Keep the answer of this message, when it gave a new one."""
    answer = changes.get("consent")
    if not answer or answer == slots.get("consent"):
        return
    turn = context.current()
    turn.session.add(
        Consent(
            conversation_id=turn.conversation_id,
            notice_version=NOTICE_VERSION,
            answer=answer,
            at=turn.now,
        )
    )
