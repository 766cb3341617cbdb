"""DOCX and ODT files that unpack to too much, name what they should not, and hold hostile XML."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from tests.hostile.texts import EVERYTHING, MARK
from tests.resume import rendering

WORD = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
CONTENT = "content.xml"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_ODT = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"))
)
_RESUME = "Jane Baker\njane.baker@example.org\n\nEXPERIENCE\nEngineer, Acme Ltd, 2019 - 2021\n"
_MB = 2**20

Parts = dict[str, bytes]


@cache
def _parts(form: str) -> Mapping[str, bytes]:
    whole = rendering.to_docx(_RESUME) if form == "docx" else rendering.to_odt(_RESUME)
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as an archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def many_files(count: int, parts: Mapping[str, bytes]) -> bytes:
    """The parts, and so many files with nothing in them, listed by hand as zipfile takes long over them."""
    whole = packed(parts)
    listed = whole.rindex(b"PK\5\6")
    _, _, _, _, _, size, start, _ = struct.unpack("<4s4H2LH", whole[listed:])
    empty = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0)
        + f"{number:07}".encode()
        for number in range(count)
    )
    directory = whole[start : start + size] + empty
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(directory), start, 0)
    return whole[:start] + directory + end


def docx(**changed: bytes) -> bytes:
    """A Word document with some parts changed: `document=...`, `relations=...`."""
    names = {
        "document": WORD,
        "relations": RELATIONS,
        "styles": "word/styles.xml",
        "types": "[Content_Types].xml",
    }
    return packed(dict(_parts("docx")) | {names[key]: data for key, data in changed.items()})


def odt(**changed: bytes) -> bytes:
    """An OpenDocument text with some parts changed."""
    names = {
        "content": CONTENT,
        "styles": "styles.xml",
        "manifest": "META-INF/manifest.xml",
        "mime": "mimetype",
    }
    return packed(dict(_parts("odt")) | {names[key]: data for key, data in changed.items()})


def body(inner: str, doctype: str = "") -> bytes:
    """A Word document's text of this XML."""
    return (
        f'<?xml version="1.0"?>{doctype}<w:document {_W} {_R}><w:body>{inner}</w:body></w:document>'.encode()
    )


def said(text: str) -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def content(inner: str, doctype: str = "") -> bytes:
    """An OpenDocument text's content of this XML."""
    return (
        f'<?xml version="1.0"?>{doctype}<office:document-content {_ODT} office:version="1.3"><office:body>'
        f"<office:text>{inner}</office:text></office:body></office:document-content>"
    ).encode()


_PROSE = said("Jane Baker, engineer at Acme Ltd since 2019") + said("Skills: Go, Python, SQL")
_ODT_PROSE = "<text:p>Jane Baker, engineer at Acme Ltd since 2019</text:p>"
_LEVELS = "".join(f"<!ENTITY l{level} '{f'&l{level - 1};' * 10}'>" for level in range(1, 10))
_LAUGHS = f"<!DOCTYPE x [<!ENTITY l0 'lol'>{_LEVELS}]>"
_QUADRATIC = f"<!DOCTYPE x [<!ENTITY big '{'a' * 100_000}'>]>"
_OUTSIDE = "<!DOCTYPE x [<!ENTITY secret SYSTEM 'file:///etc/hostname'>]>"
_OVER_THE_NET = (
    "<!DOCTYPE x [<!ENTITY % dtd SYSTEM 'http://127.0.0.1:9/x.dtd'> %dtd;"
    "<!ENTITY secret SYSTEM 'http://127.0.0.1:9/secret'>]>"
)


def _printable(text: str) -> str:
    """What XML 1.0 can hold of a text."""
    return escape("".join(char for char in text if char in "\t\n" or ord(char) >= 32))


def _nested(opening: str, closing: str, depth: int, inner: str = "") -> str:
    return opening * depth + inner + closing * depth


