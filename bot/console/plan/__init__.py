"""What the plan asks for beside single matters: funding lists, experts, activities, agreements."""

from bot.console.doors import WITH_FILE, Door, get, post
from bot.console.plan import activities, agreements, experts, funding
from bot.staff.permissions import SEE_TICKETS, SUPERVISE, WORK_TICKETS

DOORS: tuple[Door, ...] = (
    get("/plan", funding.listing, SEE_TICKETS),
    get("/plan/funding", funding.listing, SEE_TICKETS),
    get("/plan/funding/{id}", funding.show, SEE_TICKETS),
    get("/plan/funding/{id}/export/{kind}", funding.export, SEE_TICKETS),
    post("/plan/funding/{id}/send", funding.send, SUPERVISE),
    post("/plan/funding/{id}/decide", funding.decide, SUPERVISE),
    post("/plan/funding/{id}/entries/{entry}/preselect", funding.preselect, SUPERVISE),
    post("/plan/funding/{id}/entries/{entry}/select", funding.select, SUPERVISE),
    get("/plan/experts", experts.listing, SEE_TICKETS),
    post("/plan/experts", experts.enrol, SUPERVISE),
    post("/plan/experts/{id}/strike", experts.strike, SUPERVISE),
    get("/plan/activities", activities.listing, SEE_TICKETS),
    post("/plan/activities", activities.plan, WORK_TICKETS),
    get("/plan/activities/{id}", activities.show, SEE_TICKETS),
    post("/plan/activities/{id}/state", activities.set_state, WORK_TICKETS),
    post("/plan/activities/{id}/propose", activities.propose, SUPERVISE),
    post("/plan/activities/{id}/support", activities.support, SUPERVISE),
    post("/plan/activities/{id}/register", activities.register, WORK_TICKETS),
    post("/plan/activities/{id}/attendance", activities.attendance, WORK_TICKETS),
    get("/plan/agreements", agreements.listing, SEE_TICKETS),
    post("/plan/agreements", agreements.draft, SUPERVISE),
    get("/plan/agreements/{id}", agreements.show, SEE_TICKETS),
    post("/plan/agreements/{id}/state", agreements.set_state, SUPERVISE),
    post("/plan/agreements/{id}/attach", agreements.attach, SUPERVISE, most=WITH_FILE),
    get("/plan/agreements/{id}/files/{sha256}", agreements.download, SEE_TICKETS),
)
