"""The house itself: notices to a colleague, accounts, the staff's trail, the bot's switches."""

from bot.console.doors import Door, get, post
from bot.console.house import accounts, audit, notices
from bot.staff.permissions import MANAGE_STAFF, SEE_AUDIT

DOORS: tuple[Door, ...] = (
    get("/notices", notices.listing),
    post("/notices/read", notices.read),
    get("/staff", accounts.listing, MANAGE_STAFF),
    post("/staff", accounts.add, MANAGE_STAFF),
    get("/staff/{id}", accounts.show, MANAGE_STAFF),
    post("/staff/{id}/grant", accounts.grant, MANAGE_STAFF),
    post("/staff/{id}/revoke", accounts.revoke, MANAGE_STAFF),
    post("/staff/{id}/password", accounts.password, MANAGE_STAFF),
    post("/staff/{id}/totp", accounts.unbind, MANAGE_STAFF),
    post("/staff/{id}/switch", accounts.switch, MANAGE_STAFF),
    get("/audit", audit.listing, SEE_AUDIT),
)
