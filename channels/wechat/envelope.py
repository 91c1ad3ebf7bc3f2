"""The body of a call: XML or JSON, plain or encrypted, opened carefully and answered in kind.

wechatpy opens and seals; what it raises on malformed input (IndexError, struct.error, …) becomes
one refusal here, without a word of the body.
"""

import base64
import hmac
import json
import re
import secrets
from dataclasses import dataclass
from typing import Any

import xmltodict
from wechatpy.crypto import PrpCrypto

from bot.channel_settings import WeChat
from channels.wechat.signature import Call, sign

MAX_BODY = 64 * 1024
# Real traffic carries raw control characters, which XML forbids.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DOCTYPE = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


class Refused(Exception):
    """The body cannot be taken; `status` is what to answer."""

    def __init__(self, why: str, status: int) -> None:
        super().__init__(why)
        self.status = status


class _Sealer(PrpCrypto):  # type: ignore[misc]
    def get_random_string(self) -> bytes:
        # wechatpy takes these sixteen bytes from a generator that is not meant for secrets.
        return secrets.token_bytes(16)


@dataclass(frozen=True)
class Opened:
    """A message as the platform wrote it, and how to answer it in the same way."""

    fields: dict[str, Any]
    as_json: bool = False
    key: str | None = None


def open_(body: bytes, call: Call, settings: WeChat) -> Opened:
    """The message in a call's body.

    Raises:
        Refused: not a message, not for us, or not encrypted where it must be (a downgrade).
    """
    outer, as_json = _parse(_decode(body))
    if not call.encrypted:
        if settings.mode == "safe":
            raise Refused("plain body in safe mode", 403)
        return Opened(outer, as_json)
    plain, key = _decrypt(outer, call, settings)
    inner, inner_json = _parse(plain)
    return Opened(inner, inner_json, key)


def seal(answer: str, opened: Opened, call: Call, settings: WeChat) -> str:
    """`answer` as the platform expects it: encrypted when the message was, with the same key."""
    if opened.key is None:
        return answer
    encrypt = _Sealer(base64.b64decode(opened.key + "=")).encrypt(answer, settings.appid).decode()
    signature = sign(settings.token, call.timestamp, call.nonce, encrypt)
    if opened.as_json:
        return json.dumps(
            {
                "Encrypt": encrypt,
                "MsgSignature": signature,
                "TimeStamp": int(call.timestamp),
                "Nonce": call.nonce,
            }
        )
    return (
        f"<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt>"
        f"<MsgSignature><![CDATA[{signature}]]></MsgSignature>"
        f"<TimeStamp>{call.timestamp}</TimeStamp>"
        f"<Nonce><![CDATA[{_NOT_XML.sub('', call.nonce).replace(']]>', '')}]]></Nonce></xml>"
    )


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8").strip().lstrip("\ufeff")
    except UnicodeDecodeError:
        raise Refused("not UTF-8", 400) from None


def _decrypt(outer: dict[str, Any], call: Call, settings: WeChat) -> tuple[str, str]:
    """The plain text and the key that opened it: the current one, else the previous."""
    encrypt = outer.get("Encrypt")
    if not isinstance(encrypt, str):
        raise Refused("nothing encrypted", 403)
    expected = sign(settings.token, call.timestamp, call.nonce, encrypt)
    if not hmac.compare_digest(expected.encode(), call.message_signature.encode()):
        raise Refused("wrong signature of the body", 403)
    for key in settings.aes_keys:
        try:
            plain = PrpCrypto(base64.b64decode(key + "=")).decrypt(encrypt, settings.appid)
        except Exception:
            continue
        return str(plain), key
    raise Refused("cannot be decrypted", 403)


def _parse(text: str) -> tuple[dict[str, Any], bool]:
    as_json = text.startswith("{")
    try:
        found = json.loads(text, strict=False) if as_json else _parse_xml(text)
    except (Exception, RecursionError):
        raise Refused("malformed", 400) from None
    if not isinstance(found, dict):
        raise Refused("not a message", 400)
    return found, as_json


def _parse_xml(text: str) -> Any:
    if _DOCTYPE.search(text):
        raise Refused("a document type", 400)
    return xmltodict.parse(_NOT_XML.sub("", text)).get("xml")
