"""Conversations: the live queue, the transcript, taking over, answering, handing back."""

from bot.console.doors import Door, get, post
from bot.console.talks import correcting, filing, listing, page, turns
from bot.staff.permissions import CORRECT_READING, SEE_TALKS, TALK, WORK_TICKETS

DOORS: tuple[Door, ...] = (
    get("/talks", listing.show, SEE_TALKS),
    get("/talks/{id}", page.show, SEE_TALKS).thinking(),
    get("/talks/{id}/files/{file}", page.download, SEE_TALKS),
    post("/talks/{id}/claim", turns.claim, TALK),
    post("/talks/{id}/reply", turns.reply, TALK, most=turns.MOST),
    post("/talks/{id}/release", turns.release, TALK),
    post("/talks/{id}/reassign", turns.reassign, TALK),
    post("/talks/{id}/hand-back", turns.hand_back, TALK),
    post("/talks/{id}/note", turns.note, TALK),
    post("/talks/{id}/reading", correcting.correct, CORRECT_READING),
    post("/talks/{id}/ticket", filing.open_ticket, WORK_TICKETS),
    post("/talks/{id}/link", filing.link, WORK_TICKETS),
)
