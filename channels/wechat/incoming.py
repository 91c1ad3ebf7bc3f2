"""A WeChat message or event in the house's words. Every field is measured before it is used."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.centers.seats import Seats
from bot.conversations.letters import MAX_TEXT, Allowance, Letter, Media, choice
from bot.text import clean
from channels import places

_OPENID = re.compile(r"[A-Za-z0-9_-]{10,64}")
AFTER_MESSAGE = Allowance(5, timedelta(hours=48))
AFTER_CLICK = Allowance(3, timedelta(minutes=1))
_CLICKS = frozenset({"click", "scancode_push", "scancode_waitmsg"})
# Told to us, of no consequence for the conversation; kept where staff may want to know.
_KEPT = frozenset(
    {
        "templatesendjobfinish",
        "masssendjobfinish",
        "subscribe_msg_popup_event",
        "subscribe_msg_change_event",
        "subscribe_msg_sent_event",
    }
)
_DESK = {
    "kf_create_session": "desk_open",
    "kf_switch_session": "desk_open",
    "kf_close_session": "desk_closed",
}
_FILES = {"image": "image", "video": "video", "shortvideo": "video"}
WELCOME = "/greet"
# Text, payload and file of a message; one of them at least.
Content = tuple[str, str | None, Media | None]


class NotAMessage(Exception):
    """A field that every message has is missing or wrong."""


@dataclass(frozen=True)
class Incoming:
    """What the webhook needs of a message besides the letter itself.

    `letter` is `None` for what only has to be acknowledged.
    """

    openid: str
    account: str
    letter: Letter | None


@dataclass(frozen=True)
class Reader:
    """Normalises messages.

    Args:
        menu: our menu's keys, each with its title and the payload it stands for.
        seats: of the counties, for places on the map.
    """

    menu: Mapping[str, tuple[str, str]]
    seats: Seats

    def read(self, fields: Mapping[str, Any]) -> Incoming:
        """A message in the house's words.

        Raises:
            NotAMessage: it has no proper sender, receiver or kind.
        """
        openid, account = _text(fields, "FromUserName"), _text(fields, "ToUserName")
        kind = _text(fields, "MsgType").lower()
        if not _OPENID.fullmatch(openid) or not account or not kind:
            raise NotAMessage
        if kind == "event":
            return Incoming(openid, account, _event(fields, openid, self.menu))
        content = self._place(fields) if kind == "location" else _content(fields, kind)
        return Incoming(openid, account, _message(fields, openid, content))

    def _place(self, fields: Mapping[str, Any]) -> Content:
        # X is the latitude here, Y the longitude.
        point = (_text(fields, "Location_X"), _text(fields, "Location_Y"))
        words = places.in_words(self.seats, *point, _text(fields, "Label")[:200])
        return (words, None, None) if words else ("[位置]", choice("heard:place"), None)


def _text(fields: Mapping[str, Any], name: str) -> str:
    """A field as cleaned text; empty when it is missing, a list or nested."""
    value = fields.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return clean(value[: MAX_TEXT * 2]).strip() if isinstance(value, str) else ""


def _message(fields: Mapping[str, Any], openid: str, content: Content) -> Letter:
    number = _text(fields, "MsgId")
    identity = number if number.isdigit() else "|".join((_text(fields, "CreateTime"), str(fields)))
    external_id = _external("m", openid, identity)
    button_id = _text(fields, "bizmsgmenuid")[:64] or None
    text, payload, media = content
    return Letter(
        channel="wechat",
        address=openid,
        external_id=external_id,
        text=text,
        button_id=button_id,
        payload=payload,
        media=media,
        # The platform counts the tap on a quick reply as a click on a menu.
        allowance=AFTER_CLICK if button_id else AFTER_MESSAGE,
    )


def _content(fields: Mapping[str, Any], kind: str) -> Content:
    """What a message of this kind says."""
    if kind == "text":
        text = _text(fields, "Content")
        return (text, None, None) if text else ("（空消息）", choice("heard:empty"), None)
    if kind == "voice":
        heard = _text(fields, "Recognition")
        return (heard, None, None) if heard else ("[语音]", choice("heard:voice"), None)
    if kind in _FILES and _text(fields, "MediaId"):
        label = {"image": "[图片]", "video": "[视频]"}[_FILES[kind]]
        return label, choice("files:1"), Media(_FILES[kind], _text(fields, "MediaId")[:200])
    if kind == "link":
        shown = (_text(fields, "Title"), _text(fields, "Description"), _text(fields, "Url"))
        return "\n".join(filter(None, shown)) or "[链接]", None, None
    return "[不支持的消息]", choice("heard:unknown"), None


def _event(
    fields: Mapping[str, Any], openid: str, menu: Mapping[str, tuple[str, str]]
) -> Letter | None:
    event, key = _text(fields, "Event").lower(), _text(fields, "EventKey")
    identity = "|".join((_text(fields, "CreateTime"), event, key))
    external_id = _external("e", openid, identity)
    if event in {"subscribe", "scan"}:
        title = "关注" if event == "subscribe" else "扫码"
        return Letter("wechat", openid, external_id, title, payload=WELCOME, allowance=AFTER_CLICK)
    if event in _CLICKS and key in menu:
        title, payload = menu[key]
        return Letter("wechat", openid, external_id, title, payload=payload, allowance=AFTER_CLICK)
    if event == "unsubscribe":
        return Letter("wechat", openid, external_id, event="unsubscribe")
    if event in _DESK:
        return Letter("wechat", openid, external_id, event=_DESK[event])
    if event in _KEPT:
        return Letter("wechat", openid, external_id, event=event, detail=_details(fields))
    return None


def _details(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What such an event says, bounded; a list is a list, also when it has one element."""
    found: dict[str, Any] = {"status": _text(fields, "Status")[:100]}
    number = _text(fields, "MsgID") or _text(fields, "MsgId")
    if number:
        found["message"] = number[:40]
    items = _list_of(fields)
    if items:
        found["list"] = [{str(k)[:40]: str(v)[:100] for k, v in item.items()} for item in items]
    return found


def _list_of(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    holders = [v for k, v in fields.items() if str(k).startswith("SubscribeMsg")] or [fields]
    listed = holders[0].get("List") if isinstance(holders[0], dict) else holders[0]
    listed = listed if isinstance(listed, list) else [listed]
    return [item for item in listed if isinstance(item, dict)][:20]


def _external(kind: str, openid: str, identity: str) -> str:
    digest = hashlib.sha256(f"{openid}|{identity}".encode("utf-8", "replace")).hexdigest()
    return f"{kind}:{digest[:48]}"
