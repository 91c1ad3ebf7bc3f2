"""A Telegram update in the house's words. Every field is measured before it is used."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.centers.seats import Seats
from bot.conversations.letters import MAX_TEXT, Letter, Media, choice
from bot.text import clean
from channels import places

MAX_ID = 2**63
# The platform gives no larger files to bots.
MAX_FILE = 20 * 1024 * 1024
_MEDIA = {"document": "document", "video": "video", "animation": "video", "video_note": "video"}
_UNREADABLE = {"voice": ("[语音]", "voice"), "audio": ("[语音]", "voice")}


@dataclass(frozen=True)
class Tap:
    """A quick reply that was tapped: its question has to be answered, its keyboard taken away."""

    query_id: str
    chat_id: int
    message_id: int


@dataclass(frozen=True)
class Incoming:
    """An update that concerns the bot."""

    letter: Letter
    tap: Tap | None = None


def read(update: Any, seats: Seats) -> Incoming | None:
    """Normalise an update; `None` for what concerns nobody here: groups, edits, other bots."""
    number = _int(update, "update_id")
    if number is None:
        return None
    if isinstance(update.get("callback_query"), dict):
        return _tap(update["callback_query"])
    if isinstance(update.get("my_chat_member"), dict):
        return _member(update["my_chat_member"], number)
    message = update.get("message")
    if not isinstance(message, dict):
        return None
    chat_id = _person(message)
    if chat_id is None:
        return None
    text, payload, media = _content(message, seats)
    external_id = f"u:{number}"
    letter = Letter("telegram", str(chat_id), external_id, text, payload=payload, media=media)
    return Incoming(letter)


def _int(fields: Any, name: str) -> int | None:
    value = fields.get(name) if isinstance(fields, Mapping) else None
    good = isinstance(value, int) and not isinstance(value, bool) and abs(value) < MAX_ID
    return value if good else None


def _text(fields: Any, name: str) -> str:
    value = fields.get(name) if isinstance(fields, Mapping) else None
    return clean(value[: MAX_TEXT * 2]).strip() if isinstance(value, str) else ""


def _person(message: Mapping[str, Any]) -> int | None:
    """The chat of one person; `None` for groups, channels and other bots."""
    chat, sender = message.get("chat"), message.get("from")
    if not isinstance(chat, dict) or chat.get("type") != "private":
        return None
    if isinstance(sender, dict) and sender.get("is_bot"):
        return None
    return _int(chat, "id")


def _content(message: Mapping[str, Any], seats: Seats) -> tuple[str, str | None, Media | None]:
    text = _text(message, "text")
    if text:
        command = text.split("@")[0].split()[0]
        return text, "/greet" if command == "/start" else None, None
    caption = _text(message, "caption")
    for kind, media in _files(message):
        label = caption or f"[{'图片' if kind == 'image' else '文件'}]"
        return label, None if caption else choice("files:1"), media
    if "location" in message or "venue" in message:
        return _place(message, seats)
    contact = message.get("contact")
    if isinstance(contact, dict) and _text(contact, "phone_number"):
        return (
            f"{_text(contact, 'first_name')} {_text(contact, 'phone_number')}".strip(),
            None,
            None,
        )
    for kind, (label, why) in _UNREADABLE.items():
        if kind in message:
            return label, choice(f"heard:{why}"), None
    return "[不支持的消息]", choice("heard:unknown"), None


def _files(message: Mapping[str, Any]) -> list[tuple[str, Media]]:
    """The file of a message, the largest picture of a photo; none or one."""
    photo = message.get("photo")
    if isinstance(photo, list) and photo and _text(photo[-1], "file_id"):
        return [("image", Media("image", _text(photo[-1], "file_id")[:200]))]
    for field, kind in _MEDIA.items():
        reference = _text(message.get(field), "file_id")[:200]
        if reference:
            return [(kind, Media(kind, reference, _text(message.get(field), "file_name")[:120]))]
    return []


def _place(message: Mapping[str, Any], seats: Seats) -> tuple[str, str | None, Media | None]:
    venue = message.get("venue") if isinstance(message.get("venue"), dict) else {}
    point = message.get("location") or (venue or {}).get("location")
    spot = point if isinstance(point, dict) else {}
    latitude, longitude = str(spot.get("latitude"))[:20], str(spot.get("longitude"))[:20]
    words = places.in_words(seats, latitude, longitude, _text(venue, "address")[:200])
    return (words, None, None) if words else ("[位置]", choice("heard:place"), None)


def _tap(query: Mapping[str, Any]) -> Incoming | None:
    message = query.get("message")
    chat_id = _person(message) if isinstance(message, dict) else None
    number = _int(message, "message_id")
    data, query_id = _text(query, "data")[:64], _text(query, "id")[:64]
    if chat_id is None or number is None or not data or not query_id:
        return None
    # The same button of the same message again is the same answer.
    external_id = f"b:{chat_id}:{number}:{data}"
    letter = Letter("telegram", str(chat_id), external_id, button_id=data)
    return Incoming(letter, Tap(query_id, chat_id, number))


def _member(change: Mapping[str, Any], number: int) -> Incoming | None:
    """The person has blocked the bot, or takes it back."""
    chat_id = _person(change)
    status = _text(change.get("new_chat_member"), "status")
    if chat_id is None or status not in {"kicked", "left"}:
        return None
    return Incoming(Letter("telegram", str(chat_id), f"u:{number}", event="unsubscribe"))
