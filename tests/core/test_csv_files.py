import csv
import io

import pytest

from forum.core.csv_files import csv_response, safe_cell


def read(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_file_holds_its_rows_and_names_itself():
    response = csv_response("tiktok.csv", ["Status", "Count"], [("Using", 5), ("Name, reserved", 0)])

    assert read(response) == [["Status", "Count"], ["Using", "5"], ["Name, reserved", "0"]]
    assert response.headers["Content-Disposition"] == 'attachment; filename="tiktok.csv"'
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "  =1",
        "\u00a0=1",
        "\u200b=1",
        "＝1",
        "＋1",
        "－1",
        "＠A1",
        "−1",
    ],
)
def test_text_that_could_be_a_formula_is_only_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["Using", "a=b", "2026-11-03", "", "é", -5, 0.25, None])
def test_other_cells_stay_as_they_are(cell):
    assert safe_cell(cell) == cell
