"""The turn of a talk: taken over, answered, given on, handed back; and notes beside it."""

from starlette.responses import Response

from bot.console.doors import WITH_FILE
from bot.console.visit import Visit
from bot.conversations import files, handoff, notes
from bot.conversations.records import StoredFile
from bot.desk import sight
from bot.errors import Refused
from bot.staff import queries as staff_queries

MOST = WITH_FILE
LONGEST_REPLY = 2000


def claim(visit: Visit) -> Response:
    """Take over, from the queue or from the bot."""
    handoff.claim(visit.session, _id(visit), visit.actor, at=visit.now)
    return _back(visit, "claimed")


def reply(visit: Visit) -> Response:
    """Say something to the person, with a file where one was chosen."""
    talk_id, text = _id(visit), visit.form.text("text", most=LONGEST_REPLY)
    attached = _attach(visit, talk_id)
    if not text and not attached:
        raise Refused("请先写回复。没有发出。")
    text = text or "请查看附件。"
    handoff.reply(
        visit.session, talk_id, visit.actor, text, at=visit.now, attachments=tuple(attached)
    )
    return _back(visit)


def _attach(visit: Visit, talk_id: str) -> list[dict[str, object]]:
    upload = visit.form.upload
    if upload is None:
        return []
    sight.talk(visit.session, visit.actor, talk_id)
    folder = visit.shared.settings.files_dir
    kept = files.keep(visit.session, upload.data, upload.name, talk_id, folder, visit.now)
    file = visit.session.get_one(StoredFile, kept["file_id"])
    return [files.as_attachment(file)]


def release(visit: Visit) -> Response:
    """Give it back to the queue."""
    handoff.release(visit.session, _id(visit), visit.actor, at=visit.now)
    return _back(visit, "released")


def reassign(visit: Visit) -> Response:
    """Hand it to a colleague."""
    staff_id = visit.form.number("staff_id")
    if staff_id is None:
        raise Refused("请选择转给哪位同事。没有改动。")
    to = staff_queries.actor(visit.session, staff_id)
    handoff.reassign(visit.session, _id(visit), visit.actor, to, at=visit.now)
    return _back(visit, "reassigned")


def hand_back(visit: Visit) -> Response:
    """Let the bot go on, with the question it was at where the colleague left it in."""
    why = visit.form.line("why") or visit.form.line("reason")
    if not why:
        raise Refused("请选择或写明结果，同事以后要看。没有改动。")
    question = visit.form.text("question") or None
    handoff.hand_back(
        visit.session, _id(visit), visit.actor, at=visit.now, why=why, question=question
    )
    return _back(visit, "handed_back")


def note(visit: Visit) -> Response:
    """Leave a note that only colleagues see."""
    text = visit.form.text("text", most=notes.LONGEST)
    notes.write(visit.session, _id(visit), visit.actor, text, at=visit.now)
    return _back(visit, "noted")


def _id(visit: Visit) -> str:
    return visit.blank("id")


def _back(visit: Visit, done: str = "") -> Response:
    return visit.go(f"/talks/{_id(visit)}", done, tab=visit.form.line("tab") or "mine")
