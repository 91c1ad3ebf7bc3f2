"""Reading the transcript in the shape the web chat promises (contract, section 5)."""

from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.clock import local
from bot.conversations.records import Inbound, Message

PAGE = 200
WHO = {"user": "您", "bot": "智能助手", "staff": "工作人员", "system": "系统提示"}


def after(session: Session, conversation_id: str, seq: int) -> list[dict[str, Any]]:
    """Messages newer than `seq`, in order, at most a page of 200."""
    query = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.seq > seq)
        .order_by(Message.seq)
        .limit(PAGE)
    )
    page = list(session.scalars(query))
    own = _client_ids(session, conversation_id, seq, page[-1].seq) if page else {}
    return [as_json(message, own.get(message.seq)) for message in page]


def _client_ids(session: Session, conversation_id: str, after: int, to: int) -> dict[int, str]:
    """The ids under which the person's page sent its messages: so it knows them again."""
    query = select(Inbound.seq, Inbound.external_id).where(
        Inbound.conversation_id == conversation_id,
        Inbound.seq > after,
        Inbound.seq <= to,
        Inbound.channel == "web",
    )
    rows = session.execute(query).all()
    return {at: external.removeprefix(f"{conversation_id}:") for at, external in rows}


def as_json(message: Message, client_msg_id: str | None = None) -> dict[str, Any]:
    """One message as other programs see it; a card and the client's id only where there is one."""
    extra: dict[str, Any] = {"card": message.card} if message.card else {}
    if client_msg_id:
        extra["client_msg_id"] = client_msg_id
    return {
        "seq": message.seq,
        "sender": message.sender,
        "text": message.text,
        "buttons": message.buttons,
        "attachments": message.attachments,
        "reply_to": message.reply_to,
        "created_at": message.created_at.isoformat(),
        **extra,
    }


def as_text(session: Session, conversation_id: str, *, at: datetime) -> str:
    """The whole talk as a text to keep, in Hunan's time."""
    query = select(Message).where(Message.conversation_id == conversation_id).order_by(Message.seq)
    printed = local(at).strftime("%Y年%-m月%-d日 %H:%M")
    head = f"湖南省知识产权维权援助（12330）对话记录\n导出时间：{printed}\n"
    return "\n".join([head, *(_as_lines(message) for message in session.scalars(query))])


def _as_lines(message: Message) -> str:
    when = local(message.created_at).strftime("%Y-%m-%d %H:%M")
    files = [f"（文件）{file.get('name', '')}" for file in message.attachments]
    said = "\n".join(filter(None, [message.text, *files]))
    return f"[{when}] {WHO.get(message.sender, message.sender)}：{said}\n"


def unanswered(session: Session, conversation_id: str) -> bool:
    """Whether the bot still owes an answer: shown to the person as typing."""
    query = select(
        exists().where(Inbound.conversation_id == conversation_id, Inbound.status == "waiting")
    )
    return bool(session.scalar(query))
