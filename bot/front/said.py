"""What a person sends on the web, checked and put into the inbox: words, a button, files."""

from typing import Any

from sqlalchemy.orm import Session

from bot import clock
from bot.conversations import files, inbox
from bot.conversations.inbox import Arrived
from bot.conversations.records import StoredFile
from bot.errors import NotFound
from bot.front.calls import Desk
from bot.front.problems import Problem
from bot.text import clean

MAX_CHARS = 2000
_FIELDS = {"client_msg_id", "text", "button_id", "attachments"}


def accept(desk: Desk, conversation_id: str, body: dict[str, Any]) -> int:
    """Store one message; its `seq`.

    Raises:
        Problem: 400, 404 or 413, with what is wrong in a Chinese sentence.
    """
    if set(body) - _FIELDS:
        raise Problem(400, "unknown_field", "请求里有不认识的内容。")
    client_id = body.get("client_msg_id")
    if not isinstance(client_id, str) or not 1 <= len(client_id) <= 100:
        raise Problem(400, "bad_client_msg_id", "请求的格式不对：缺少消息编号。")
    if "button_id" in body and len(body) > 2:
        raise Problem(400, "text_or_button", "请发送文字，或者点一个按钮。")
    with desk.factory.begin() as session:
        attached = _attached(session, conversation_id, body.get("attachments"))
        text, payload = _content(session, conversation_id, body, bool(attached))
        external_id = inbox.external_id(conversation_id, clean(client_id))
        arrived = Arrived("web", external_id, text, payload, attached)
        return inbox.accept(session, conversation_id, arrived, at=clock.now())


def _content(
    session: Session, conversation_id: str, body: dict[str, Any], has_files: bool
) -> tuple[str, str | None]:
    if "button_id" in body:
        return _pressed(session, conversation_id, body["button_id"])
    if "text" not in body:
        if has_files:
            return "", None
        raise Problem(400, "text_or_button", "请发送文字，或者点一个按钮。")
    return _words(body["text"]), None


def _pressed(session: Session, conversation_id: str, button_id: Any) -> tuple[str, str]:
    if not isinstance(button_id, str):
        raise Problem(400, "bad_button", "这个按钮已经失效，请直接打字告诉我。")
    try:
        button = inbox.press(session, conversation_id, button_id[:64])
    except NotFound as error:
        raise Problem(404, "bad_button", str(error)) from None
    return button.title, button.payload


def _words(text: Any) -> str:
    if not isinstance(text, str):
        raise Problem(400, "bad_text", "消息应当是文字。")
    if len(text) > MAX_CHARS:
        message = f"一条消息最多 {MAX_CHARS} 字，长的材料请分几条发，或作为文件上传。"
        raise Problem(413, "text_too_long", message)
    cleaned = clean(text).strip()
    if not cleaned:
        raise Problem(400, "empty_text", "消息是空的，请写点什么再发。")
    return cleaned


def _attached(session: Session, conversation_id: str, ids: Any) -> tuple[dict[str, object], ...]:
    """The files a message points at; each must have been uploaded in this conversation."""
    if ids is None:
        return ()
    named = isinstance(ids, list) and all(isinstance(one, str) for one in ids)
    if not named or not 1 <= len(ids) <= files.MAX_FILES:
        raise Problem(400, "bad_attachments", "附件的格式不对，请重新选择文件。")
    found = []
    for file_id in dict.fromkeys(ids):
        file = session.get(StoredFile, file_id[:64])
        if file is None or file.conversation_id != conversation_id:
            raise Problem(404, "no_file", "没有找到这个文件，请重新上传。")
        found.append(files.as_attachment(file))
    return tuple(found)
