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

from bot import db, faults, outages
from bot.actions import context
from bot.conversations import claims, outbox, switches
from bot.conversations.outbox import Reply
from bot.conversations.records import BOT, WAITING, Conversation, Inbound, Message
from bot.engine import beside
from bot.engine.giving_up import MAX_ATTEMPTS, give_up
from bot.engine.hearing import as_said
from bot.engine.noted import hours_since_last, note_reading, reading_of
from bot.engine.replies import Replies, about_length
from bot.engine.slips import Slip
from bot.engine.tally import Tally

log = logging.getLogger("hotline.engine")
NOTHING_SAID = "我在的。请告诉我您遇到的情况，或者直接提问。"
# Turns that share a commit: a disk makes few of them in a second. Nobody waits long for it.
AT_ONCE, LONG_ENOUGH = 8, 0.03
# What of a conversation others may have written while a turn was thought through.
FOREIGN = ["owner", "center_id", "last_seq", "expires_at", "waiting_since"]


class TurnFailed(Exception):
    """An action raised: the whole turn is rolled back and tried again."""


class Superseded(Exception):
    """The turn was taken away while it was thought through: nothing of it counts."""


@dataclass
class Engine:
    """A loaded model and what its turns need.

    Args:
        slip: where it writes what it is at.
        taken: whether a neighbour on this machine is at a message.
    """

    engine_id: str
    factory: sessionmaker[Session]
    shelf: context.Shelf
    agent: Any
    store: Any
    slip: Slip = field(default_factory=Slip)
    taken: claims.Taken = lambda inbox_id: False
    tally: Tally = field(default_factory=Tally)
    _alone: bool = False

    async def work(self, at: datetime) -> int:
        """Answer what waits, several turns in one commit; how many messages were dealt with.

        Raises:
            SQLAlchemyError: the database is out of order; nothing is lost and nothing counted.
        """
        try:
            done = await self._sitting(at)
            self._alone = False
            return done
        except Superseded:
            log.info("turn superseded inbox=%s", self.slip.inbox_id)
            self.tally.count("superseded")
            return 1
        except Exception as error:
            outage = outages.behind(error)
            if outage is not None:
                raise outage from None
            # The text of an error may hold what a person wrote: only its kind is logged.
            log.error("turn failed inbox=%s kind=%s", self.slip.inbox_id, _kind(error))
            self.tally.count("failed")
            self._count_failure()
            return 1
        finally:
            self.slip.end()

    async def _sitting(self, at: datetime) -> int:
        began, done = time.monotonic(), 0
        with db.thinking(self.factory) as session:
            while done < (1 if self._alone else AT_ONCE):
                waiting = claims.next_waiting(session, self.taken)
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
        began = time.monotonic()
        self.slip.begin(inbound.id)
        faults.point("turn.after_claim")
        self.tally.waits.add((at - inbound.received_at).total_seconds())
        self.tally.count(await self._dealt_with(session, conversation, inbound, at))
        self.tally.turns.add(time.monotonic() - began)

    async def _dealt_with(
        self, session: Session, conversation: Conversation, inbound: Inbound, at: datetime
    ) -> str:
        if inbound.attempts >= MAX_ATTEMPTS:
            self._insist(session, conversation, inbound)
            give_up(session, conversation, inbound, at)
            return "given_up"
        outcome = "staff"
        if conversation.owner not in {BOT, WAITING}:
            self._insist(session, conversation, inbound)
        elif switches.is_on(session, conversation.channel):
            await self._answer(session, conversation, inbound, at)
            outcome = "answered"
        else:
            self._insist(session, conversation, inbound)
            beside.stand_aside(session, conversation, self.shelf, at)
        inbound.status = "done"
        claims.release(session, conversation, at=at)
        return outcome

    def _count_failure(self) -> None:
        # The others of the sitting were rolled back with it: the next goes alone.
        self._alone = True
        with self.factory.begin() as session:
            claims.count_failure(session, self.slip.inbox_id)

    def _insist(self, session: Session, conversation: Conversation, inbound: Inbound) -> None:
        """Hold the conversation from here to the commit, if it still is this turn's.

        Nothing is locked before: people write, and colleagues take over, while a turn thinks.

        Raises:
            Superseded: a colleague has taken it over, or another engine was faster.
        """
        session.flush()
        # Written, not only read: that holds the row on either database.
        claims.touch(session, conversation.id)
        # Not the snapshot, which is large: nobody but this turn writes it.
        session.refresh(conversation, FOREIGN)
        session.refresh(inbound, ["status"])
        if inbound.status != "waiting":
            raise Superseded

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
        self._insist(session, conversation, inbound)
        note_reading(conversation, said.reading)
        faults.point("turn.before_replies")
        for reply in [*about_length(said.text), *(replies or [Reply(NOTHING_SAID)])]:
            outbox.say(session, conversation, reply, reply_to=inbound.seq, at=at)
        conversation.snapshot = self.store.captured()
        conversation.updated_at = at
        if inbound.payload is None:
            beside.escalate(session, conversation, said, self.shelf, at)

    async def _think(
        self,
        lent: context.Turn,
        snapshot: dict[str, Any] | None,
        inbound: Inbound,
        said: Message,
    ) -> list[Reply]:
        channel = Replies()
        self.store.lend(snapshot)
        text = as_said(lent.session, inbound, said)
        with context.turn(lent):
            await self.agent.processor.handle_message(
                UserMessage(text, channel, lent.conversation_id, input_channel=lent.channel)
            )
        if lent.failure is not None:
            raise TurnFailed from lent.failure
        if inbound.payload is None and said.text:
            said.reading = reading_of(self.store.saved)
        return channel.as_replies()


def _kind(error: BaseException) -> str:
    cause = error.__cause__
    return type(error).__name__ + (f" from {type(cause).__name__}" if cause else "")
