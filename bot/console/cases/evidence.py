"""Files of a ticket: what was brought, and the papers made from it, given as attachments."""

from urllib.parse import quote

from sqlalchemy import select
from starlette.responses import FileResponse, Response

from bot.console.visit import Visit
from bot.conversations import files
from bot.conversations.records import StoredFile
from bot.desk import sight
from bot.errors import NotFound
from bot.tickets import consultations
from bot.tickets.papers import content, making


def download(visit: Visit) -> Response:
    """One file of the ticket's evidence, by its hash."""
    ticket = sight.ticket(visit.session, visit.actor, visit.blank("number"))
    asked = visit.blank("sha256")
    opinions = [one.opinion_file or {} for one in consultations.of(visit.session, ticket)]
    known = [*ticket.evidence, *opinions]
    item = next((one for one in known if one.get("sha256") == asked), None)
    if item is None:
        raise NotFound("没有找到这个文件。")
    kind = visit.session.scalar(
        select(StoredFile.media_type).where(StoredFile.sha256 == asked).limit(1)
    )
    return give(visit, str(item.get("name") or "未命名文件"), asked, kind)


def give(visit: Visit, name: str, sha256: str, media_type: str | None) -> Response:
    """The bytes of a hash, never shown in the page.

    Raises:
        NotFound: they are not in the data folder.
    """
    place = files.path_of(visit.shared.settings.files_dir, sha256)
    if not place.exists():
        raise NotFound("没有找到这个文件。")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return FileResponse(place, media_type=media_type, headers=headers)


def paper(visit: Visit) -> Response:
    """A paper made from the ticket; without the identity where that is sealed."""
    ticket = sight.ticket(visit.session, visit.actor, visit.blank("number"))
    kind, form = visit.blank("paper"), visit.blank("form")
    if kind not in content.kinds_of(ticket, staff=True):
        raise NotFound("没有这种文书。")
    made = making.make(
        visit.session,
        ticket,
        kind,
        form,
        directory=visit.shared.directory,
        at=visit.now,
        full=not (ticket.protected or ticket.anonymous),
    )
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(made.name)}"}
    return Response(made.data, media_type=made.media_type, headers=headers)
