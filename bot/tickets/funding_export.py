"""A funding list as a table (xlsx) and as a paper to sign (docx)."""

import io
from collections.abc import Sequence

from bot import sheet
from bot.centers.directory import Directory
from bot.money import yuan
from bot.sheet import Cell
from bot.tickets.funding import LISTS, STATES, rules
from bot.tickets.funding_records import FundingList, Nomination
from bot.tickets.periods import parse
from bot.tickets.words import IP_TYPES, place

HEADER = (
    "序号",
    "受理编号",
    "申请人",
    "所在地",
    "权利类型",
    "资助目的",
    "推荐理由",
    "申请金额（元）",
    "结果",
    "理由",
    "资助金额（元）",
)


def title(found: FundingList, directory: Directory) -> str:
    """What the list is called."""
    period = parse(found.period)
    when = period.name if period else found.period
    return f"{directory.by_id(found.unit).name}{when}维权援助资助项目推荐名单"


def rows(entries: Sequence[Nomination]) -> list[tuple[Cell, ...]]:
    """One line an entry, as in `HEADER`."""
    aims = rules()["aims"]
    return [
        (
            number,
            entry.ticket.number,
            entry.ticket.applicant_org or entry.ticket.applicant_name or "（未留）",
            place(entry.ticket.applicant_region),
            IP_TYPES.get(entry.ticket.ip_type or "", "（未定）"),
            aims.get(entry.aim, entry.aim),
            entry.reason,
            yuan(entry.asked_fen),
            STATES[entry.state],
            entry.why or "",
            yuan(entry.granted_fen),
        )
        for number, entry in enumerate(entries, start=1)
    ]


def as_xlsx(found: FundingList, entries: Sequence[Nomination], directory: Directory) -> bytes:
    """The list as a spreadsheet."""
    return sheet.xlsx(title(found, directory), HEADER, rows(entries))


def as_docx(found: FundingList, entries: Sequence[Nomination], directory: Directory) -> bytes:
    """The list as a document with a line to sign on."""
    from docx import Document
    from docx.enum.section import WD_ORIENT

    paper = Document()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    paper.add_heading(title(found, directory), level=1)
    paper.add_paragraph(f"状态：{LISTS[found.state]}；共 {len(entries)} 项。")
    table = paper.add_table(rows=1, cols=len(HEADER))
    table.style = "Table Grid"
    for cell, name in zip(table.rows[0].cells, HEADER, strict=True):
        cell.text = name
    for row in rows(entries):
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = "" if value is None else str(value)
    paper.add_paragraph("\n推荐单位（盖章）：              负责人：              年   月   日")
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()
