"""One turn is one transaction: read, think, write the replies, the ticket and the state, commit.

Killed anywhere, either nothing of the turn happened and it runs again, or all of it did.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rasa.core.channels.channel import UserMessage
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import db, faults
from bot.actions import context
from bot.conversations import claims, outbox, switches
from bot.conversations.outbox import Reply
from bot.conversations.records import BOT, WAITING, Conversation, Inbound, Message
from bot.desk import escalation, switched_off
from bot.engine.hearing import as_said
from bot.engine.noted import hours_since_last, note_reading, reading_of
from bot.engine.replies import Replies, about_length

log = logging.getLogger("hotline.engine")
MAX_ATTEMPTS = 3
APOLOGY = (
    "对不起，刚才这句话系统没有处理成功，我们的技术人员已收到通知（编号 {incident}）。"
    "您写的内容已经保存。您可以稍后再试，或拨打 12330 / 12345。"
)
NOTHING_SAID = "我在的。请告诉我您遇到的情况，或者直接提问。"


class TurnFailed(Exception):
    """An action raised: the whole turn is rolled back and tried again."""


class Superseded(Exception):
    """The turn was taken away while it was thought through: nothing of it counts."""


@dataclass
class Engine:
    """A loaded model and what its turns need."""

    engine_id: str
    factory: sessionmaker[Session]
    shelf: context.Shelf
    agent: Any
    store: Any

    async def work(self, at: datetime) -> bool:
        """Claim one waiting conversation and answer its oldest message; whether there was one."""
        with db.reading(self.factory) as session:
            if not claims.anything_waiting(session, at=at):
                return False
        with self.factory.begin() as session:
            message = claims.claim(session, self.engine_id, at=at)
        if message is None:
            return False
        faults.point("turn.after_claim")
        if message.attempts > MAX_ATTEMPTS:
            self._give_up(message.id, at)
            return True
        try:
            await self._turn(message.id, at)
        except Exception as error:
            # The text of an error may hold what a person wrote: only its kind is logged.
            log.error("turn failed inbox=%s kind=%s", message.id, _kind(error))
            self._release(message, at)
        return True

    async def _turn(self, inbox_id: int, at: datetime) -> None:
        try:
            await self._whole_turn(inbox_id, at)
        except Superseded:
            log.info("turn superseded inbox=%s", inbox_id)

    async def _whole_turn(self, inbox_id: int, at: datetime) -> None:
        with db.thinking(self.factory) as session:
            inbound = session.get_one(Inbound, inbox_id)
            conversation = session.get_one(Conversation, inbound.conversation_id)
            if not self._is_ours(conversation, inbound):
                return
            if conversation.owner not in {BOT, WAITING}:
                self._insist(session, conversation, inbound)
            elif switches.is_on(session, conversation.channel):
                await self._answer(session, conversation, inbound, at)
            else:
                self._insist(session, conversation, inbound)
                self._stand_aside(session, conversation, at)
            inbound.status = "done"
            claims.release(session, conversation)
            session.flush()
            faults.point("turn.before_commit")
        faults.point("turn.after_commit")

    def _is_ours(self, conversation: Conversation, inbound: Inbound) -> bool:
        return conversation.claimed_by == self.engine_id and inbound.status == "waiting"

    def _insist(self, session: Session, conversation: Conversation, inbound: Inbound) -> None:
        """Hold the conversation from here to the commit, if it still is this turn's.

        Nothing is locked before: people write, and colleagues take over, while a turn thinks.

        Raises:
            Superseded: a colleague has taken it over, or the claim had run out.
        """
        session.flush()
        # Written, not only read: that holds the row on either database.
        claims.touch(session, conversation.id)
        session.refresh(conversation)
        session.refresh(inbound)
        if not self._is_ours(conversation, inbound):
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
            self._escalate(session, conversation, inbound, said, at)

    def _stand_aside(self, session: Session, conversation: Conversation, at: datetime) -> None:
        """The bot is switched off here: a person is asked for in its place."""
        directory, hours = self.shelf.directory, self.shelf.hours
        told = switched_off.instead(
            session, conversation, directory=directory, offices=hours, at=at
        )
        self._tell(session, conversation, told, at)

    def _tell(
        self, session: Session, conversation: Conversation, told: str | None, at: datetime
    ) -> None:
        if told is not None:
            sender = outbox.SYSTEM_SENDER
            reply = Reply(told)
            outbox.say(session, conversation, reply, reply_to=None, at=at, sender=sender)

    def _escalate(
        self,
        session: Session,
        conversation: Conversation,
        inbound: Inbound,
        said: Message,
        at: datetime,
    ) -> None:
        told = escalation.after(
            session,
            conversation,
            said,
            directory=self.shelf.directory,
            offices=self.shelf.hours,
            at=at,
        )
        self._tell(session, conversation, told, at)

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

    def _release(self, message: Inbound, at: datetime) -> None:
        with self.factory.begin() as session:
            conversation = session.get_one(Conversation, message.conversation_id)
            claims.release(session, conversation)
        if message.attempts >= MAX_ATTEMPTS:
            self._give_up(message.id, at)

    def _give_up(self, inbox_id: int, at: datetime) -> None:
        """Tell the person honestly, and leave a number that staff can find."""
        incident = secrets.token_hex(4)
        with self.factory.begin() as session:
            inbound = session.get_one(Inbound, inbox_id)
            conversation = session.get_one(
                Conversation, inbound.conversation_id, with_for_update=True
            )
            if inbound.status != "waiting":
                return
            inbound.status, inbound.incident = "dead", incident
            reply = Reply(APOLOGY.format(incident=incident))
            sender = outbox.SYSTEM_SENDER
            outbox.say(session, conversation, reply, reply_to=inbound.seq, at=at, sender=sender)
            claims.release(session, conversation)
        log.error("gave up inbox=%s incident=%s", inbox_id, incident)


def _kind(error: BaseException) -> str:
    cause = error.__cause__
    return type(error).__name__ + (f" from {type(cause).__name__}" if cause else "")
