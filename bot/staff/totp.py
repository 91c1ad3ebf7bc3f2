"""The second factor: six digits of a phone's authenticator, each usable once."""

from datetime import datetime

import pyotp

STEP = 30
ISSUER = "湖南12330"


def new_secret() -> str:
    """A secret for an authenticator."""
    return pyotp.random_base32()


def address(secret: str, name: str) -> str:
    """What the QR code holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: datetime, *, after: int | None) -> int | None:
    """The time step a code belongs to, one step of drift allowed; `None` when it does not fit.

    Args:
        secret: the account's secret.
        code: what was typed.
        at: the present.
        after: the newest step that was used; codes up to it are spent.
    """
    typed = code.replace(" ", "")
    now = int(at.timestamp()) // STEP
    for step in (now - 1, now, now + 1):
        fits = pyotp.TOTP(secret).verify(typed, for_time=step * STEP)
        if fits and (after is None or step > after):
            return step
    return None
