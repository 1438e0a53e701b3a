"""Tables as CSV files that are safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.http import HttpResponse, StreamingHttpResponse

# What a spreadsheet takes for the start of a formula, also in full width and behind what it skips.
_FORMULA = re.compile(r"[\t\r\n]|[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹢﹣﹦﹫−]")
ROWS_AT_ONCE = 500
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes the file for Windows-1252


def csv_response(
    filename: str, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """A download of ``header`` and ``rows``. Text that could be a formula starts with an apostrophe."""
    response = HttpResponse(_BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    writer = csv.writer(response)
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return response


def csv_stream(
    filename: str, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """The same for any number of ``rows``: they leave as they come, and none is held back."""
    response = StreamingHttpResponse(_lines(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _lines(header: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Passed())
    yield _BYTE_ORDER_MARK + writer.writerow([safe_cell(cell) for cell in header])
    pieces = (writer.writerow([safe_cell(cell) for cell in row]) for row in rows)
    while piece := "".join(islice(pieces, ROWS_AT_ONCE)):
        yield piece


class _Passed:
    """A file for the writer that keeps nothing: what is written comes back."""

    def write(self, text: str) -> str:
        return text


def safe_cell(cell: object) -> object:
    """``cell`` as a spreadsheet may read it; numbers stay numbers."""
    if cell is None or isinstance(cell, int | float):
        return cell
    text = str(cell)
    return f"'{text}" if _FORMULA.match(text) else text
