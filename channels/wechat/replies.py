"""Passive answers: the body of the webhook's own response."""

import json
from typing import Any

from wechatpy.replies import TextReply

from bot.text import clean
from channels.wechat.envelope import Opened

ACKNOWLEDGED = "success"


def text(opened: Opened, content: str, *, at: int) -> str:
    """A text answer to a message, in the format it came in; `at` in Unix seconds."""
    fields = _turned(opened, at, "text")
    if opened.as_json:
        return json.dumps({**fields, "Content": clean(content)}, ensure_ascii=False)
    reply = TextReply(content=in_cdata(clean(content)))
    reply.source, reply.target, reply.time = fields["FromUserName"], fields["ToUserName"], at
    rendered: str = reply.render()
    return rendered


def to_desk(opened: Opened, account: str, *, at: int) -> str:
    """Hand the person over to WeChat's own desk; wechatpy's reply cannot name an account."""
    fields = _turned(opened, at, "transfer_customer_service")
    if opened.as_json:
        more = {"TransInfo": {"KfAccount": account}} if account else {}
        return json.dumps({**fields, **more}, ensure_ascii=False)
    info = f"<TransInfo>{_element('KfAccount', account)}</TransInfo>" if account else ""
    inner = "".join(_element(name, fields[name]) for name in ("ToUserName", "FromUserName"))
    kind = _element("MsgType", fields["MsgType"])
    return f"<xml>{inner}<CreateTime>{at}</CreateTime>{kind}{info}</xml>"


def in_cdata(content: str) -> str:
    """Content that cannot end its CDATA section."""
    return content.replace("]]>", "]]]]><![CDATA[>")


def _element(name: str, value: str) -> str:
    return f"<{name}><![CDATA[{in_cdata(value)}]]></{name}>"


def _turned(opened: Opened, at: int, kind: str) -> dict[str, Any]:
    """Sender and receiver change places."""
    return {
        "ToUserName": opened.fields["FromUserName"],
        "FromUserName": opened.fields["ToUserName"],
        "CreateTime": at,
        "MsgType": kind,
    }
