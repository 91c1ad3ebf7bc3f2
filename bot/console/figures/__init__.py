"""The dashboard: volumes, times, breakdowns, the plan's seven tasks; the bot's switches."""

from bot.console.doors import Door, get, post
from bot.console.figures import dashboard, switches
from bot.staff.permissions import EXPORT, SEE_FIGURES, SWITCH_BOT

DOORS: tuple[Door, ...] = (
    get("/figures", dashboard.show, SEE_FIGURES),
    get("/figures/export/{kind}", dashboard.export, EXPORT),
    get("/switches", switches.show, SWITCH_BOT).for_province(),
    post("/switches", switches.switch, SWITCH_BOT).for_province(),
)
