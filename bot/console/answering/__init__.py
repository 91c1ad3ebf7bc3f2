"""The knowledge base: entries, drafts, preview and trial, review by a second person, versions."""

from bot.console.answering import entries, reviewing, trying, writing
from bot.console.doors import Door, get, post
from bot.staff.permissions import EDIT_KNOWLEDGE, REVIEW_KNOWLEDGE, SEE_KNOWLEDGE

DOORS: tuple[Door, ...] = (
    get("/knowledge", entries.listing, SEE_KNOWLEDGE).thinking(),
    get("/knowledge/try", trying.ask, SEE_KNOWLEDGE).thinking(),
    get("/knowledge/new", writing.new, EDIT_KNOWLEDGE).thinking(),
    get("/knowledge/export", entries.export, EDIT_KNOWLEDGE, REVIEW_KNOWLEDGE),
    post("/knowledge/draft", writing.draft, EDIT_KNOWLEDGE),
    get("/knowledge/entries/{entry}", entries.show, SEE_KNOWLEDGE).thinking(),
    get("/knowledge/entries/{entry}/edit", writing.edit, EDIT_KNOWLEDGE).thinking(),
    post("/knowledge/entries/{entry}/retire", writing.retire, EDIT_KNOWLEDGE).thinking(),
    post("/knowledge/entries/{entry}/roll-back", reviewing.roll_back, REVIEW_KNOWLEDGE)
    .for_province()
    .thinking(),
    get("/knowledge/versions/{id}", reviewing.show, SEE_KNOWLEDGE).thinking(),
    post("/knowledge/versions/{id}/submit", writing.submit, EDIT_KNOWLEDGE),
    post("/knowledge/versions/{id}/reject", reviewing.reject, REVIEW_KNOWLEDGE).for_province(),
    post("/knowledge/versions/{id}/publish", reviewing.publish, REVIEW_KNOWLEDGE)
    .for_province()
    .thinking(),
)
