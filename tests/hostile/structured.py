"""YAML, JSON and CSV that stand for too much, nest too deeply or say what nobody can read."""

from __future__ import annotations

import json

from tests.hostile.texts import DIRECTION, TERMINAL


def _laughs(levels: int) -> str:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines)


def _merges(levels: int) -> str:
    lines = ["m0: &m0 {x: 1}"]
    lines += [f"m{n}: &m{n}\n  <<: [*m{n - 1}, *m{n - 1}]\n  k{n}: 1" for n in range(1, levels)]
    return "\n".join(lines)


# Whole files. None of them is a document of any kind, so all are refused.
YAML: dict[str, bytes] = {
    "a-billion-laughs": _laughs(9).encode(),
    "merges-that-double": _merges(30).encode(),
    "brackets-a-hundred-thousand-deep": b"[" * 100_000,
    "braces-a-hundred-thousand-deep": b"{a: " * 100_000,
    "closed-brackets-a-hundred-thousand-deep": b"[" * 100_000 + b"]" * 100_000,
    "lists-ten-thousand-deep": b"- " * 10_000 + b"x",
    "blocks-a-thousand-deep": b"".join(b" " * n + b"a:\n" for n in range(1_000)),
    "keys-a-thousand-deep": b"? " * 1_000 + b"x",
    "half-a-million-items": b"- a\n" * 490_000,
    "a-million-empty-lists": b"x: [" + b"[]," * 600_000 + b"]",
    "a-million-anchors": b"x: [" + b",".join(b"&a%d 1" % n for n in range(150_000)) + b"]",
    "an-alias-to-itself": b"role: &a [*a]\n",
    "a-key-that-is-itself": b"&a {*a : 1}",
    "an-unknown-alias": b"role: *nowhere",
    "a-python-object": b"role: !!python/object/apply:os.system ['touch /tmp/owned']",
    "a-python-name": b"role: !!python/name:os.system",
    "an-unknown-tag": b"role: !secret x",
    "an-empty-integer": b"role: !!int ''",
    "an-integer-of-ten-thousand-digits": b"role: " + b"9" * 10_000,
    "a-sexagesimal-of-ten-thousand-parts": b"role: " + b"1:" * 10_000 + b"1",
    "a-date-that-is-none": b"role: 2024-13-45",
    "binary-that-is-none": b"role: !!binary '!!!!'",
    "a-list-as-a-key": b"? [a, b]\n: 1",
    "no-number-and-infinity": b"role: .nan\nminutes: .inf",
    "null-bytes": b"role: a\x00b",
    "escapes": b"role: \x1b[31mred",
    "c1-controls": "role: \x9b31m".encode(),
    "bytes-that-are-no-utf-8": b"role: \xff\xfe\x80",
    "overlong-utf-8": b"role: \xc0\xaf\xe0\x80\xaf",
    "surrogates-in-utf-8": b"role: \xed\xa0\x80",
    "utf-16-without-a-mark": "role: backend_engineer\n".encode("utf-16-le"),
    "utf-32": "role: backend_engineer\n".encode("utf-32"),
    "a-version-of-tomorrow": b"%YAML 9.9\n---\nrole: x",
    "two-documents": b"role: x\n---\nrole: y\n",
    "nothing": b"",
    "only-comments": b"# nothing\n# here\n",
    "only-a-tab": b"\t",
    "a-key-of-a-megabyte": b"k" * 1_000_000 + b": 1",
    "a-key-with-escapes": b'"\\e]0;owned\\a": 1',
    "a-key-read-backwards": '"\u202edrawkcab": 1'.encode(),
    "a-key-of-many-lines": b'"a\\nerror: all is well\\nb": 1',
    "a-line-of-more-than-two-megabytes": b"role: " + b"a" * 2_100_000,
    "a-quote-without-end": b'role: "' + b"a" * 100_000,
}
JSON: dict[str, bytes] = {
    "brackets-a-hundred-thousand-deep": b"[" * 100_000,
    "closed-brackets-a-hundred-thousand-deep": b"[" * 100_000 + b"]" * 100_000,
    "braces-a-hundred-thousand-deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "an-integer-of-ten-thousand-digits": b'{"role": ' + b"9" * 10_000 + b"}",
    "no-number-and-infinity": b'{"role": NaN, "seconds": Infinity, "x": -Infinity}',
    "an-exponent-beyond-all-numbers": b'{"role": 1e999999}',
    "half-a-character": b'{"role": "\\ud83d", "\\udc00": 1}',
    "null-characters": b'{"role": "a\\u0000b"}',
    "keys-by-the-hundred-thousand": json.dumps({f"k{n}": n for n in range(100_000)}).encode(),
    "the-same-key-a-thousand-times": b"{" + b",".join([b'"role": "x"'] * 1_000) + b"}",
    "a-key-with-escapes": json.dumps({TERMINAL["osc-title"]: 1, DIRECTION["bidi-override"]: 2}).encode(),
    "cut-in-the-middle": b'{"role": "backend',
    "not-utf-8": b'{"role": "\xff"}',
    "utf-16-without-a-mark": '{"role": "x"}'.encode("utf-16-le"),
    "a-number-alone": b"42",
    "a-text-alone": b'"text"',
    "nothing": b"",
    "spaces-alone": b" \n\t ",
}
CSV: dict[str, bytes] = {
    "a-heading-twice": b"id,id\na,b\n",
    "more-cells-than-headings": b"id,role\na,b,c,d\n",
    "a-hundred-thousand-columns": b",".join(b"c%d" % n for n in range(100_000)) + b"\n1\n",
    "a-cell-of-two-hundred-thousand-characters": b"id,role\na," + b"x" * 200_000 + b"\n",
    "a-quote-without-end": b'id,role\n"a,b\n' + b"c,d\n" * 1_000,
    "quotes-by-the-hundred-thousand": b"id\n" + b'"' * 100_001,
    "null-bytes": b"id,role\na\x00b,c\n",
    "formulas-as-headings": b"=1+1,@SUM(1)\n+1,-1\n",
    "escapes-as-headings": b"\x1b]0;owned\x07,\x9b31m\na,b\n",
    "read-backwards": "id,\u202eelor\na,b\n".encode(),
    "not-utf-8": b"id,role\n\xff,\xfe\n",
    "nothing": b"",
    "a-heading-alone": b"id,role\n",
}


def deep_json(depth: int) -> bytes:
    """A JSON Resume that nests so deep in a section that anybody may add to."""
    return b'{"basics": {"name": "Jane Baker", "x": ' + b'{"a":' * depth + b"1" + b"}" * depth + b"}}"
