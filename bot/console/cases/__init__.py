"""Tickets: list, search, bulk assignment, one ticket with everything that can be done to it."""

from bot.console.cases import acting, evidence, listing, page
from bot.console.doors import WITH_FILE, Door, get, post
from bot.staff.permissions import EXPORT, REVEAL, SEE_TICKETS, SUPERVISE, WORK_TICKETS

_WORK = (WORK_TICKETS, SUPERVISE)
DOORS: tuple[Door, ...] = (
    get("/tickets", listing.show, SEE_TICKETS),
    get("/tickets/export/{kind}", listing.export, EXPORT),
    post("/tickets/assign", acting.assign_many, SUPERVISE),
    post("/tickets/filters", listing.save_filter, SEE_TICKETS),
    post("/tickets/filters/drop", listing.drop_filter, SEE_TICKETS),
    get("/tickets/{number}", page.show, SEE_TICKETS),
    post("/tickets/{number}/do/{verb}", acting.move, *_WORK, most=WITH_FILE),
    post("/tickets/{number}/reveal", page.reveal, REVEAL),
    get("/tickets/{number}/files/{sha256}", evidence.download, SEE_TICKETS),
    get("/tickets/{number}/papers/{paper}/{form}", evidence.paper, SEE_TICKETS),
)
