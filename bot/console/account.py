"""A colleague's own account: password, and the second factor on their phone."""

import segno
from starlette.responses import Response

from bot.console.doors import Door, get, post
from bot.console.visit import Visit
from bot.errors import Refused
from bot.staff import passwords, service, totp
from bot.staff.records import StaffAccount


def show(visit: Visit) -> Response:
    """Name, roles, password, authenticator."""
    account = visit.session.get_one(StaffAccount, visit.actor.id)
    secret = None if account.totp_secret else totp.new_secret()
    code = secret and segno.make(totp.address(secret, account.name), error="m")
    picture = code.svg_data_uri(scale=4, border=2) if code else None
    return visit.page("account.html", account=account, secret=secret, picture=picture)


def change_password(visit: Visit) -> Response:
    """A new password, given the old one; every session ends, this one too."""
    account = _proven(visit)
    new = visit.form.secret("password")
    if new != visit.form.secret("again"):
        raise Refused("两次输入的新密码不一样，没有改动。")
    service.set_password(visit.session, account, new, by=account.name, at=visit.now)
    return visit.go("/sign-in")


def bind(visit: Visit) -> Response:
    """Bind an authenticator once its first code fits."""
    account = _proven(visit)
    if account.totp_secret is not None:
        raise Refused("已经绑定了手机验证码；要换手机请先解除绑定。")
    secret, code = visit.form.secret("secret"), visit.form.secret("code")
    if len(secret) != len(totp.new_secret()):
        raise Refused("验证码不对，请刷新页面重新扫码。")
    service.confirm_totp(visit.session, account, secret, code, at=visit.now)
    return visit.go("/account", "totp_on")


def unbind(visit: Visit) -> Response:
    """Take the authenticator off."""
    account = _proven(visit)
    service.set_totp(visit.session, account, None, by=account.name, at=visit.now)
    return visit.go("/account", "totp_off")


def _proven(visit: Visit) -> StaffAccount:
    """The account, once the password was given again: an open screen must not be enough."""
    account = visit.session.get_one(StaffAccount, visit.actor.id)
    if not passwords.fits(account.password_hash, visit.form.secret("old")):
        raise Refused("现在的密码不对，没有改动。")
    return account


DOORS: tuple[Door, ...] = (
    get("/account", show),
    post("/account/password", change_password),
    post("/account/totp", bind),
    post("/account/totp/off", unbind),
)
