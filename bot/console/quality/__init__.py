"""How well the bot understands: gaps, corrections, confusion, votes, replays of candidates."""

from bot.console.doors import Door, get, post
from bot.console.quality import gaps, overview, readings, replaying
from bot.staff.permissions import (
    EDIT_KNOWLEDGE,
    REVIEW_KNOWLEDGE,
    SEE_QUALITY,
    SEE_TALKS,
)

DOORS: tuple[Door, ...] = (
    get("/quality", overview.show, SEE_QUALITY).thinking(),
    get("/quality/gaps", gaps.listing, SEE_QUALITY).thinking(),
    post("/quality/gaps/settle", gaps.settle, EDIT_KNOWLEDGE, REVIEW_KNOWLEDGE),
    post("/quality/gaps/suggest", gaps.suggest, SEE_TALKS),
    get("/quality/readings", readings.listing, SEE_QUALITY),
    post("/quality/readings/export", readings.export, SEE_QUALITY).for_province(),
    get("/quality/replays", replaying.listing, SEE_QUALITY).for_province(),
    post("/quality/replays", replaying.ask, SEE_QUALITY).for_province(),
    get("/quality/replays/{id}", replaying.show, SEE_QUALITY).for_province(),
)
