"""A paper as PDF. Chinese type: a TrueType font of Debian's, else Adobe's STSong-Light by name."""

import io
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from bot.tickets.papers.content import Paper

MEDIA_TYPE = "application/pdf"
# Fonts that can be put into the file; Noto's CJK fonts have outlines that the library cannot take.
FONTS = (
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/usr/share/fonts/truetype/arphic/uming.ttc"),
    Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"),
)
CID = "STSong-Light"
_INCH = 72.0
_LABEL, _VALUE = 1.5 * _INCH, 4.9 * _INCH


@lru_cache(maxsize=2)
def font(candidates: tuple[Path, ...] = FONTS) -> str:
    """The name of a registered font that has Chinese characters."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    for place in candidates:
        try:
            pdfmetrics.registerFont(TTFont("hotline-cjk", str(place)))
            return "hotline-cjk"
        except (TTFError, OSError):
            continue
    pdfmetrics.registerFont(UnicodeCIDFont(CID))
    return CID


def render(paper: Paper) -> bytes:
    """The document, with the number and the page at the foot of each page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        title=f"{paper.title} {paper.number}",
        author="12330",
        topMargin=0.9 * _INCH,
        bottomMargin=0.9 * _INCH,
    )
    foot = _foot(paper)
    document.build(_story(paper), onFirstPage=foot, onLaterPages=foot)
    return stream.getvalue()


def _foot(paper: Paper) -> Any:
    def draw(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(font(), 9)
        canvas.drawString(_INCH, 0.5 * _INCH, f"{paper.number}    {paper.made_on}")
        canvas.drawRightString(7.27 * _INCH, 0.5 * _INCH, f"第 {document.page} 页")
        canvas.restoreState()

    return draw


def _story(paper: Paper) -> list[Any]:
    from reportlab.platypus import Paragraph, Spacer

    story: list[Any] = [Paragraph(escape(paper.title), _style(18, centered=True)), Spacer(1, 14)]
    story.append(_table([(label, value) for label, value in paper.lines], (_LABEL, _VALUE)))
    if paper.text_label:
        story += [Spacer(1, 12), Paragraph(escape(paper.text_label), _style(12))]
        story += [
            Paragraph(escape(line) or "&nbsp;", _style(11)) for line in paper.text.split("\n")
        ]
    if paper.files:
        rows = [("序号", "文件名", "校验值（SHA-256）")]
        rows += [(str(n), name, sha) for n, (name, sha) in enumerate(paper.files, start=1)]
        widths = (0.6 * _INCH, 2.2 * _INCH, 3.6 * _INCH)
        story += [Spacer(1, 12), Paragraph("证据材料", _style(12)), _table(rows, widths)]
    story += [Spacer(1, 12), Paragraph(escape(paper.note), _style(9))]
    signature = f"{paper.sign}：________________　　日期：________________"
    return [*story, Spacer(1, 30), Paragraph(escape(signature), _style(11))]


def _style(size: int, *, centered: bool = False) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    # 1: centered. CJK: lines break between any two characters.
    return ParagraphStyle(
        f"s{size}{centered}",
        fontName=font(),
        fontSize=size,
        leading=size * 1.6,
        alignment=1 if centered else 0,
        wordWrap="CJK",
    )


def _table(rows: list[Any], widths: tuple[float, ...]) -> Any:
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table

    cells = [[Paragraph(escape(str(cell)), _style(10)) for cell in row] for row in rows]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    return Table(cells, colWidths=widths, style=style, repeatRows=0)
