"""Reports as files: the same rows as a workbook and as a PDF, whatever people wrote into them."""

import io

import openpyxl
import pypdf

from kith.ui.reporting import Report, Table, pdfs, workbooks

ODD = ["=1+1", "#let x = 1 *bold* [a](b)", "a\x00b", "x" * 40_000, "Größe 🙂", "<b>", ""]
REPORT = Report(
    "What [was]: promised?",
    [
        Table("Files", ["Name", "n", "Share"], [[word, number, 0.5] for number, word in enumerate(ODD)]),
        Table("files", ["Empty"], []),
    ],
    ["Tarnside Pumps", "n = 7"],
)


def test_a_workbook_has_a_sheet_for_each_table_and_reckons_nothing_that_somebody_wrote():
    book = openpyxl.load_workbook(io.BytesIO(workbooks.workbook(REPORT)))
    assert book.sheetnames == ["Files", "files 2", "What was promised"]
    rows = list(book["Files"].iter_rows(values_only=True))
    assert rows[0] == ("Name", "n", "Share")
    assert rows[1] == ("=1+1", 0, 0.5)
    assert book["Files"]["A2"].data_type == "s"
    assert rows[3][0] == "ab"
    assert [row[0] for row in book["What was promised"].iter_rows(values_only=True)][1:] == list(REPORT.about)


def test_a_pdf_is_tagged_holds_every_row_and_takes_no_words_for_commands():
    reader = pypdf.PdfReader(io.BytesIO(pdfs.document(REPORT)))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert reader.metadata.title == REPORT.title
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for words in ("=1+1", "#let x = 1 *bold* [a](b)", "Größe", "<b>", "Tarnside Pumps", "n = 7", "0.5"):
        assert words in text


def test_a_wide_report_lies_on_its_side_and_a_long_one_repeats_its_head():
    head = [f"Column {n}" for n in range(6)]
    rows = [[f"{number}/{n}" for n in range(6)] for number in range(200)]
    reader = pypdf.PdfReader(io.BytesIO(pdfs.document(Report("Wide", [Table("All", head, rows)]))))
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height
    assert len(reader.pages) > 2
    assert all("Column 5" in page.extract_text() for page in reader.pages)


def test_spaces_that_hold_a_number_together_stay_in_a_workbook():
    table = Table("Sums", ["Sum"], [["GBP\u00a01\u202f250,50\x00"]])
    book = openpyxl.load_workbook(io.BytesIO(workbooks.workbook(Report("Sums", [table]))))
    assert book["Sums"]["A2"].value == "GBP\u00a01\u202f250,50"
