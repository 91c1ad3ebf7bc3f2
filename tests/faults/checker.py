"""What must be true after any faults, told from the database and from what people saw."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.conversations.records import Conversation, Inbound, Message
from bot.staff import audit
from bot.tickets import trail
from bot.tickets.records import Ticket
from tests.faults.people import Person

TAKEN_OVER = ("工作人员已接入", "已转给另一位")
GIVEN_BACK = ("人工接待已结束", "工作人员暂时离开", "接待您的同事暂时")


def violations(session: Session, people: Sequence[Person]) -> list[str]:
    """Every broken promise, in words; empty when all were kept."""
    found: list[str] = []
    for person in people:
        lines = _transcript(session, person.conversation_id)
        fates = _fates(session, person.conversation_id)
        found += _accepted(person, lines, fates)
        found += _answers(person.conversation_id, lines, fates)
        found += _order(person.conversation_id, lines)
        found += _shown(person, lines)
        found += _tickets(session, person)
        found += _voices(person.conversation_id, lines)
    found += _marks(session, people)
    found += [f"ticket trail: {broken}" for broken in trail.verify(session)]
    found += [f"staff trail: {broken}" for broken in audit.verify(session)]
    found += _numbers(session)
    return found


def _transcript(session: Session, name: str) -> list[Message]:
    query = select(Message).where(Message.conversation_id == name).order_by(Message.seq)
    return list(session.scalars(query))


def _fates(session: Session, name: str) -> dict[int, Inbound]:
    query = select(Inbound).where(Inbound.conversation_id == name)
    return {inbound.seq: inbound for inbound in session.scalars(query)}


def _accepted(person: Person, lines: list[Message], fates: dict[int, Inbound]) -> Iterable[str]:
    texts = {line.seq for line in lines if line.sender == "user"}
    for name, seq in person.acknowledged.items():
        if seq not in texts or seq not in fates:
            yield f"acknowledged but not there: {name} #{seq}"
        elif not fates[seq].external_id.endswith(f":{name}"):
            yield f"acknowledged under another's number: {name} #{seq}"
    if len(texts) != len(fates):
        yield f"{person.conversation_id}: {len(texts)} lines, {len(fates)} in the inbox"


def _answers(name: str, lines: list[Message], fates: dict[int, Inbound]) -> Iterable[str]:
    answered = defaultdict(set)
    for line in lines:
        if line.reply_to is not None:
            # The bubbles of one turn bear one time.
            answered[line.reply_to].add((line.sender, line.created_at))
    for seq, inbound in fates.items():
        turns = len(answered[seq])
        if inbound.status == "done" and turns > 1:
            yield f"answered {turns} times: {name} #{seq}"
        if inbound.status == "done" and turns == 0:
            yield f"done without an answer: {name} #{seq}"
        if inbound.status == "dead" and (turns != 1 or not inbound.incident):
            yield f"given up without a word: {name} #{seq}"
        if inbound.status == "staff" and any(sender == "bot" for sender, _ in answered[seq]):
            yield f"said to staff, answered by the bot: {name} #{seq}"
        if inbound.status not in {"done", "dead", "staff"}:
            yield f"still {inbound.status}: {name} #{seq}"


def _order(name: str, lines: list[Message]) -> Iterable[str]:
    seqs = [line.seq for line in lines]
    if seqs != list(range(1, len(seqs) + 1)):
        yield f"holes in the numbers: {name}"
    answers = [line.reply_to for line in lines if line.reply_to is not None]
    if answers != sorted(answers):
        yield f"answered out of order: {name} {answers}"


def _shown(person: Person, lines: list[Message]) -> Iterable[str]:
    stored = {line.seq: (line.sender, line.text) for line in lines}
    for seq, message in person.shown.items():
        if stored.get(seq) != (message["sender"], message["text"]):
            yield f"shown, but not what is stored: {person.conversation_id} #{seq}"


def _tickets(session: Session, person: Person) -> Iterable[str]:
    own = select(func.count()).where(Ticket.conversation_id == person.conversation_id)
    filed = session.scalar(own) or 0
    if filed != person.forms_confirmed:
        yield f"{person.conversation_id}: {person.forms_confirmed} confirmed, {filed} filed"


def _voices(name: str, lines: list[Message]) -> Iterable[str]:
    staffed = False
    for line in lines:
        if line.sender == "system":
            staffed = line.text.startswith(TAKEN_OVER) or (
                staffed and not line.text.startswith(GIVEN_BACK)
            )
        if line.sender == "bot" and staffed:
            yield f"the bot spoke while staff owned the turn: {name} #{line.seq}"


def _marks(session: Session, people: Sequence[Person]) -> Iterable[str]:
    """Each person's word stands in their own conversation and nowhere else."""
    owners = {f"好再来{person.mark}号店": person.conversation_id for person in people}
    for name, text in session.execute(select(Message.conversation_id, Message.text)):
        for mark, owner in owners.items():
            if mark in text and owner != name:
                yield f"one person's words in another's conversation: {name}"


def _numbers(session: Session) -> Iterable[str]:
    for column in (Ticket.number, Ticket.form_instance):
        for value, times in Counter(session.scalars(select(column))).items():
            if times > 1:
                yield f"{column.key} {value} used {times} times"
    waiting = session.scalar(select(func.count()).where(Conversation.waiting_since.is_not(None)))
    if waiting:
        yield f"{waiting} conversations still wait"
