"""PDF files that loop, swell, lie and break off; each says in its name what it does."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

from tests.hostile.texts import EVERYTHING, MARK

Objects = dict[int, bytes]

_TEXT = b"BT /F1 12 Tf 50 700 Td (Jane Baker, engineer at Acme since 2019, wrote services in Go) Tj ET"


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"", root: int = 1) -> bytes:
    """A file of these objects with a right table of places, and more in its trailer."""
    out = BytesIO()
    out.write(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    size = max(objects) + 1
    out.write(b"xref\n0 %d\n" % size)
    for number in range(size):
        used = number in places
        out.write(b"%010d %05d %s \n" % (places.get(number, 0), 0 if used else 65535, b"n" if used else b"f"))
    out.write(
        b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start)
    )
    return out.getvalue()


def stream(data: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    """A stream object."""
    told = len(data) if length is None else length
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (told, entries, data)


def page_of(content: bytes = _TEXT, **changed: bytes) -> Objects:
    """The objects of a file with one page; `o5=...` puts another body in place of object 5."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        4: stream(content),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    return objects | {int(name[1:]): body for name, body in changed.items()}


def _page(more: bytes) -> bytes:
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> %s >> >>" % more
    )


def _flate(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def _zeros(megabytes: int) -> bytes:
    """So many megabytes of nothing, packed; made of one packed megabyte over and over, which is quick."""
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (megabytes - 1) + packer.flush()


def _forms(levels: int, calls: int, first: int = 10) -> Objects:
    """Forms that each draw the next one several times: `calls` to the power of `levels` in all."""
    forms = {}
    for level in range(levels):
        following = first + level + 1
        drawn = b"/F Do " * calls if level < levels - 1 else _TEXT
        resources = b"/Resources << /Font << /F1 5 0 R >> /XObject << /F %d 0 R >> >>" % following
        forms[first + level] = stream(drawn, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources)
    forms[first + levels] = stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return forms


def _spelled(cmap: bytes) -> Objects:
    """A page whose font says by this map what its codes mean."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    head = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    ranges = b"1 begincodespacerange <00> <FF> endcodespacerange\n"
    return page_of(o5=font, o6=stream(head + ranges + cmap + b"\nendcmap end end"))


def _meaning(text: str) -> bytes:
    """A map by which the letters of the alphabet stand for what is no letter at all."""
    pairs = zip(range(ord("a"), ord("z") + 1), text, strict=False)
    lines = [b"<%02X> <%s>" % (code, char.encode("utf-16-be").hex().encode()) for code, char in pairs]
    return b"%d beginbfchar\n%s\nendbfchar" % (len(lines), b"\n".join(lines))


def _linked(target: bytes) -> Objects:
    annotation = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI %s >> >>" % target
    return page_of(o3=_page(b"")[:-3] + b" /Annots [6 0 R] >>", o6=annotation)


def _crossed_tables() -> bytes:
    whole = pdf(page_of())
    place = whole.rindex(b"xref\n0")
    return whole.replace(b">>\nstartxref", b"/Prev %d >>\nstartxref" % place)


def _tables_in_a_circle() -> bytes:
    body = pdf(page_of())[: pdf(page_of()).rindex(b"xref\n0")]
    second = len(body) + 100
    first = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n" % second
    again = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n" % len(body)
    return body + first.ljust(100) + again + b"startxref\n%d\n%%%%EOF\n" % len(body)


def _table_as_stream(entries: bytes, data: bytes) -> bytes:
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in page_of().items())
    table = stream(zlib.compress(data), b"/Type /XRef /Root 1 0 R /Filter /FlateDecode " + entries)
    return body + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(body))


def _many(count: int) -> bytes:
    """Objects by the hundred thousand and no table of places, so that all have to be looked for."""
    body = pdf(page_of())[: pdf(page_of()).rindex(b"xref\n0")]
    return (
        body
        + b"".join(b"%d 0 obj null endobj\n" % number for number in range(10, count))
        + (b"trailer << /Size %d /Root 1 0 R >>\n" % count)
    )


def _objects_in_a_stream(count: int) -> bytes:
    heads = b" ".join(b"%d %d" % (number + 10, 2 * number) for number in range(count))
    data = zlib.compress(heads + b" " + b"0 " * count)
    entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode /Extends 6 0 R" % (count, len(heads) + 1)
    return pdf(page_of(o6=stream(data, entries), o3=b"10 0 R"))


def _pages_in_pages(depth: int) -> bytes:
    objects = page_of()
    for level in range(depth):
        inner = level + 11 if level < depth - 1 else 3
        objects[level + 10] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent 2 0 R >>" % inner
    objects[2] = b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>"
    return pdf(objects)


def _damaged(seed: int) -> bytes:
    """A good file with bytes changed, cut out and doubled at random."""
    from tests.resume.rendering import to_pdf

    noise = random.Random(seed)
    data = bytearray(to_pdf("Jane Baker\nEngineer, Acme Ltd, 2019 - 2020\nGo, Python, SQL\n" * 10))
    for _ in range(noise.randint(1, 40)):
        place = noise.randrange(len(data))
        match noise.randrange(3):
            case 0:
                data[place] = noise.randrange(256)
            case 1:
                del data[place : place + noise.randint(1, 30)]
            case _:
                data[place:place] = data[place : place + noise.randint(1, 30)]
    return bytes(data)


def _cut(share: float) -> bytes:
    whole = pdf(page_of())
    return whole[: int(len(whole) * share)]


def _locked(password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(page_of()))))
    writer.encrypt(password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


# What each has to end as: those that are refused in any case, and those that hold something to read.
REFUSED: dict[str, Callable[[], bytes]] = {
    "pages-that-hold-themselves": lambda: pdf(
        page_of(o2=b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>")
    ),
    "two-page-nodes-in-a-circle": lambda: pdf(
        page_of(
            o2=b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>",
            o6=b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
        )
    ),
    "sixty-one-times-the-same-page": lambda: pdf(
        page_of(o2=b"<< /Type /Pages /Kids [%s] /Count 61 >>" % (b"3 0 R " * 61))
    ),
    "a-catalogue-that-is-itself": lambda: pdf(page_of(o1=b"1 0 R")),
    "pages-that-are-a-number": lambda: pdf(page_of(o2=b"42")),
    "locked-with-a-password": lambda: _locked("secret"),
    "locked-with-nonsense": lambda: pdf(
        page_of(o6=b"<< /Filter /Standard /V 5 /R 6 /Length 99999999 /O (x) /U (y) /P -1 >>"),
        b"/Encrypt 6 0 R /ID [(a) (b)]",
    ),
    "a-form-that-draws-itself": lambda: pdf(
        page_of(b"/F Do", o3=_page(b"/XObject << /F 6 0 R >>"))
        | {
            6: stream(
                b"/F Do",
                b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 6 0 R >> >>",
            )
        }
    ),
    "a-gigabyte-of-nothing-packed": lambda: pdf(page_of(o4=stream(_zeros(1024), b"/Filter /FlateDecode"))),
    "a-gigabyte-packed-twice": lambda: pdf(
        page_of(o4=stream(_flate(_zeros(1024)), b"/Filter [/FlateDecode /FlateDecode]"))
    ),
    "hexadecimal-a-thousand-times": lambda: pdf(
        page_of(o4=stream(b"41>" * 100_000, b"/Filter [%s]" % (b"/ASCIIHexDecode " * 1_000)))
    ),
    "runs-of-a-hundred-megabytes": lambda: pdf(
        page_of(o4=stream(b"\x81(" * 800_000, b"/Filter /RunLengthDecode"))
    ),
    "only-the-header": lambda: b"%PDF-1.7\n",
    "a-header-and-noise": lambda: b"%PDF-1.7\n" + random.Random(5).randbytes(50_000),
    "a-megabyte-of-open-brackets": lambda: pdf(page_of(o2=b"[" * 1_000_000)),
    "a-megabyte-of-open-dictionaries": lambda: pdf(page_of(o2=b"<< /A " * 200_000)),
    "a-string-of-a-million-brackets": lambda: pdf(page_of(o2=b"(" * 1_000_000)),
    "a-stream-of-objects-that-holds-itself": lambda: _table_as_stream(
        b"/Size 10 /W [1 2 1] /Index [0 10]", bytes([2, 0, 9, 0]) * 10
    ),
    "objects-in-a-stream-by-the-hundred-thousand": lambda: _objects_in_a_stream(100_000),
    "a-long-content-drawn-by-a-thousand-names": lambda: pdf(
        page_of(
            o3=_page(b"").replace(b"/Contents 4 0 R", b"/Contents [%s]" % (b"4 0 R " * 5_000)),
            o4=stream(_flate(_TEXT * 5_000), b"/Filter /FlateDecode"),
        )
    ),
    "a-map-of-four-billion-codes": lambda: pdf(
        _spelled(b"1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange")
    ),
}
EITHER: dict[str, Callable[[], bytes]] = {
    # Its library stops after so many letters, which takes about as long as it may.
    "forms-that-draw-each-other-a-billion-times": lambda: pdf(
        page_of(b"/F Do", o3=_page(b"/XObject << /F 10 0 R >>")) | _forms(30, 2)
    ),
    "text-a-billion-miles-down": lambda: pdf(
        page_of(_TEXT.replace(b"Tj ET", b"Tj 0 -1000000000000 Td (Far below stands another line) Tj ET"))
    ),
    "no-catalogue": lambda: pdf(page_of(), root=77),
    "a-table-before-itself": _crossed_tables,
    "tables-in-a-circle": _tables_in_a_circle,
    "a-table-of-a-billion-places": lambda: _table_as_stream(
        b"/Size 1000000000 /W [1 2 1] /Index [0 1000000000]", b"\x01\x00\x09\x00" * 10
    ),
    "a-table-with-endless-widths": lambda: _table_as_stream(
        b"/Size 10 /W [1 2147483647 1] /Index [0 10]", bytes(100)
    ),
    "a-count-of-a-billion-pages": lambda: pdf(
        page_of(o2=b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>")
    ),
    "pages-ten-thousand-deep": lambda: _pages_in_pages(10_000),
    "a-parent-that-is-its-own": lambda: pdf(page_of(o3=b"<< /Type /Page /Parent 3 0 R /Contents 4 0 R >>")),
    "a-length-of-terabytes": lambda: pdf(page_of(o4=stream(_TEXT, length=10**13))),
    "a-length-below-nothing": lambda: pdf(page_of(o4=stream(_TEXT, length=-5))),
    "a-length-that-is-the-stream": lambda: pdf(
        page_of(o4=b"<< /Length 4 0 R >>\nstream\n%s\nendstream" % _TEXT)
    ),
    "a-picture-that-never-ends": lambda: pdf(page_of(_TEXT + b" BI /W 9 /H 9 ID " + b"x" * 2_000_000)),
    "a-million-operators": lambda: pdf(page_of(_TEXT + b" q 1 0 0 1 0 0 cm" * 100_000)),
    "a-hundred-thousand-words-drawn": lambda: pdf(
        page_of(b"BT /F1 1 Tf 50 700 Td " + b"(word) Tj 0 -1 Td " * 100_000 + b"ET")
    ),
    "text-a-billion-miles-right": lambda: pdf(
        page_of(_TEXT.replace(b"Tj ET", b"Tj 1000000000000 0 Td (Far away stands another word) Tj ET"))
    ),
    "text-of-no-size": lambda: pdf(page_of(_TEXT.replace(b"/F1 12 Tf", b"/F1 0.0000000001 Tf"))),
    "text-of-endless-size": lambda: pdf(page_of(_TEXT.replace(b"/F1 12 Tf", b"/F1 1e300 Tf"))),
    "text-turned-by-no-number": lambda: pdf(page_of(_TEXT.replace(b"50 700 Td", b"nan inf 9e999 1 0 0 Tm"))),
    "a-page-as-large-as-the-sky": lambda: pdf(
        page_of(o3=_page(b"").replace(b"612 792", b"1" + b"0" * 300 + b" 1e308"))
    ),
    "widths-by-the-million": lambda: pdf(
        page_of(
            o5=b"<< /Type /Font /Subtype /TrueType /BaseFont /Arial /FirstChar 0 /LastChar 999999 "
            b"/Widths [%s] >>" % (b"9 " * 1_000_000)
        )
    ),
    "a-font-that-descends-from-itself": lambda: pdf(
        page_of(o5=b"<< /Type /Font /Subtype /Type0 /BaseFont /A /DescendantFonts [5 0 R] >>")
    ),
    "names-of-a-megabyte": lambda: pdf(page_of(o3=_page(b"/" + b"A" * 1_000_000 + b" 1"))),
    "objects-by-the-hundred-thousand-without-a-table": lambda: _many(300_000),
    "outlines-in-a-circle": lambda: pdf(
        page_of(
            o1=b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
            o6=b"<< /First 7 0 R /Last 7 0 R /Count 1 >>",
            o7=b"<< /Title (x) /Parent 6 0 R /Next 7 0 R /First 7 0 R >>",
        )
    ),
    **{f"damaged-at-random-{seed}": (lambda seed=seed: _damaged(seed)) for seed in range(8)},
    **{f"cut-off-after-{share}": (lambda share=share: _cut(share)) for share in (0.3, 0.6, 0.9, 0.99)},
}
HARMLESS: dict[str, Callable[[], bytes]] = {
    "script-that-runs-when-it-is-opened": lambda: pdf(
        page_of(
            o1=b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> "
            b"/AA << /WC << /S /Launch /F (cmd.exe) >> >> >>"
        )
    ),
    "letters-that-mean-escapes": lambda: pdf(_spelled(_meaning("\x1b[31m\x07\x9b\u202e\x00=<>&"))),
    "a-link-to-a-script": lambda: pdf(_linked(b"(javascript:app.alert\\(1\\))")),
    "a-link-with-escapes": lambda: pdf(_linked(b"(http://%s/\\033]0;owned\\007\\233)" % MARK.encode())),
    "a-link-of-a-megabyte": lambda: pdf(_linked(b"(http://%s/%s)" % (MARK.encode(), b"a" * 1_000_000))),
    "a-link-read-backwards": lambda: pdf(_linked(b"<FEFF0068007400740070003A002F002F202E0065>")),
    "every-hostile-text": lambda: _drawn(EVERYTHING),
}


def _drawn(text: str) -> bytes:
    lines = [line.encode("latin-1", "replace") for line in text.splitlines()]
    drawn = b" ".join(b"<%s> Tj 0 -12 Td" % line.hex().encode() for line in lines)
    return pdf(page_of(b"BT /F1 9 Tf 50 780 Td " + drawn + b" (Jane Baker, engineer since 2019) Tj ET"))
