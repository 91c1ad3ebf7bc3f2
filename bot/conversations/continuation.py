"""Continuation codes (续办码): eight characters that move a half-filled matter to another channel.

A code opens what somebody wrote, so it is kept as a hash, lives a day, works once, can be taken
back, and who tries wrong ones is not listened to for an hour.
"""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.conversations.continuation_records import Continuation, WrongCode
from bot.conversations.records import Conversation, StoredFile
from bot.text import fold

# Without what looks like something else: 0 O, 1 I L.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
DIGITS = "23456789"
LENGTH = 8
LIFETIME = timedelta(hours=24)
WRONG_AT_MOST = 5
WRONG_WITHIN = timedelta(hours=1)
_CODE = re.compile(r"(?<![A-Z0-9])([A-HJKMNP-Z2-9]{4})[ \-]?([A-HJKMNP-Z2-9]{4})(?![A-Z0-9])")
_NAME = re.compile(r"续办[码号]|接续码")
_REVOKE = re.compile(r"撤销|作废|取消|不要了|别人|泄露")
_ELSEWHERE = re.compile(
    r"(换|转|改|挪)(到|去|成|用)?(网页|网站|电脑|微信|公众号|手机).{0,4}(填|办|弄|登记|继续|接着)"
)


class TooManyTries(Exception):
    """This conversation has tried too many wrong codes."""


def issue(session: Session, conversation_id: str, *, at: datetime) -> str:
    """A new code for the matter of a conversation, as `ABCD-2345`; an earlier one ends."""
    revoke(session, conversation_id, at=at)
    code = _draw()
    session.add(
        Continuation(
            code_hash=_hash(code),
            conversation_id=conversation_id,
            issued_at=at,
            expires_at=at + LIFETIME,
        )
    )
    return f"{code[:4]}-{code[4:]}"


def revoke(session: Session, conversation_id: str, *, at: datetime) -> int:
    """End the codes of a conversation that still work; how many there were."""
    query = (
        update(Continuation)
        .where(
            Continuation.conversation_id == conversation_id,
            Continuation.used_at.is_(None),
            Continuation.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )
    return int(getattr(session.execute(query), "rowcount", 0))


def redeem(session: Session, code: str, into: str, *, at: datetime) -> Conversation | None:
    """Use a code up, and move the matter's files; the conversation it came from, locked.

    `None` when the code is wrong, old, used, or of this very conversation.

    Raises:
        TooManyTries: it is not even looked at.
    """
    since = select(func.count()).where(
        WrongCode.conversation_id == into, WrongCode.at > at - WRONG_WITHIN
    )
    if int(session.scalar(since) or 0) >= WRONG_AT_MOST:
        raise TooManyTries
    query = select(Continuation).where(Continuation.code_hash == _hash(code))
    found = session.scalar(query.with_for_update())
    if found is None or found.conversation_id == into or not _works(found, at):
        session.add(WrongCode(conversation_id=into, at=at))
        return None
    found.used_at, found.used_by = at, into
    files = (
        update(StoredFile)
        .where(
            StoredFile.conversation_id == found.conversation_id, StoredFile.ticket_number.is_(None)
        )
        .values(conversation_id=into)
    )
    session.execute(files)
    return session.get_one(Conversation, found.conversation_id, with_for_update=True)


def asked(session: Session, text: str) -> str | None:
    """What a message wants of codes: `issue`, `revoke`, a code to be redeemed; or nothing.

    Bare characters count only when they are a code that exists: people write other numbers, too.
    """
    folded = fold(text).text.upper().strip()
    if len(folded) > 60:
        return None
    code = _CODE.search(folded)
    named = _NAME.search(folded) is not None
    if code and (named or _exists(session, code, folded)):
        return code.group(1) + code.group(2)
    if named and _REVOKE.search(folded):
        return "revoke"
    return "issue" if named or _ELSEWHERE.search(folded) else None


def _exists(session: Session, code: "re.Match[str]", folded: str) -> bool:
    if code.group() != folded:
        return False
    known = select(Continuation.id).where(
        Continuation.code_hash == _hash(code.group(1) + code.group(2))
    )
    return session.scalar(known) is not None


def _works(found: Continuation, at: datetime) -> bool:
    return found.used_at is None and found.revoked_at is None and found.expires_at > at


def _draw() -> str:
    """Letters and digits mixed: never all of one kind, which could be a number or a word."""
    while True:
        code = "".join(secrets.choice(LETTERS + DIGITS) for _ in range(LENGTH))
        if any(c in LETTERS for c in code) and any(c in DIGITS for c in code):
            return code


def _hash(code: str) -> str:
    return hashlib.sha256(f"continuation:{code.upper()}".encode()).hexdigest()
