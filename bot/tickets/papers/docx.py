"""A paper as DOCX, from the template that staff may change in Word (`knowledge/templates/`)."""

import io
from dataclasses import asdict
from pathlib import Path

from bot.errors import BadData
from bot.settings import ROOT
from bot.tickets.papers.content import EVIDENCE, TRANSFER, Paper

FOLDER = ROOT / "knowledge" / "templates"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render(paper: Paper, folder: Path = FOLDER) -> bytes:
    """The document.

    Raises:
        BadData: the template is missing or cannot be filled; says which.
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    place = folder / f"{_template(paper)}.docx"
    if not place.exists():
        raise BadData("no such template", path=place, remedy="run tools/make_templates.py")
    document = DocxTemplate(place)
    facts = {**asdict(paper), "lines": _pairs(paper.lines), "files": _files(paper)}
    try:
        # Escaped: what people write is text, never markup of the document.
        document.render(facts, autoescape=True)
    except TemplateError as error:
        remedy = "undo the last change of the template"
        raise BadData(f"cannot be filled: {error}", path=place, remedy=remedy) from None
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _template(paper: Paper) -> str:
    return {EVIDENCE: "evidence", TRANSFER: "letter"}.get(paper.kind, "form")


def _pairs(lines: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in lines]


def _files(paper: Paper) -> list[dict[str, str]]:
    return [
        {"no": str(number), "name": name, "sha256": sha256}
        for number, (name, sha256) in enumerate(paper.files, start=1)
    ]
