"""Files as they come from outside: honest ones are read, hostile ones are refused with a sentence."""

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from PIL import Image, PngImagePlugin

from kith.files import archive, extract, images
from kith.files.kind import SHEET, SLIDES, WORD, sniff

PDF_PAGE = b"BT /F1 12 Tf 72 700 Td (Harbour words) Tj ET"


def pdf_bytes() -> bytes:
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(PDF_PAGE), PDF_PAGE),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    return (
        data
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + (b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    )


@pytest.fixture
def word(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_heading("Tender", 1)
    document.add_paragraph("First words")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 1).text = "a1", "b1", "b2"
    table.cell(1, 0).add_table(1, 1).cell(0, 0).text = "inner"
    document.sections[0].header.paragraphs[0].text = "Head line"
    path = tmp_path / "a.docx"
    document.save(str(path))
    return path


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Prices"
    workbook.active.append(["Bolt", 2.5, None, "M8"])
    workbook.create_sheet("Notes")["B2"] = "late"
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    return path


def test_words_of_office_files_and_pdf(word: Path, sheet: Path, tmp_path: Path) -> None:
    assert extract.text_of(word, WORD) == extract.Extract("Tender\nFirst words\na1 | b1\ninner | b2\nHead line")
    assert extract.text_of(sheet, SHEET) == extract.Extract("Prices\nBolt | 2.5 | M8\nNotes\nlate")
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(pdf_bytes())
    assert extract.text_of(pdf, "application/pdf") == extract.Extract("Harbour words")


def test_words_of_text_and_markdown(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Größe\r\n".encode("cp1252"))
    assert extract.text_of(path, "text/plain") == extract.Extract("Größe")
    path.write_text("# A <!-- canary -->\n\n*b*")
    assert extract.text_of(path, "text/markdown") == extract.Extract("A\nb")
    assert extract.text_of(path, "image/png") == extract.Extract("", extract.NOT_READ)


def test_a_locked_pdf_is_noted_and_one_without_a_password_is_read(tmp_path: Path) -> None:
    for password, expected in (
        ("secret", extract.Extract("", extract.LOCKED)),
        ("", extract.Extract("Harbour words")),
    ):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_bytes()))
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
        path = tmp_path / "locked.pdf"
        writer.write(path)
        assert extract.text_of(path, "application/pdf") == expected


@pytest.mark.parametrize("media_type", [WORD, SHEET, "application/pdf", "text/plain", "text/markdown"])
def test_damaged_files_never_raise(media_type: str, word: Path, sheet: Path, tmp_path: Path) -> None:
    whole = {WORD: word.read_bytes(), SHEET: sheet.read_bytes()}.get(media_type, pdf_bytes())
    path = tmp_path / "broken"
    for data in (
        b"",
        b"\x00" * 99,
        whole[: len(whole) // 2],
        whole[:80] + b"\xff" * 40 + whole[120:],
        b"PK\x05\x06",
    ):
        path.write_bytes(data)
        assert isinstance(extract.text_of(path, media_type), extract.Extract)
    path.write_bytes(b"junk")
    if media_type in {WORD, SHEET, "application/pdf"}:
        assert extract.text_of(path, media_type).note == extract.DAMAGED
    assert extract.text_of(tmp_path / "missing", media_type).note == extract.DAMAGED


def test_zip_bombs_and_locked_office_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", b"0" * 20_000_000)
    assert "too large when unpacked" in extract.text_of(path, WORD).note
    with zipfile.ZipFile(path, "w") as bomb:
        for number in range(archive.MAX_MEMBERS + 1):
            bomb.writestr(f"{number}", b"")
    note = extract.text_of(path, SHEET).note
    assert note == "The file has more than 5,000 parts and was not read."
    assert note.translated(lambda words: f"<{words}>") == f"<{note}>"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert extract.text_of(path, WORD).note == extract.LOCKED


def test_endless_files_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workbook = openpyxl.Workbook()
    for row in range(40):
        workbook.active.append([row] * 10)
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    monkeypatch.setattr(extract, "MAX_CELLS", 100)
    taken = extract.text_of(path, SHEET)
    assert taken.note == "Only the first 100 cells are searched."
    assert len(taken.text.splitlines()) == 11
    pdf = tmp_path / "a.pdf"
    writer = pypdf.PdfWriter()
    for _ in range(4):
        writer.append(io.BytesIO(pdf_bytes()))
    writer.write(pdf)
    monkeypatch.setattr(extract, "MAX_PAGES", 2)
    taken = extract.text_of(pdf, "application/pdf")
    assert (taken.text.count("Harbour"), taken.note) == (2, "Only the first 2 pages are searched.")
    monkeypatch.setattr(extract, "MAX_CHARACTERS", 5)
    taken = extract.text_of(pdf, "application/pdf")
    assert (taken.text, taken.note) == ("Harbo", extract.SHORTENED)


def test_a_sheet_that_names_its_last_cell_only_is_read_in_bounds(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["XFD1048576"] = "far"
    path = tmp_path / "far.xlsx"
    workbook.save(path)
    assert extract.text_of(path, SHEET).note


def picture(format_: str, **options: object) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(stream, format_, **options)
    return stream.getvalue()


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "GIF", "WEBP"])
def test_pictures_are_known_by_their_content_and_shown(format_: str) -> None:
    kind = sniff(picture(format_), "anything.html")
    assert (kind.media_type, kind.safe_inline) == (f"image/{format_.lower()}", True)


