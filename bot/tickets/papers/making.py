"""Making a paper: content, form, file name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.centers.directory import Directory
from bot.errors import NotFound
from bot.tickets.papers import docx, pdf
from bot.tickets.papers.content import TITLES, paper
from bot.tickets.records import Ticket

FORMS = {"docx": docx.MEDIA_TYPE, "pdf": pdf.MEDIA_TYPE}


@dataclass(frozen=True)
class Made:
    """A file ready to be given."""

    name: str
    media_type: str
    data: bytes


def make(
    session: Session,
    ticket: Ticket,
    kind: str,
    form: str,
    *,
    directory: Directory,
    at: datetime,
    full: bool,
) -> Made:
    """One paper as a file.

    Args:
        session: where the trail is read.
        ticket: whose; that the caller may see it is checked before.
        kind: `application`, `complaint`, `evidence` or `transfer`.
        form: `docx` or `pdf`.
        directory: the units' names.
        at: the present.
        full: with the person's identity.
    Raises:
        NotFound: no such kind or form. Refused: there is nothing to put into it.
    """
    if form not in FORMS:
        raise NotFound("没有这种格式。")
    content = paper(session, ticket, kind, directory=directory, at=at, full=full)
    data = docx.render(content) if form == "docx" else pdf.render(content)
    return Made(f"{TITLES[kind]}-{ticket.number}.{form}", FORMS[form], data)
