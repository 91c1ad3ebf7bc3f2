"""Who calls: the program of the key in the `Authorization` header."""

from sqlalchemy.orm import Session
from starlette.requests import Request

from bot.errors import Refused
from bot.staff import keys
from bot.staff.keys import Program


class NoKey(Refused):
    """There is no key in the call."""


class ReadOnly(Refused):
    """The key may read, but not act."""


def caller(session: Session, request: Request, *, act: bool = False) -> Program:
    """The program that calls.

    Raises:
        NoKey, BadKey: no key, or not a good one. ReadOnly: it wants to act and may not.
    """
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise NoKey("请带上密钥：Authorization: Bearer …")
    program = keys.program(session, key.strip())
    if act and not program.may_act:
        raise ReadOnly("这个密钥只能读取，不能操作。")
    return program
