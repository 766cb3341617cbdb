"""Every kind of resume file is read, and every bad one gives one line and a hint."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from interview_cli.errors import UsageError
from interview_cli.resume import legacy_word
from interview_cli.resume.limits import MAX_BYTES
from interview_cli.resume.reader import read_file, read_stream, read_text
from tests.resume import rendering

RESUME = """\
Ada Byron
ada@example.org | +44 20 7946 0958 | London, UK

Experience

Engine Works Ltd                                        Mar 2019 - Jun 2023
Backend Engineer
• Wrote a scheduler in Python for 40 machines
• Moved reports to PostgreSQL

Skills
Python, PostgreSQL, Docker
"""
OLE_HEADER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def refusal(data: bytes, name: str, password: str | None = None) -> UsageError:
    with pytest.raises(UsageError) as raised:
        read_text(data, name, password)
    error = raised.value
    assert "\n" not in error.message
    assert error.hint
    assert "\n" not in error.hint
    return error


def blank_pdf(pages: int = 1) -> bytes:
    from pypdf import PdfWriter

    writer, buffer = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(612, 792)
    writer.write(buffer)
    return buffer.getvalue()


def locked_pdf(password: str, algorithm: str = "RC4-128") -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer, buffer = PdfWriter(PdfReader(io.BytesIO(rendering.to_pdf(RESUME)))), io.BytesIO()
    writer.encrypt(password, "owner", algorithm=algorithm)
    writer.write(buffer)
    return buffer.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# ---------------------------------------------------------------------- what is read


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (rendering.to_pdf(RESUME), "ada.pdf", "pdf"),
        (rendering.to_docx(RESUME), "ada.docx", "docx"),
        (rendering.to_odt(RESUME), "ada.odt", "odt"),
        (RESUME.encode(), "ada.txt", "text"),
        (RESUME.encode(), "ada.md", "text"),
        (b'{"basics": {"name": "Ada Byron"}}', "ada.json", "json"),
    ],
    ids=["pdf", "docx", "odt", "txt", "md", "json"],
)
def test_every_kind_is_read_with_and_without_its_extension(data: bytes, name: str, kind: str) -> None:
    for file_name in (name, "-", name.upper()):
        source = read_text(data, file_name)
        assert source.kind == kind
        assert "Ada Byron" in source.text
        assert source.warnings == ()
    assert read_text(data, name).pages == (1 if kind == "pdf" else None)


def test_a_date_at_the_right_margin_stays_on_its_line_in_a_pdf() -> None:
    line = next(
        line for line in read_text(rendering.to_pdf(RESUME), "ada.pdf").text.split("\n") if "Engine" in line
    )
    assert line.split("  ")[0] == "Engine Works Ltd"
    assert line.endswith("  Mar 2019 - Jun 2023")


def test_targets_of_links_are_added_to_a_pdf() -> None:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 800, "Ada Byron, backend engineer. LinkedIn, mail, example.org")
    for url in (
        "https://linkedin.com/in/ada",
        "mailto:ada@example.org?subject=hi",
        "https://example.org/",
        "file:///etc",
    ):
        canvas.linkURL(url, (72, 790, 200, 810))
    canvas.save()
    text = read_text(buffer.getvalue(), "ada.pdf").text
    assert text.endswith("Links:\nhttps://linkedin.com/in/ada\nada@example.org")


def test_tables_headers_and_footers_of_a_docx_are_read_in_order() -> None:
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ada Byron"
    document.sections[0].footer.paragraphs[0].text = "References on request"
    document.add_paragraph("Experience")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "2019 - 2023", "Engine Works Ltd\nBackend Engineer"
    table.cell(1, 0).text, table.cell(1, 1).text = "Python", "expert"
    inner = table.cell(1, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "since 2015"
    document.add_paragraph("Wrote a scheduler", style="List Bullet")
    buffer = io.BytesIO()
    document.save(buffer)
    lines = [line for line in read_text(buffer.getvalue(), "ada.docx").text.split("\n") if line]
    assert lines == [
        "Ada Byron",
        "Experience",
        "2019 - 2023",
        "Engine Works Ltd",
        "Backend Engineer",
        "Python",
        "expert",
        "since 2015",
        "• Wrote a scheduler",
        "References on request",
    ]


def test_text_boxes_and_links_of_a_docx_are_read_once() -> None:
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    box = (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        '<mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>ada@example.org</w:t></w:r></w:p>'
        "</w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>ada@example.org</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document = docx.Document()
    paragraph = document.add_paragraph("Ada Byron")
    paragraph._p.append(parse_xml(box))
    document.part.relate_to("https://github.com/ada", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    buffer = io.BytesIO()
    document.save(buffer)
    assert (
        read_text(buffer.getvalue(), "ada.docx").text
        == "Ada Byron\nada@example.org\n\n\nLinks:\nhttps://github.com/ada"
    )


def test_lists_tables_tabs_and_links_of_an_odt_are_read() -> None:
    from odfdo import Document, Element, Link, List, Paragraph, Table

    document = Document("text")
    document.body.clear()
    document.body.append(Paragraph("Ada\tByron   here", formatted=True))
    document.body.append(List(["Wrote a scheduler"]))
    table = Table("jobs")
    table.set_values([["2019", "Engine Works"]])
    document.body.append(table)
    linked = Paragraph("Home: ")
    linked.append(Link("https://example.org/ada", text="page"))
    document.body.append(linked)
    assert isinstance(document.body, Element)
    buffer = io.BytesIO()
    document.save(buffer)
    lines = [line for line in read_text(buffer.getvalue(), "ada.odt").text.split("\n") if line]
    assert lines == [
        "Ada\tByron   here",
        "• Wrote a scheduler",
        "2019    Engine Works",
        "Home: page",
        "Links:",
        "https://example.org/ada",
    ]


def test_an_odt_without_styles_is_read() -> None:
    namespaces = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.text"
    content = (
        f'<office:document-content xmlns:office="{namespaces}:office:1.0" xmlns:text="{namespaces}:text:1.0">'
        "<office:body><office:text><text:p>Ada Byron</text:p></office:text></office:body>"
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{namespaces}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    members = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    data = zipped({name: text.encode() for name, text in members.items()})
    assert read_text(data, "ada.odt").text.strip() == "Ada Byron"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_text_needs_no_warning(encoding: str) -> None:
    source = read_text("Zoë Müller\nKraków".encode(encoding), "zoe.txt")
    assert source.text == "Zoë Müller\nKraków"
    assert source.warnings == ()


def test_text_of_an_old_windows_is_read_with_a_warning() -> None:
    source = read_text("Zoë Müller – Köln".encode("cp1252"), "zoe.txt")
    assert source.text == "Zoë Müller – Köln"
    assert "Windows-1252" in source.warnings[0]


def test_an_unknown_ending_is_read_as_plain_text_with_a_warning() -> None:
    assert read_text(RESUME.encode(), "ada.xyz").warnings == (
        "ada.xyz has an unknown ending; it was read as plain text",
    )
    assert read_text(rendering.to_pdf(RESUME), "ada.xyz").warnings == ()


def test_a_fifo_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ada.txt")

    with pytest.raises(UsageError, match=r"ada\.txt is no ordinary file") as raised:
        read_file(tmp_path / "ada.txt")

    assert "standard input" in raised.value.hint


def test_escape_codes_controls_and_bidirectional_overrides_are_stripped() -> None:
    dirty = (
        "A\x1b[31mda\x1b[0m By\u202eron\u202c\x07 \x1b]0;title\x07x\x9b2Jy\u00a0z\u200b\r\nﬁne \uf0b7 bullet"
    )
    assert read_text(dirty.encode(), "ada.txt").text == "Ada Byron xy z\nfine • bullet"


# ---------------------------------------------------------------------- what is refused


@pytest.mark.parametrize("data", [b"", b" \n\t "], ids=["no bytes", "only spaces"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refusal(data, "ada.txt").message == "ada.txt is empty"


def test_a_scan_without_text_is_sent_to_character_recognition() -> None:
    error = refusal(blank_pdf(), "scan.pdf")
    assert error.message == "scan.pdf has no text: it is a scan or a picture"
    assert "OCR" in error.hint


def test_an_encrypted_pdf_asks_for_its_password_and_opens_with_it() -> None:
    data = locked_pdf("sesame")
    assert "--password" in refusal(data, "ada.pdf").hint
    assert refusal(data, "ada.pdf", "wrong").message == "the password does not open ada.pdf"
    assert "Ada Byron" in read_text(data, "ada.pdf", "sesame").text


def test_a_pdf_that_only_restricts_printing_needs_no_password() -> None:
    for password in (None, "superfluous"):
        assert "Ada Byron" in read_text(locked_pdf(""), "ada.pdf", password).text


def test_a_pdf_encrypted_with_aes_opens_where_cryptography_is_installed() -> None:
    pytest.importorskip("cryptography", reason="AES needs the package cryptography")
    data = locked_pdf("sesame", "AES-256")
    assert "--password" in refusal(data, "ada.pdf").hint
    assert "Ada Byron" in read_text(data, "ada.pdf", "sesame").text


def test_more_than_sixty_pages_are_refused() -> None:
    assert refusal(blank_pdf(61), "book.pdf").message == "book.pdf has 61 pages, more than 60"


def test_more_than_ten_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(UsageError, match="larger than 10 MB"):
        read_file(large)
    with pytest.raises(UsageError, match="larger than 10 MB"):
        read_stream(io.BytesIO(bytes(MAX_BYTES + 1)))
    assert refusal(b"a" * (MAX_BYTES + 1), "large.txt").message == "large.txt is larger than 10 MB"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        read_file(tmp_path / "nosuch.pdf")
    with pytest.raises(UsageError, match="is a folder"):
        read_file(tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_file(tmp_path / ("x" * 300))
    with pytest.raises(UsageError):
        read_file(Path("bad\x00name"))


@pytest.mark.parametrize(
    ("data", "name", "message", "hint"),
    [
        (
            rendering.to_pdf(RESUME),
            "ada.docx",
            "is a PDF document, not a Word document",
            "rename it to ada.pdf",
        ),
        (
            rendering.to_docx(RESUME),
            "ada.pdf",
            "is a Word document (DOCX), not a PDF document",
            "rename it to ada.docx",
        ),
        (rendering.to_odt(RESUME), "ada.doc", "is an OpenDocument text (ODT)", "rename it to ada.odt"),
        (RESUME.encode(), "ada.pdf", "is plain text, not a PDF document", "rename it to ada.txt"),
        (b'{"basics": {}}', "ada.txt", "is a JSON file, not plain text", "rename it to ada.json"),
    ],
    ids=["PDF", "DOCX", "ODT", "text", "JSON"],
)
def test_a_wrong_extension_is_told_by_the_content(data: bytes, name: str, message: str, hint: str) -> None:
    error = refusal(data, name)
    assert message in error.message
    assert error.hint == hint


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"{\\rtf1\\ansi Ada}", "an RTF document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "a picture (JPEG)"),
        (b"\x1f\x8b\x08" + bytes(40), "a gzip archive"),
        (b"<!DOCTYPE html><html><body>Ada</body></html>", "a web page"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "an Excel workbook"),
        (zipped({"ppt/presentation.xml": b"<x/>"}), "a presentation"),
        (zipped({"notes.txt": b"hello"}), "a ZIP archive"),
        (OLE_HEADER + "Workbook".encode("utf-16-le"), "an Excel workbook"),
        (bytes(range(256)) * 4, "a binary file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_kinds_of_files_are_named(data: bytes, what: str) -> None:
    assert what in refusal(data, "resume").message


@pytest.mark.parametrize("name", ["ada.pdf", "ada.docx", "ada.odt"])
def test_a_broken_file_is_called_broken(name: str) -> None:
    whole = {
        "ada.pdf": rendering.to_pdf(RESUME),
        "ada.docx": rendering.to_docx(RESUME),
        "ada.odt": rendering.to_odt(RESUME),
    }[name]
    for damaged in (whole[:200], whole[: len(whole) // 2], whole[:40] + bytes(60)):
        assert "ada" in refusal(damaged, name).message


def test_damaged_parts_of_documents_are_called_broken() -> None:
    content = "word/document.xml"
    original = zipfile.ZipFile(io.BytesIO(rendering.to_docx(RESUME)))
    for replacement in (b"<not-closed", b"", b"<a xmlns='urn:x'/>"):
        parts = {name: original.read(name) for name in original.namelist()} | {content: replacement}
        assert refusal(zipped(parts), "ada.docx").message.startswith("ada.docx ")
    assert "broken" in refusal(zipped({content: b"<w/>"}), "ada.docx").message
    text = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<not-closed"}
    assert "broken" in refusal(zipped(text), "ada.odt").message


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({"word/document.xml": bytes(51 * 2**20)})
    assert len(bomb) < 2**20
    assert refusal(bomb, "ada.docx").message == "ada.docx unpacks to more than 50 MB"
    crowd = zipped({f"word/{number}.xml": b"" for number in range(5_001)})
    assert "unpacks to more" in refusal(crowd, "ada.docx").message


def test_encrypted_office_documents_are_told_from_broken_ones() -> None:
    package = OLE_HEADER + "EncryptedPackage".encode("utf-16-le")
    assert refusal(package, "ada.docx").message == "ada.docx is encrypted"
    text = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": b"<manifest><encryption-data/></manifest>",
        "content.xml": b"\x01\x02",
    }
    assert refusal(zipped(text), "ada.odt").message == "ada.odt is encrypted"


def test_a_docx_without_a_word_is_refused() -> None:
    assert refusal(rendering.to_docx("   "), "ada.docx").message == "ada.docx has no text"


def test_wrong_json_names_the_place() -> None:
    assert refusal(b'{"basics": {"name": }}', "ada.json").message == (
        "ada.json is not valid JSON: Expecting value in line 1, column 21"
    )
    assert "not valid JSON" in refusal(b"Ada Byron, engineer", "ada.json").message
    assert "no JSON Resume" in refusal(b"[1, 2]", "ada.json").message
    assert "not valid JSON" in refusal(b'{"a":' * 100_000, "ada.json").message


@pytest.mark.parametrize(
    "inner",
    [b'{"a":' * 400 + b"1" + b"}" * 400, b"[" + b'"Go",' * 60_000 + b'"C"]', b"[" + b"[]," * 60_000 + b"[]]"],
    ids=["deep", "many texts", "many lists"],
)
def test_json_out_of_all_proportion_is_refused(inner: bytes) -> None:
    error = refusal(b'{"basics": {"name": "Ada", "x": ' + inner + b"}}", "ada.json")
    assert error.message == "ada.json holds more than 50000 values, or nests deeper than 50"


def test_an_archive_with_a_damaged_stream_is_called_broken() -> None:
    whole = bytearray(rendering.to_odt(RESUME))
    place = whole.index(b"META-INF/manifest.xml") + len("META-INF/manifest.xml")
    whole[place : place + 40] = b"\xff" * 40
    assert "is broken" in refusal(bytes(whole), "ada.odt").message


def test_an_unprintable_file_name_does_not_reach_the_message() -> None:
    assert refusal(b"", "a\x1b[31mda.txt").message == "a[31mda.txt is empty"


# ---------------------------------------------------------------------- old Word documents

OLD_WORD = OLE_HEADER + "WordDocument".encode("utf-16-le")


def converter(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of this name on PATH, in place of the one that may not be installed here."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin" if name == "sh" else str(folder))


def test_an_old_word_document_needs_a_converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    error = refusal(OLD_WORD, "ada.doc")
    assert "neither LibreOffice nor antiword" in error.message
    assert "DOCX" in error.hint


def test_antiword_converts_an_old_word_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    converter(tmp_path, "antiword", 'echo "Ada Byron, engineer: $1 $2 $3"; test -f "$5"', monkeypatch)
    assert read_text(OLD_WORD, "ada; rm -rf x.doc").text == "Ada Byron, engineer: -w 0 -m"


def test_libreoffice_converts_an_old_word_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = tmp_path / "ready.docx"
    ready.write_bytes(rendering.to_docx(RESUME))
    converter(tmp_path, "soffice", f"/bin/cp {ready} resume.docx", monkeypatch)
    assert "Ada Byron" in read_text(OLD_WORD, "ada.doc").text


def test_a_converter_that_fails_or_hangs_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    converter(tmp_path, "antiword", "exit 1", monkeypatch)
    assert "ada.doc is broken" in refusal(OLD_WORD, "ada.doc").message
    converter(tmp_path, "antiword", "/bin/sleep 30", monkeypatch)
    monkeypatch.setattr(legacy_word, "_TIMEOUT", 0.2)
    assert "took more than" in refusal(OLD_WORD, "ada.doc").message
