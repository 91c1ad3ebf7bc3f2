"""One turn is one transaction: read, think, write the replies, the ticket and the state, commit.

Killed anywhere, either nothing of the turn happened and it runs again, or all of it did.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rasa.core.channels.channel import UserMessage
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import db, faults
from bot.actions import context
from bot.conversations import claims, continuation, outbox
from bot.conversations.letters import choice
from bot.conversations.outbox import Reply
from bot.conversations.records import BOT, WAITING, Conversation, Inbound, Message
from bot.engine.giving_up import MAX_ATTEMPTS, give_up
from bot.engine.replies import Replies
from bot.engine.slips import Slip
from bot.engine.understood import note_reading, reading_of
from bot.text import neutralise_command

log = logging.getLogger("hotline.engine")
NOTHING_SAID = "我在的。请告诉我您遇到的情况，或者直接提问。"
# Turns that share a commit: a disk makes few of them in a second. Nobody waits long for it.
AT_ONCE, LONG_ENOUGH = 8, 0.03


class TurnFailed(Exception):
    """An action raised: the whole turn is rolled back and tried again."""


@dataclass
class Engine:
    """A loaded model and what its turns need."""

    engine_id: str
    factory: sessionmaker[Session]
    shelf: context.Shelf
    agent: Any
    store: Any
    slip: Slip = field(default_factory=Slip)
    _alone: bool = False

    async def work(self, at: datetime) -> int:
        """Answer what waits, several turns in one commit; how many messages were dealt with.

        Raises:
            SQLAlchemyError: the database is out of order; nothing is lost and nothing counted.
        """
        with db.reading(self.factory) as session:
            if not claims.anything_waiting(session):
                return 0
        try:
            done = await self._sitting(at)
            self._alone = False
            return done
        except Exception as error:
            if db.is_outage(error):
                raise
            # The text of an error may hold what a person wrote: only its kind is logged.
            log.error("turn failed inbox=%s kind=%s", self.slip.inbox_id, _kind(error))
            self._count_failure()
            return 1
        finally:
            self.slip.end()

    async def _sitting(self, at: datetime) -> int:
        began, done = time.monotonic(), 0
        with self.factory.begin() as session:
            while done < (1 if self._alone else AT_ONCE):
                waiting = claims.next_waiting(session)
                if waiting is None:
                    break
                await self._turn(session, *waiting, at)
                done += 1
                if time.monotonic() - began > LONG_ENOUGH:
                    break
            session.flush()
            faults.point("turn.before_commit")
        faults.point("turn.after_commit")
        return done

    async def _turn(
        self, session: Session, conversation: Conversation, inbound: Inbound, at: datetime
    ) -> None:
        self.slip.begin(inbound.id)
        faults.point("turn.after_claim")
        if inbound.attempts >= MAX_ATTEMPTS:
            give_up(session, conversation, inbound, at)
            return
        if conversation.owner in {BOT, WAITING}:
            await self._answer(session, conversation, inbound, at)
        inbound.status = "done"
        claims.release(session, conversation, at=at)

    def _count_failure(self) -> None:
        # The others of the sitting were rolled back with it: the next goes alone.
        self._alone = True
        with self.factory.begin() as session:
            claims.count_failure(session, self.slip.inbox_id)

    async def _answer(
        self, session: Session, conversation: Conversation, inbound: Inbound, at: datetime
    ) -> None:
        said = session.scalars(
            select(Message).where(
                Message.conversation_id == conversation.id, Message.seq == inbound.seq
            )
        ).one()
        lent = context.Turn(
            session=session,
            conversation_id=conversation.id,
            channel=conversation.channel,
            now=at,
            shelf=self.shelf,
            attachments=list(said.attachments),
            hours_since_last=hours_since_last(session, conversation.id, said),
        )
        replies = await self._think(lent, conversation.snapshot, inbound, said)
        note_reading(conversation, said.reading)
        faults.point("turn.before_replies")
        for reply in replies or [Reply(NOTHING_SAID)]:
            outbox.say(session, conversation, reply, reply_to=inbound.seq, at=at)
        conversation.snapshot = self.store.captured()
        conversation.updated_at = at

    async def _think(
        self,
        lent: context.Turn,
        snapshot: dict[str, Any] | None,
        inbound: Inbound,
        said: Message,
    ) -> list[Reply]:
        channel = Replies()
        self.store.lend(snapshot)
        # Only a payload that the server issued itself may start with a slash.
        text = (
            inbound.payload
            or _about_codes(lent, said)
            or neutralise_command(said.text)
            or _only_files(said)
            or "…"
        )
        with context.turn(lent):
            await self.agent.processor.handle_message(
                UserMessage(text, channel, lent.conversation_id, input_channel=lent.channel)
            )
        if lent.failure is not None:
            raise TurnFailed from lent.failure
        if inbound.payload is None and said.text:
            said.reading = reading_of(self.store.saved)
        return channel.as_replies()


def hours_since_last(session: Session, conversation_id: str, said: Message) -> float:
    """Hours between this message and the person's or bot's line before it; 0 for the first."""
    before = session.scalar(
        select(Message.created_at)
        .where(Message.conversation_id == conversation_id, Message.seq < said.seq)
        .order_by(Message.seq.desc())
        .limit(1)
    )
    return 0.0 if before is None else (said.created_at - before).total_seconds() / 3600


def _about_codes(lent: context.Turn, said: Message) -> str:
    """A continuation code, or the wish for one: recognised by its form, not guessed at."""
    wanted = continuation.asked(lent.session, said.text)
    return choice(f"continue:{wanted}") if wanted else ""


def _only_files(said: Message) -> str:
    """Files without a word: told to the dialogue as a choice, not as something said."""
    return choice(f"files:{len(said.attachments)}") if said.attachments else ""


def _kind(error: BaseException) -> str:
    cause = error.__cause__
    return type(error).__name__ + (f" from {type(cause).__name__}" if cause else "")