@pytest.mark.parametrize(
    ("head", "name", "media_type", "served"),
    [
        (b"<html><script>x</script>", "a.png", "text/html", "application/octet-stream"),
        (b"<!-- x --> <!DOCTYPE html>", "a.jpg", "text/html", "application/octet-stream"),
        (b"\xef\xbb\xbf  <script>x", "a.txt", "text/html", "application/octet-stream"),
        ("<html>".encode("utf-16"), "a.txt", "text/html", "application/octet-stream"),
        (b"<svg onload='x'>", "a.png", "image/svg+xml", "application/octet-stream"),
        (b"<?xml version='1.0'?><!-- x --><svg xmlns='y'>", "a", "image/svg+xml", "application/octet-stream"),
        (b"<?xml version='1.0'?><x:svg xmlns:x='y'>", "a", "image/svg+xml", "application/octet-stream"),
        (b"<?xml version='1.0'?><a/>", "a", "application/xml", "application/octet-stream"),
        (b"%PDF-1.7", "a.png", "application/pdf", "application/pdf"),
        (b"\x00\x00\x00\x1cftypavif", "a.avif", "image/avif", "image/avif"),
        (b"--- x", "a.HTML", "text/html", "application/octet-stream"),
        (b"plain words", "a.png", "text/plain", "text/plain"),
        (b"# head <b>x</b>", "a.md", "text/markdown", "text/markdown"),
        (b"\x01\x02\x03", "a.txt", "application/octet-stream", "application/octet-stream"),
        (b"", "a.png", "text/plain", "text/plain"),
    ],
)
def test_nothing_that_can_act_is_shown_in_a_page(head: bytes, name: str, media_type: str, served: str) -> None:
    kind = sniff(head, name)
    assert (kind.media_type, kind.served_as, kind.safe_inline) == (media_type, served, False)


def test_office_files_are_told_apart_by_content(word: Path, sheet: Path, tmp_path: Path) -> None:
    assert sniff(word.read_bytes()[:8192], "a.zip").media_type == WORD
    assert sniff(sheet.read_bytes()[:8192], "a.docx").media_type == SHEET
    slides = tmp_path / "a.pptx"
    with zipfile.ZipFile(slides, "w") as parts:
        parts.writestr("[Content_Types].xml", b"")
        parts.writestr("ppt/presentation.xml", b"")
    assert sniff(slides.read_bytes(), "a").media_type == SLIDES
    with zipfile.ZipFile(slides, "w") as parts:
        parts.writestr("a.txt", b"")
    assert sniff(slides.read_bytes(), "a.docx").media_type == "application/zip"


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
def test_metadata_goes_and_the_picture_stands_upright(format_: str, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "CANARY", 6  # a description, and "turned by a quarter"
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_bytes(picture(format_, exif=exif) + b"CANARY behind the picture")
    assert b"CANARY" in source.read_bytes()
    assert images.clean(source, target) == (20, 30)
    assert b"CANARY" not in target.read_bytes()
    with Image.open(target) as cleaned:
        assert (cleaned.format, cleaned.size, dict(cleaned.getexif())) == (format_, (20, 30), {})


def test_a_picture_whose_words_say_that_it_is_turned_stands_upright(tmp_path: Path) -> None:
    words = PngImagePlugin.PngInfo()
    xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6" note="CANARY"/></x:xmpmeta>'
    words.add_itxt("XML:com.adobe.xmp", xmp, zip=True)
    source, target = tmp_path / "in", tmp_path / "out"
    Image.new("RGB", (30, 20)).save(source, "PNG", pnginfo=words)
    assert images.clean(source, target) == (20, 30)


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("junk", [b"Exif\0\0CANARY", b"II", b"MM\0*\0\0\0\x08\0\xff"])
def test_a_picture_with_unreadable_exif_is_kept_without_it(format_: str, junk: bytes, tmp_path: Path) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    Image.new("RGB", (30, 20)).save(source, format_, exif=junk)
    assert images.clean(source, target) == (30, 20)
    assert b"CANARY" not in target.read_bytes()


def test_images_that_are_none_or_too_large_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    for data in (b"", b"<svg/>", picture("GIF"), picture("PNG")[:60]):
        source.write_bytes(data)
        with pytest.raises(images.Refused):
            images.clean(source, target)
    source.write_bytes(picture("PNG"))
    monkeypatch.setattr(images, "MAX_PIXELS", 100)
    with pytest.raises(images.Refused, match="pixels"):
        images.clean(source, target)
    assert not target.exists()


def test_a_picture_that_states_a_vast_size_is_refused(tmp_path: Path) -> None:
    data = bytearray(picture("PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    source = tmp_path / "in"
    source.write_bytes(bytes(data))
    with pytest.raises(images.Refused):
        images.clean(source, tmp_path / "out")


@pytest.mark.parametrize(
    ("name", "head", "media_type"),
    [
        ("a.mp3", b"ID3\x04\x00", "audio/mpeg"),
        ("a.mp3", b"\xff\xfb\x90\x64", "audio/mpeg"),
        ("a.bin", b"\xff\xfb\x90\x64\x00\x01", "application/octet-stream"),
        ("a.wav", b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
        ("a.ogg", b"OggS\x00\x02", "audio/ogg"),
        ("a.flac", b"fLaC\x00", "audio/flac"),
        ("a.m4a", b"\x00\x00\x00\x20ftypM4A \x00", "audio/mp4"),
        ("a.mp4", b"\x00\x00\x00\x20ftypisom\x00", "video/mp4"),
        ("a.weba", b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "audio/webm"),
        ("a.vtt", b"WEBVTT\n\n", "text/vtt"),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nHello\n", "application/x-subrip"),
        ("a.vtt", b"<html>WEBVTT", "text/html"),
    ],
)
def test_recordings_and_transcripts_are_told_by_their_content(name, head, media_type):
    found = sniff(head, name)
    assert (found.media_type, found.safe_inline) == (media_type, False)
