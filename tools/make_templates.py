"""Make the Word templates of `knowledge/templates/` anew: form, evidence list, letter.

Staff may change them in Word afterwards; the blanks in double braces are filled by the program.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FOLDER = Path(__file__).resolve().parent.parent / "knowledge" / "templates"
FONT = "宋体"


def _new() -> Any:
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("{{ title }}")
    run.bold, run.font.size = True, Pt(18)
    return document


def _table(document: Any, header: list[str], loop: str, cells: list[str]) -> None:
    table = document.add_table(rows=0, cols=len(cells))
    table.style = "Table Grid"
    if header:
        for cell, name in zip(table.add_row().cells, header, strict=True):
            cell.paragraphs[0].add_run(name).bold = True
    for row in ([f"{{%tr for {loop} %}}"], cells, ["{%tr endfor %}"]):
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text


def _end(document: Any) -> None:
    document.add_paragraph("{{ note }}").runs[0].font.size = Pt(9)
    document.add_paragraph()
    document.add_paragraph("{{ sign }}：________________    日期：________________")
    document.add_paragraph("{{ number }}    {{ made_on }}").runs[0].font.size = Pt(9)


def _lines(document: Any) -> None:
    _table(document, [], "line in lines", ["{{ line.label }}", "{{ line.value }}"])
    document.add_paragraph()


def _text(document: Any) -> None:
    document.add_paragraph().add_run("{{ text_label }}").bold = True
    document.add_paragraph("{{ text }}")


def _files(document: Any) -> None:
    document.add_paragraph().add_run("证据材料").bold = True
    cells = ["{{ file.no }}", "{{ file.name }}", "{{ file.sha256 }}"]
    _table(document, ["序号", "文件名", "校验值（SHA-256）"], "file in files", cells)


def main() -> None:
    """Write the three templates."""
    FOLDER.mkdir(exist_ok=True)
    for name, parts in {
        "form": (_lines, _text, _files),
        "evidence": (_lines, _files),
        "letter": (_lines, _text),
    }.items():
        document = _new()
        for part in parts:
            part(document)
        _end(document)
        document.save(str(FOLDER / f"{name}.docx"))


if __name__ == "__main__":
    main()