def _entries(names: list[str], of: Mapping[str, bytes]) -> bytes:
    return packed(dict(of) | dict.fromkeys(names, b"x"))


def _crowd(count: int) -> bytes:
    """Hundreds of thousands of entries that a directory names, of which none is there."""
    entry = struct.pack(
        "<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0
    )
    directory = (entry + b"a") * count
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count % 65536, count % 65536, len(directory), 4, 0)
    return b"PK\x03\x04" + directory + end


def _lying(data: bytes, size: int) -> bytes:
    """An archive whose entries all claim to unpack to `size` bytes."""
    told = bytearray(data)
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(mark)
        while at >= 0:
            told[at + place : at + place + 4] = struct.pack("<L", size)
            at = data.find(mark, at + 1)
    return bytes(told)


def _flagged(data: bytes, flag: int = 0, method: int | None = None) -> bytes:
    """An archive whose entries claim to be encrypted, or to be packed in some other way."""
    told = bytearray(data)
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            told[at + place] |= flag
            if method is not None:
                told[at + place + 2 : at + place + 4] = struct.pack("<H", method)
            at = data.find(mark, at + 1)
    return bytes(told)


def _overlapping() -> bytes:
    """Many entries of a directory that all unpack the same ten megabytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(WORD, bytes(10 * _MB))
        first = archive.infolist()[0]
        for number in range(1_000):
            again = zipfile.ZipInfo(f"word/{number}.xml")
            for field in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(again, field, getattr(first, field))
            archive.filelist.append(again)
    return out.getvalue()


def _matryoshka(levels: int) -> bytes:
    inner = b"nothing"
    for level in range(levels):
        inner = packed({f"{level}.zip": inner, WORD: inner})
    return inner


def _damaged(whole: bytes, seed: int) -> bytes:
    noise = random.Random(seed)
    data = bytearray(whole)
    for _ in range(noise.randint(1, 30)):
        data[noise.randrange(len(data))] = noise.randrange(256)
    return bytes(data)


def _relation(target: str, mode: str = 'TargetMode="External"') -> bytes:
    old = dict(_parts("docx"))[RELATIONS].decode()
    link = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'hyperlink" Target="{target}" {mode}/></Relationships>'
    )
    return old.replace("</Relationships>", link).encode()


def _frames(depth: int) -> str:
    opening = "<text:p>text<draw:frame><draw:text-box>"
    return _nested(opening, "</draw:text-box></draw:frame></text:p>", depth)


def _in_table(inner: str, grid: str = "") -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{inner}</w:tbl>"


DOCX_REFUSED: dict[str, Callable[[], bytes]] = {
    "unpacks-to-51-megabytes": lambda: docx(document=bytes(51 * _MB)),
    "entries-that-unpack-the-same-bytes": _overlapping,
    "five-thousand-and-one-entries": lambda: _entries([f"{n}.xml" for n in range(5_001)], _parts("docx")),
    "two-hundred-thousand-entries": lambda: _crowd(200_000),
    "eight-million-empty-paragraphs": lambda: docx(document=body("<w:p/>" * 8_000_000)),
    "a-cell-over-a-billion-columns": lambda: docx(
        document=body(
            _in_table(
                "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='1000000000'/></w:tcPr>" + said("x") + "</w:tc></w:tr>"
            )
        )
    ),
    "laughing-entities": lambda: docx(document=body(said("&l9;"), _LAUGHS)),
    "elements-a-hundred-thousand-deep": lambda: docx(document=body(_nested("<w:sdt>", "</w:sdt>", 100_000))),
    "a-part-without-an-end": lambda: docx(document=body(_PROSE)[:-20]),
    "a-part-of-noise": lambda: docx(document=random.Random(1).randbytes(10_000)),
    "a-part-that-is-a-web-page": lambda: docx(document=b"<html><script>alert(1)</script></html>"),
    "null-bytes-in-its-xml": lambda: docx(document=body(said("Jane\x00Baker"))),
    "escapes-in-its-xml": lambda: docx(document=body(said("Jane\x1b[31mBaker"))),
    "no-list-of-parts": lambda: docx(types=b""),
    "entries-that-say-encrypted": lambda: _flagged(docx(), flag=1),
    "entries-packed-in-an-unknown-way": lambda: _flagged(docx(), method=97),
    "sizes-of-four-gigabytes": lambda: _lying(docx(), 2**32 - 2),
    "archives-inside-archives": lambda: _matryoshka(20),
    "an-archive-of-nothing": lambda: packed({}),
    "an-archive-cut-in-the-middle": lambda: docx()[: len(docx()) // 2],
    "an-archive-without-its-directory": lambda: docx()[: docx().index(b"PK\x01\x02")],
    "a-directory-of-noise": lambda: docx()[: docx().index(b"PK\x01\x02")] + random.Random(2).randbytes(500),
    "cells-by-the-million": lambda: docx(
        document=body(_in_table("<w:tr>" + "<w:tc><w:p/></w:tc>" * 1_500_000 + "</w:tr>"))
    ),
    "text-boxes-inside-text-boxes": lambda: docx(
        document=body(
            "<w:p>"
            + "<w:r><w:pict><w:txbxContent><w:p>" * 60
            + "</w:p></w:txbxContent></w:pict></w:r>" * 60
            + "</w:p>"
        )
    ),
}
DOCX_EITHER: dict[str, Callable[[], bytes]] = {
    "one-entity-a-thousand-times": lambda: docx(document=body(said("&big;" * 1_000), _QUADRATIC)),
    "an-entity-from-a-file": lambda: docx(document=body(_PROSE + said("[&secret;]"), _OUTSIDE)),
    "an-entity-from-the-net": lambda: docx(document=body(_PROSE + said("[&secret;]"), _OVER_THE_NET)),
    "forty-megabytes-in-one-word": lambda: docx(document=body(said("a" * (40 * _MB)))),
    "forty-megabytes-in-one-attribute": lambda: docx(
        document=body(f"<w:p w:rsidR='{'a' * (40 * _MB)}'/>" + _PROSE)
    ),
    "a-hundred-thousand-attributes": lambda: docx(
        document=body("<w:p " + " ".join(f"a{n}='1'" for n in range(100_000)) + "/>" + _PROSE)
    ),
    "tables-inside-tables": lambda: docx(
        document=body(
            _nested("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>", 60, said("deep")) + _PROSE
        )
    ),
    "cells-merged-down-without-a-first": lambda: docx(
        document=body(
            _PROSE
            + _in_table(
                "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>" * 500, "<w:gridCol w:w='9'/>"
            )
        )
    ),
    "entries-packed-twice-by-one-name": lambda: docx() + docx(),
    **{f"damaged-at-random-{seed}": (lambda seed=seed: _damaged(docx(), seed)) for seed in range(6)},
}
DOCX_HARMLESS: dict[str, Callable[[], bytes]] = {
    "every-hostile-text": lambda: docx(document=body(_PROSE + said(_printable(EVERYTHING)))),
    "controls-as-character-references": lambda: docx(
        document=body(_PROSE + said("&#x9b;31m &#x9d;0;t&#x9c; &#x202e;backwards &#xfeff;"))
    ),
    "a-link-to-a-script": lambda: docx(document=body(_PROSE), relations=_relation("javascript:alert(1)")),
    "a-link-read-backwards": lambda: docx(
        document=body(_PROSE), relations=_relation(f"http://{MARK}/&#x202e;&#x9b;31m")
    ),
    "names-that-lead-out-of-its-folder": lambda: _entries(
        ["../../../../tmp/out.txt", "/etc/owned", "C:\\owned", "CON", "word/..\\..\\up", "a\x07b"],
        _parts("docx"),
    ),
    "a-field-that-runs-a-program": lambda: docx(
        document=body(
            _PROSE + "<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe /k calc</w:instrText></w:r></w:p>"
        )
    ),
    "noise-before-and-after": lambda: docx() + b"\x00" * 1_000,
}
ODT_REFUSED: dict[str, Callable[[], bytes]] = {
    "unpacks-to-51-megabytes": lambda: odt(content=bytes(51 * _MB)),
    "laughing-entities": lambda: odt(content=content("<text:p>&l9;</text:p>", _LAUGHS)),
    "three-million-empty-paragraphs": lambda: odt(content=content("<text:p/>" * 3_000_000)),
    "elements-a-hundred-thousand-deep": lambda: odt(
        content=content(_nested("<text:section>", "</text:section>", 100_000))
    ),
    "encrypted-by-its-manifest": lambda: odt(manifest=b"<manifest><encryption-data/></manifest>"),
    "a-part-without-an-end": lambda: odt(content=content(_ODT_PROSE)[:-30]),
    "a-spreadsheet-by-its-kind": lambda: odt(mime=b"application/vnd.oasis.opendocument.spreadsheet"),
    "no-content": lambda: packed({k: v for k, v in _parts("odt").items() if k != CONTENT}),
    "entries-that-say-encrypted": lambda: _flagged(odt(), flag=1),
    "an-archive-cut-in-the-middle": lambda: odt()[: len(odt()) // 2],
    "escapes-in-its-xml": lambda: odt(content=content("<text:p>Jane\x1b[31m</text:p>")),
}
ODT_EITHER: dict[str, Callable[[], bytes]] = {
    "one-entity-a-thousand-times": lambda: odt(
        content=content("<text:p>" + "&big;" * 1_000 + "</text:p>", _QUADRATIC)
    ),
    "an-entity-from-a-file": lambda: odt(content=content(_ODT_PROSE + "<text:p>&secret;</text:p>", _OUTSIDE)),
    "an-entity-from-the-net": lambda: odt(
        content=content(_ODT_PROSE + "<text:p>&secret;</text:p>", _OVER_THE_NET)
    ),
    "cells-repeated-a-billion-times": lambda: odt(
        content=content(
            _ODT_PROSE
            + "<table:table><table:table-row table:number-rows-repeated='1000000000'><table:table-cell "
            "table:number-columns-repeated='1000000000'><text:p>x</text:p></table:table-cell></table:table-row>"
            "</table:table>"
        )
    ),
    "frames-inside-frames": lambda: odt(content=content(_ODT_PROSE + _frames(60))),
    "spans-inside-spans": lambda: odt(
        content=content(
            _ODT_PROSE + "<text:p>" + _nested("<text:span>", "</text:span>", 200, "x") + "</text:p>"
        )
    ),
    "spaces-that-are-no-number": lambda: odt(
        content=content(_ODT_PROSE + "<text:p><text:s text:c='x'/></text:p>")
    ),
    "a-list-by-the-hundred-thousand": lambda: odt(
        content=content(
            "<text:list>" + "<text:list-item><text:p>x</text:p></text:list-item>" * 100_000 + "</text:list>"
        )
    ),
    **{f"damaged-at-random-{seed}": (lambda seed=seed: _damaged(odt(), seed)) for seed in range(5)},
}
ODT_HARMLESS: dict[str, Callable[[], bytes]] = {
    "every-hostile-text": lambda: odt(
        content=content(
            _ODT_PROSE + "".join(f"<text:p>{_printable(t)}</text:p>" for t in EVERYTHING.split("\n"))
        )
    ),
    "a-billion-spaces": lambda: odt(
        content=content(_ODT_PROSE + "<text:p>a<text:s text:c='1000000000'/>b</text:p>")
    ),
    "names-that-lead-out-of-its-folder": lambda: _entries(
        ["../../../../tmp/out.txt", "/etc/owned", "Pictures/..\\..\\up"], _parts("odt")
    ),
}
