"""How long a webhook waits for the reply, and what it answers with.

An account that may send messages is answered passively when the reply is ready in time; while all
engines are busy with others the webhook does not wait at all, so that everybody is acknowledged at
once. An account without that permission has nothing but the passive answer: there the platform's
own repetitions are used, three tries of five seconds.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import clock, db
from bot.channel_settings import WeChat
from bot.conversations import claims, desk, parcels, pulse
from bot.conversations.letters import Taken
from bot.conversations.parcel import Outcome, Parcel
from bot.conversations.records import WAITING, Conversation
from channels.base import Listener, Post
from channels.wechat import replies
from channels.wechat.envelope import Opened
from channels.wechat.rendering import JOINT, Draft, drafts

# Without an engine at work on the message after this long, the reply goes out by itself.
GRACE = 0.4
LOOK_AGAIN = 0.5
# The third and last of the platform's tries begins about ten seconds after the first.
LAST_TRY = 9.0
# A try that is not answered at all has to outlast the platform's five seconds.
UNANSWERED = 5.5
TYPING_AFTER = 1.0
MORE = "（还有下文，回复「继续」接着看）"
STILL_WORKING = "还在查询，请稍后回复「结果」查看。"
ASKS_FOR_MORE = frozenset({"结果", "继续", "查看结果"})


# Whether the platform has closed the connection: then a passive answer would be lost.
Gone = Callable[[], Awaitable[bool]]


@dataclass(frozen=True)
class Answer:
    """What goes into the webhook's response."""

    body: str = replies.ACKNOWLEDGED
    sealed: bool = False


ACKNOWLEDGED = Answer()


class Holder:
    """Holds webhooks for their replies."""

    def __init__(
        self,
        settings: WeChat,
        factory: sessionmaker[Session],
        post: Post,
        passive_only: Callable[[], bool],
        typing: Callable[[str], Awaitable[None]],
    ) -> None:
        self._settings, self._factory, self._post = settings, factory, post
        self.passive_only, self._typing = passive_only, typing

    @property
    def seconds(self) -> float:
        """For how long a new message may be held."""
        return self._settings.passive_wait

    async def answer(self, taken: Taken, opened: Opened, gone: Gone) -> Answer:
        """Wait for the reply to a message, and answer with it or acknowledge."""
        if self._settings.desk == "wechat" and not taken.answered_by_bot:
            return await run_in_threadpool(self._desk_again, taken, opened)
        if not taken.answered_by_bot or not (taken.held or self.passive_only()):
            return ACKNOWLEDGED
        async with self._post.listen(taken.conversation_id) as listener:
            answer = None
            try:
                answer = await self._wait(taken, opened, listener, gone)
            finally:
                if answer is None and taken.held:
                    self._post.let_go(taken.conversation_id, taken.seq)
        return answer or ACKNOWLEDGED

    async def results(self, taken: Taken, opened: Opened) -> Answer | None:
        """What a passive-only account still owes; `None` when it owes nothing."""
        found = await run_in_threadpool(self._take, taken.conversation_id, 0, opened)
        if found is None and await run_in_threadpool(self._owes, taken.conversation_id):
            return Answer(self._text(opened, STILL_WORKING), sealed=True)
        return found

    async def _wait(
        self, taken: Taken, opened: Opened, listener: Listener, gone: Gone
    ) -> Answer | None:
        began = time.monotonic()
        typed = passive = self.passive_only()
        while not await gone():
            found = await run_in_threadpool(self._take, taken.conversation_id, taken.seq, opened)
            passed = time.monotonic() - began
            if found is not None:
                return found
            if passed >= self.seconds:
                break
            if not passive and passed >= GRACE and not await self._at_work(taken):
                return None
            if not typed and passed >= TYPING_AFTER:
                typed = True
                await self._typing(taken.conversation_id)
            await listener.wait(min(self._next_look(passed), self.seconds - passed))
        return await self._no_answer_yet(taken, opened, began, listener) if passive else None

    def _next_look(self, passed: float) -> float:
        return GRACE - passed if passed < GRACE else LOOK_AGAIN

    async def _no_answer_yet(
        self, taken: Taken, opened: Opened, began: float, listener: Listener
    ) -> Answer | None:
        if taken.age >= LAST_TRY:
            return Answer(self._text(opened, STILL_WORKING), sealed=True)
        while (left := UNANSWERED - (time.monotonic() - began)) > 0:
            await listener.wait(left)
        return None

    async def _at_work(self, taken: Taken) -> bool:
        def look() -> bool:
            with db.reading(self._factory) as session:
                engines = len(pulse.living(session))
                return claims.is_next(session, taken.conversation_id, engines=engines)

        return await run_in_threadpool(look)

    def _take(self, conversation_id: str, seq: int, opened: Opened) -> Answer | None:
        """The reply as an answer, taken out of the delivery in one transaction."""
        passive, at = self.passive_only(), clock.now()
        with db.reading(self._factory) as session:
            if not parcels.has_reply(session, conversation_id, seq, parked_too=passive):
                return None
        with self._factory.begin() as session:
            parcel = parcels.held(session, conversation_id, seq, at=at, parked_too=passive)
            if parcel is None:
                return None
            conversation = session.get_one(Conversation, conversation_id)
            if self._settings.desk == "wechat" and conversation.owner == WAITING:
                desk.open_(session, conversation_id)
                return Answer(self._transfer(opened), sealed=True)
            packed = drafts(parcel.items)
            parcels.settle(session, parcel, _outcome(packed, parcel, passive), at=at)
        return Answer(self._text(opened, self._shown(packed, passive)), sealed=True)

    def _shown(self, packed: list[Draft], passive: bool) -> str:
        first = packed[0]
        shown = first.linked if self._settings.quick_replies == "menu" else first.numbered
        return shown + JOINT + MORE if passive and len(packed) > 1 else shown

    def _desk_again(self, taken: Taken, opened: Opened) -> Answer:
        """A message that still reaches us while the desk has the turn goes there, too."""
        with db.reading(self._factory) as session:
            owner = session.get_one(Conversation, taken.conversation_id).owner
        if owner != desk.DESK or not taken.new:
            return ACKNOWLEDGED
        return Answer(self._transfer(opened), sealed=True)

    def _owes(self, conversation_id: str) -> bool:
        with db.reading(self._factory) as session:
            return claims.oldest_waiting(session, conversation_id) is not None

    def _text(self, opened: Opened, content: str) -> str:
        return replies.text(opened, content, at=int(clock.now().timestamp()))

    def _transfer(self, opened: Opened) -> str:
        at = int(clock.now().timestamp())
        return replies.to_desk(opened, self._settings.desk_account, at=at)


def _outcome(packed: list[Draft], parcel: Parcel, passive: bool) -> Outcome:
    """The first message is answered with; a passive answer is not counted by the platform."""
    first = packed[0]
    return Outcome(
        progress=dict(first.progress),
        done=set(first.done),
        menu=[button_id for button_id, _ in first.buttons],
        rest="parked" if passive else "waiting",
        reason="passive" if passive else None,
    )
