"""The platform's side of the webhook: signs, encrypts, posts, and reads the passive answer."""

import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
import xmltodict
from wechatpy.crypto import WeChatCrypto

TOKEN = "webhook-token"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OLD_KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"
ACCOUNT = "gh_0123456789ab"


def account(appid: str, secret: str, base: str) -> dict[str, str]:
    """The settings of this account, its API at `base`."""
    return {
        "HOTLINE_WECHAT_TOKEN": TOKEN,
        "HOTLINE_WECHAT_APPID": appid,
        "HOTLINE_WECHAT_SECRET": secret,
        "HOTLINE_WECHAT_AES_KEY": KEY,
        "HOTLINE_WECHAT_AES_KEY_PREVIOUS": OLD_KEY,
        "HOTLINE_WECHAT_ACCOUNT": ACCOUNT,
        "HOTLINE_WECHAT_API_BASE": base,
    }


def signed(token: str = TOKEN, at: float | None = None, nonce: str | None = None) -> dict[str, str]:
    """The signed part of an address."""
    stamp, nonce = str(int(at or time.time())), nonce or secrets.token_hex(5)
    text = "".join(sorted([token, stamp, nonce]))
    return {
        "signature": hashlib.sha1(text.encode()).hexdigest(),
        "timestamp": stamp,
        "nonce": nonce,
    }


def xml(fields: dict[str, Any]) -> str:
    """Fields as WeChat writes them."""
    inner = "".join(
        f"<{name}>{value}</{name}>" if isinstance(value, int) else _cdata(name, value)
        for name, value in fields.items()
    )
    return f"<xml>{inner}</xml>"


def _cdata(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return f"<{name}>{xml(value)[5:-6]}</{name}>"
    if isinstance(value, list):
        return "".join(_cdata(name, one) for one in value)
    return f"<{name}><![CDATA[{value}]]></{name}>"


@dataclass
class Phone:
    """One person's WeChat, and the platform between it and us."""

    client: httpx.AsyncClient
    appid: str
    openid: str = field(default_factory=lambda: "o" + secrets.token_urlsafe(20)[:27])
    key: str | None = KEY
    as_json: bool = False

    def message(self, kind: str = "text", **fields: Any) -> dict[str, Any]:
        """A message as the platform makes it."""
        made: dict[str, Any] = {
            "ToUserName": ACCOUNT,
            "FromUserName": self.openid,
            "CreateTime": int(time.time()),
            "MsgType": kind,
            **fields,
        }
        if kind != "event":
            made.setdefault("MsgId", secrets.randbelow(2**63))
        return made

    async def says(self, text: str, **fields: Any) -> str | None:
        """Write something; the passive answer's text, or `None` for a plain acknowledgement."""
        return self.read(await self.post(self.message(Content=text, **fields)))

    async def event(self, event: str, **fields: Any) -> str | None:
        return self.read(await self.post(self.message("event", Event=event, **fields)))

    async def post(
        self, message: dict[str, Any] | str, query: dict[str, str] | None = None
    ) -> httpx.Response:
        """Bring a message to the webhook, encrypted when there is a key."""
        body = message if isinstance(message, str) else self.written(message)
        query = query or signed()
        if self.key:
            query, body = self.sealed(body, query)
        return await self.client.post("/wechat", params=query, content=body.encode())

    def written(self, message: dict[str, Any]) -> str:
        return json.dumps(message, ensure_ascii=False) if self.as_json else xml(message)

    def sealed(self, body: str, query: dict[str, str]) -> tuple[dict[str, str], str]:
        """The body encrypted, and the address that says so."""
        crypto = WeChatCrypto(TOKEN, self.key, self.appid)
        whole = crypto.encrypt_message(body, query["nonce"], query["timestamp"])
        outer = xmltodict.parse(whole)["xml"]
        query = {**query, "encrypt_type": "aes", "msg_signature": outer["MsgSignature"]}
        envelope = {"ToUserName": ACCOUNT, "Encrypt": outer["Encrypt"]}
        return query, json.dumps(envelope) if self.as_json else xml(envelope)

    def read(self, response: httpx.Response) -> str | None:
        """The passive answer's text; asserts that it is one the platform takes."""
        fields = self.reply(response)
        return None if fields is None else fields.get("Content")

    def reply(self, response: httpx.Response) -> dict[str, Any] | None:
        assert response.status_code == 200, response.status_code
        if response.text == "success":
            return None
        fields = self.opened(response)
        assert fields["ToUserName"] == self.openid
        assert fields["FromUserName"] == ACCOUNT
        return fields

    def opened(self, response: httpx.Response) -> dict[str, Any]:
        fields = self._parsed(response.text)
        if not self.key:
            return fields
        crypto = WeChatCrypto(TOKEN, self.key, self.appid)
        plain = crypto.decrypt_message(
            {"Encrypt": fields["Encrypt"]},
            fields["MsgSignature"],
            str(fields["TimeStamp"]),
            fields["Nonce"],
        )
        return self._parsed(plain)

    def _parsed(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(text) if self.as_json else xmltodict.parse(text)["xml"]
        return found
