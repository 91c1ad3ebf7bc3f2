"""Tables for people to open elsewhere: xlsx and CSV. A cell is never a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float | None
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60


def xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a bold, frozen header."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _sheet_name(title)
    widths = [_width(name) for name in header]
    for line, row in enumerate([header, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(line, column)
            cell.value = _clean(value) if isinstance(value, str) else value
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if isinstance(value, str):
                # Otherwise a text that begins with = would be a formula.
                cell.data_type = "s"
            widths[column - 1] = max(widths[column - 1], _width(value))
    for column, width in enumerate(widths, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, _WIDEST)
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The same as CSV with a mark that makes Excel read it as UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _harmless(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def _clean(text: str) -> str:
    return "".join(c for c in text if c >= " " or c in "\n\t")


def _sheet_name(title: str) -> str:
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "Sheet1"


def _width(value: Cell) -> int:
    longest = max(str(value or "").split("\n"), key=len)
    return sum(2 if ord(c) > 0x2E80 else 1 for c in longest)
