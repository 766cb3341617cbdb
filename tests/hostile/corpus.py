"""All hostile files, by kind of input. `CASES` is what the tests hand to the program, one after another."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from tests.hostile import archives, pdfs, structured
from tests.hostile.case import Case, Content, Kind, Must, fifo, folder, link_to, not_readable, sparse
from tests.hostile.texts import BULK, EVERYTHING, FORMULAS, MARKUP, PROSE, SHOWN, STEERING, TERMINAL

ROOT = Path(__file__).resolve().parents[2]
ROLE = "backend_engineer"
_PERSON = "Jane Baker\njane.baker@example.org\n\nEXPERIENCE\nEngineer, Acme Ltd, 2019 - 2021\n"
_JOB = (
    "Senior Backend Engineer\n\nWe are looking for an engineer who keeps our payment service running.\n\n"
    "Requirements\n- Five years of experience with Python or Go\n- SQL, Kafka and Docker\n"
)
# A text with null bytes is no text.
_PRINTED = EVERYTHING.replace("\x00", "")
# What stands where a file is expected, for every kind of input.
_PLACES: dict[str, tuple[Callable[[Path], None] | None, str]] = {
    "a-pipe-nobody-writes-to": (fifo, ""),
    "a-folder": (folder, ""),
    "a-device-without-end": (None, "/dev/zero"),
    "a-link-to-a-device-without-end": (link_to("/dev/zero"), ""),
    "a-link-to-itself": (not_readable, ""),
    "a-link-to-nowhere": (link_to("nowhere/at/all"), ""),
    "a-line-of-two-hundred-megabytes": (sparse(200), ""),
}


def cases() -> Iterator[Case]:
    """Every case there is."""
    yield from _resumes()
    yield from _jobs()
    yield from _answers()
    yield from _documents()
    yield from _tables()
    yield from _imported()
    yield from _places()
    yield from _options()


def _named(
    prefix: str,
    kind: Kind,
    file: str,
    contents: dict[str, Callable[[], bytes]] | dict[str, bytes],
    must: Must,
) -> Iterator[Case]:
    for name, content in contents.items():
        yield Case(f"{prefix}-{name}", kind, file, content, must)


def _resumes() -> Iterator[Case]:
    yield from _named("pdf", "resume", "jane.pdf", pdfs.REFUSED, "refused")
    yield from _named("pdf", "resume", "jane.pdf", pdfs.EITHER, "either")
    yield from _named("pdf", "resume", "jane.pdf", pdfs.HARMLESS, "harmless")
    yield from _named("docx", "resume", "jane.docx", archives.DOCX_REFUSED, "refused")
    yield from _named("docx", "resume", "jane.docx", archives.DOCX_EITHER, "either")
    yield from _named("docx", "resume", "jane.docx", archives.DOCX_HARMLESS, "harmless")
    yield from _named("odt", "resume", "jane.odt", archives.ODT_REFUSED, "refused")
    yield from _named("odt", "resume", "jane.odt", archives.ODT_EITHER, "either")
    yield from _named("odt", "resume", "jane.odt", archives.ODT_HARMLESS, "harmless")
    for name, text in SHOWN.items():
        must: Must = "refused" if "\x00" in text else "harmless"
        yield Case(f"text-{name}", "resume", "jane.md", (_PERSON + text).encode(), must)
    for name, text in BULK.items():
        yield Case(f"text-{name}", "resume", "jane.txt", (_PERSON + text).encode(), "harmless")
    yield from _encodings()
    yield from _wrong_names()
    fields = {"name": "Jane", "email": EVERYTHING, "summary": EVERYTHING, "label": SHOWN["null-bytes"]}
    resume = {"basics": fields, "work": [{"name": EVERYTHING, "highlights": [EVERYTHING]}], EVERYTHING: 1}
    yield Case("json-every-hostile-text", "resume", "jane.json", json.dumps(resume).encode(), "harmless")
    yield Case("json-nested-a-hundred-deep", "resume", "jane.json", structured.deep_json(100), "either")
    yield Case("json-nested-four-hundred-deep", "resume", "jane.json", structured.deep_json(400), "refused")
    yield Case("json-nested-nine-hundred-deep", "resume", "jane.json", structured.deep_json(900), "refused")
    yield Case("json-names-by-the-million", "resume", "jane.json", _long_resume, "either")
    yield from _named("json", "resume", "jane.json", structured.JSON, "refused")


def _long_resume() -> bytes:
    return json.dumps({"basics": {"name": "Jane"}, "skills": [{"name": "Go"}] * 500_000}).encode()


def _encodings() -> Iterator[Case]:
    for name, data, must in (
        ("utf-16-without-a-mark", _PERSON.encode("utf-16-le"), "refused"),
        ("utf-32-without-a-mark", _PERSON.encode("utf-32-be"), "refused"),
        ("utf-16-cut-in-a-character", _PERSON.encode("utf-16")[:-1], "either"),
        ("overlong-utf-8", _PERSON.encode() + b"\xc0\xaf\xc1\x9b\xe0\x80\x9b", "harmless"),
        ("bytes-of-no-encoding", _PERSON.encode() + bytes(range(128, 256)), "harmless"),
        (
            "line-ends-of-every-kind",
            _PERSON.replace("\n", "\r").encode() + b"\n\r\r\n\x85\x0b\x0c",
            "harmless",
        ),
        ("nothing-but-spaces", b" \t\n" * 1_000, "refused"),
        ("nothing-but-signs", b"-=*~" * 1_000, "refused"),
        ("nothing", b"", "refused"),
        ("all-bytes", bytes(range(256)) * 100, "refused"),
    ):
        yield Case(f"text-{name}", "resume", "jane.txt", data, must)  # type: ignore[arg-type]


def _wrong_names() -> Iterator[Case]:
    rich, program = b"{\\rtf1\\ansi Jane Baker}", b"MZ\x90\x00" + bytes(200)
    pages = archives.packed({"Index/Document.iwa": b"x", "preview.jpg": b"\xff\xd8\xff"})
    contents: tuple[tuple[str, str, Content], ...] = (
        ("a-rich-text", "jane.doc", rich),
        ("a-program", "jane.pdf", program),
        ("a-program-of-linux", "jane.docx", b"\x7fELF" + bytes(200)),
        ("an-archive", "jane.odt", archives.packed({"notes.txt": b"hello"})),
        ("a-pages-document", "jane.pages", pages),
        ("a-pages-document-as-word", "jane.docx", pages),
        ("an-old-word-document-that-is-none", "jane.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        (
            "an-old-word-document-of-noise",
            "jane.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(range(256)) * 40,
        ),
        ("a-packed-file", "jane.txt", b"\x1f\x8b\x08" + bytes(200)),
        ("a-picture", "jane.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("a-page", "jane.txt", b"<!DOCTYPE html><script>alert(1)</script>" + _PERSON.encode()),
        ("a-resume-as-word", "jane.docx", pdfs.pdf(pdfs.page_of())),
        ("a-name-with-escapes", "jane\x1b]0;owned\x07\x9b31m.pdf", b"no pdf"),
        ("a-name-read-backwards", "jane\u202efdp.exe", program),
        ("a-name-of-many-lines", "jane\nerror: all is well\n.pdf", b"no pdf"),
        ("a-name-like-an-option", "--help.pdf", b"no pdf"),
    )
    for name, file, data in contents:
        yield Case(f"file-{name}", "resume", file, data)
    for name, file in (
        ("of-a-device", "CON.txt"),
        ("of-markup", "<script>alert(1)<script>.txt"),
        ("that-is-a-formula", "=cmd|' C calc'!A0.txt"),
        ("like-a-path", "..\\..\\jane.txt"),
        ("without-a-letter", "....txt"),
        ("of-half-a-byte", "jane\udcff.txt"),
    ):
        yield Case(f"file-a-name-{name}", "resume", file, _PERSON.encode() + b"Skills: Go", "harmless")


def _jobs() -> Iterator[Case]:
    for name, text in (TERMINAL | MARKUP | STEERING).items():
        must: Must = "refused" if "\x00" in text else "harmless"
        yield Case(f"job-{name}", "job", "job.txt", f"{_JOB}- {text}\n".encode(), must)
    yield Case(
        "job-every-hostile-text", "job", "job.md", f"# {_PRINTED}\n{_JOB}{_PRINTED}".encode(), "harmless"
    )
    yield Case(
        "job-title-with-escapes",
        "job",
        "job.txt",
        f"Title: \x1b]0;x\x07 Engineer\n{_JOB}".encode(),
        "harmless",
    )
    for name, text in BULK.items():
        yield Case(f"job-{name}", "job", "job.txt", (_JOB + text).encode(), "either")
    page = "<!DOCTYPE html><html><body>"
    html = {
        "page-of-open-tags": page + "<p" * 500_000,
        "page-nested-a-hundred-thousand-deep": page + "<div>" * 100_000,
        "page-of-comments-without-end": page + _JOB + "<!--" * 100_000,
        "page-of-hidden-parts-without-end": page + _JOB + "<script>" * 100_000,
        "page-of-entities": page + _JOB + "&lt;script&gt;&#27;[31m&#x202e;&#155;31m&#0;&#xd800;",
        "page-of-numbers-of-characters": page + _JOB + "&#99999999999;" * 10_000 + "&" * 100_000,
        "page-of-attributes": page + "<p " + "a='b' " * 200_000 + ">" + _JOB,
        "page-with-every-hostile-text": page + _JOB + EVERYTHING,
    }
    for name, text in html.items():
        yield Case(f"job-{name}", "job", "job.html", text.replace("\n", "<br>\n").encode(), "either")
    for name in ("a-form-that-draws-itself", "only-the-header"):
        yield Case(f"job-pdf-{name}", "job", "job.pdf", pdfs.REFUSED[name])
    for name in ("eight-million-empty-paragraphs", "laughing-entities"):
        yield Case(f"job-docx-{name}", "job", "job.docx", archives.DOCX_REFUSED[name])
    yield Case("job-too-short", "job", "job.txt", b"Engineer")
    yield Case("job-of-nulls", "job", "job.txt", bytes(10_000))
    yield Case("job-as-json", "job", "job.json", b'{"a": 1}')


def _answers() -> Iterator[Case]:
    for name, text in SHOWN.items():
        yield Case(f"answers-{name}", "answers", "answers.txt", f"{PROSE} {text}".encode(), "harmless")
    for name, text in FORMULAS.items():
        yield Case(f"answers-only-{name}", "answers", "answers.json", json.dumps([text]).encode(), "harmless")
    for name, text in BULK.items():
        yield Case(f"answers-{name}", "answers", "answers.txt", text.encode(), "harmless")
    everything = yaml.safe_dump([EVERYTHING], allow_unicode=False).encode()
    yield Case("answers-every-hostile-text", "answers", "answers.yaml", everything, "harmless")
    yield Case("answers-half-a-character", "answers", "answers.json", b'["I did \\ud83d it."]', "harmless")
    yield Case("answers-like-a-recording", "answers", "answers.yaml", b'- file: "../../../etc/passwd.wav"\n')
    yield Case("answers-a-device-as-recording", "answers", "answers.yaml", b"- file: /dev/zero\n")
    yield Case(
        "answers-endless-seconds", "answers", "answers.yaml", b"- {answer: x, seconds: .inf}\n", "either"
    )
    yield Case(
        "answers-seconds-beyond-all-numbers",
        "answers",
        "answers.json",
        b'[{"answer": "x", "seconds": 1e308}]',
        "either",
    )
    fitting = {
        "half-a-million-items",
        "a-million-empty-lists",
        "lists-ten-thousand-deep",
        "no-number-and-infinity",
    }
    taken = {"a-key-of-a-megabyte", "a-key-with-escapes", "a-key-read-backwards", "a-key-of-many-lines"}
    for name, data in structured.YAML.items():
        must: Must = "either" if name in fitting | taken | {"escapes"} else "refused"
        must = "either" if b"role: " in data and name not in ("utf-32",) else must
        yield Case(f"answers-yaml-{name}", "answers", "answers.yaml", data, must)
    for name, data in structured.JSON.items():
        yield Case(f"answers-json-{name}", "answers", "answers.json", data, "either")
    for name in (
        "closed-brackets-a-hundred-thousand-deep",
        "brackets-a-hundred-thousand-deep",
        "a-billion-laughs",
    ):
        yield Case(f"answers-text-{name}", "answers", "answers.txt", structured.YAML[name], "either")
    for name in (
        "lists-ten-thousand-deep",
        "keys-a-thousand-deep",
        "blocks-a-thousand-deep",
        "merges-that-double",
    ):
        yield Case(
            f"answers-text-{name}", "answers", "answers", b"a: 1\nb:\n" + structured.YAML[name], "either"
        )


def _documents() -> Iterator[Case]:
    """Files of YAML: plans, roles, prompts, settings, suites, personas and batches."""
    files: tuple[tuple[Kind, str], ...] = (
        *(("plan", "plan.yaml"), ("role", "own.yaml"), ("prompt", "judge.md"), ("settings", "config.yaml")),
        *(("suite", "suite.yaml"), ("persona", "own.yaml"), ("batch", "rows.yaml")),
    )
    taken = {"nothing", "only-comments", "binary-that-is-none"}
    for kind, file in files:
        for name, data in structured.YAML.items():
            content = b"---\n%s\n---\n# System\nx\n# User\nx\n" % data if kind == "prompt" else data
            must: Must = "harmless" if kind == "settings" and name in taken else "refused"
            yield Case(f"{kind}-yaml-{name}", kind, file, content, must)
    yield from _said_in_documents()


def _said_in_documents() -> Iterator[Case]:
    """Valid files, in whose every text stands every hostile text, or as much of it as fits."""
    short = "\n".join(text for text in SHOWN.values() if len(text) < 200)
    lines = {name: " ".join(text.split("\n"))[:150] for name, text in SHOWN.items()}
    plan = {
        "role": ROLE,
        "role_name": short[:300],
        "company": short[:100],
        "minutes": 5,
        "questions": [_question(short)],
    }
    yield Case("plan-every-hostile-text", "plan", "plan.yaml", _yaml(plan), "either")
    yield Case("plan-of-a-path", "plan", "plan.yaml", _yaml({"role": "../../../etc/passwd"}))
    yield Case(
        "plan-of-a-pack-outside",
        "plan",
        "plan.yaml",
        _yaml({"role": ROLE, "company_pack": "../../x"}),
        "either",
    )
    yield Case("plan-of-endless-minutes", "plan", "plan.yaml", b"role: backend_engineer\nminutes: .inf\n")
    yield Case(
        "plan-of-a-seed-without-end", "plan", "plan.yaml", b"role: backend_engineer\nseed: 1" + b"0" * 4_000
    )
    role = (ROOT / "roles" / f"{ROLE}.yaml").read_text("utf-8").replace(f"id: {ROLE}", "id: own", 1)
    yield Case("role-every-hostile-text", "role", "own.yaml", _said_in_role(role, short), "either")
    yield Case("role-named-by-a-path", "role", "own.yaml", role.replace("id: own", "id: ../own", 1).encode())
    prompt = (ROOT / "prompts" / "judge.md").read_text("utf-8")
    yield Case("prompt-with-hostile-text", "prompt", "judge.md", (prompt + EVERYTHING).encode(), "either")
    loop = prompt + "{% for a in range(9999999) %}{% for b in range(9999999) %}x{% endfor %}{% endfor %}"
    yield Case("prompt-with-an-endless-loop", "prompt", "judge.md", loop.encode(), "either")
    yield Case(
        "prompt-that-takes-in-files", "prompt", "judge.md", (prompt + "{% include '/etc/passwd' %}").encode()
    )
    deep = prompt + "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}"
    yield Case("prompt-of-brackets", "prompt", "judge.md", deep.encode(), "either")
    dark = prompt + "{{ ''.__class__.__mro__[1].__subclasses__() }}"
    yield Case("prompt-that-reaches-for-python", "prompt", "judge.md", dark.encode(), "either")
    for name, text in lines.items():
        yield Case(
            f"settings-{name}", "settings", "config.yaml", _yaml({"candidate": text, "role": text}), "either"
        )
    rows = [{"id": f"row-{n}", "role": text, "persona": "strong"} for n, text in enumerate(lines.values())]
    rows += [{"id": text, "role": ROLE, "questions": 1, "persona": "strong"} for text in lines.values()]
    rows += [{"id": "c", "role": ROLE, "questions": 1, "persona": "strong", "candidate": short}]
    yield Case("batch-every-hostile-text", "batch", "rows.yaml", _yaml(rows), "either")
    outside = [
        {"id": f"out-{n}", "role": ROLE, "questions": 1, field: path}
        for n, (field, path) in enumerate(
            (field, path)
            for field in ("answers", "persona", "job_description", "resume")
            for path in (
                "../../../etc/passwd",
                "/dev/zero",
                "/dev/tty.yaml",
                "~/x.yaml",
                "C:\\x.yaml",
                "a\x00b.yaml",
            )
        )
    ]
    yield Case("batch-paths-outside", "batch", "rows.yaml", _yaml(outside))
    suite = {"id": "own", "name": short[:100], "target": "resume", "models": ["offline"]}
    suite |= {"cases": [{"id": "one", "text": _PERSON + short, "expect": {"person": "Jane Baker"}}]}
    suite |= {"checks": [{"check": "regex", "name": "person", "path": "basics.name"}]}
    yield Case("suite-every-hostile-text", "suite", "suite.yaml", _yaml(suite), "either")
    for name, path in (
        ("a-device", "/dev/zero"),
        ("outside", "../../../../etc/passwd"),
        ("no-name", "a\x00b"),
    ):
        named = suite | {"name": "Own", "cases": [{"id": "one", "file": path, "expect": {"person": "J"}}]}
        yield Case(f"suite-of-a-resume-at-{name}", "suite", "suite.yaml", _yaml(named))
        yield Case(
            f"suite-of-cases-at-{name}",
            "suite",
            "suite.yaml",
            _yaml(suite | {"name": "Own", "cases_from": [path]}),
        )
    slow = {"check": "regex", "name": "person", "pattern": "(a+)+$"}
    catastrophe = suite | {"name": "Own", "checks": [slow]}
    catastrophe |= {"cases": [{"id": "one", "text": _PERSON + "a" * 5_000 + "!", "expect": {"person": True}}]}
    yield Case("suite-of-a-pattern-without-end", "suite", "suite.yaml", _yaml(catastrophe), "either")


def _question(text: str) -> dict[str, object]:
    points = [{"fact": f"{text} {number}"} for number in range(3)]
    return {"id": "own", "text": text, "kind": "technical", "key_points": points, "sample_answer": text}


def _said_in_role(role: str, text: str) -> bytes:
    value = yaml.safe_load(role)
    value |= {"name": text[:60], "summary": text[:300]}
    for question in value["questions"]:
        question |= {"text": f"{question['text']} {text}"[:500], "sample_answer": text}
    return _yaml(value)


def _yaml(value: object) -> bytes:
    return yaml.safe_dump(value, allow_unicode=False, sort_keys=False).encode()


def _tables() -> Iterator[Case]:
    """Tables and lines: batches, rows to be scored, cases, cassettes and stored sessions."""
    for name, data in structured.CSV.items():
        yield Case(f"batch-csv-{name}", "batch", "rows.csv", data)
        yield Case(f"cases-csv-{name}", "cases", "cases.csv", data)
    for name, data in structured.JSON.items():
        yield Case(f"batch-lines-{name}", "batch", "rows.jsonl", data)
        yield Case(f"cases-lines-{name}", "cases", "cases.jsonl", data)
        yield Case(f"cassette-{name}", "cassette", "suite.cassette.jsonl", data)
        empty = name in ("nothing", "spaces-alone")
        yield Case(f"rows-{name}", "rows", "rows.jsonl", data, "harmless" if empty else "refused")
        yield Case(f"session-{name}", "session", "session.json", data)
    yield Case("batch-rows-by-the-million", "batch", "rows.jsonl", b"{}\n" * 3_000_000)
    yield Case("batch-cells-by-the-million", "batch", "rows.csv", b"id,role\n" + b"a,b\n" * 3_000_000)
    yield Case("batch-a-list-of-ten-megabytes", "batch", "rows.yaml", b"- {role: a}\n" * 800_000)
    said = [{"question": text, "reference_answer": PROSE, "answer": text} for text in SHOWN.values()]
    lines = "\n".join(json.dumps(row) for row in said).encode()
    yield Case("rows-every-hostile-text", "rows", "rows.jsonl", lines, "either")
    long = json.dumps({"question": "Why?", "reference_answer": PROSE, "answer": "word " * 190_000})
    yield Case("rows-an-answer-of-a-megabyte", "rows", "rows.jsonl", long.encode(), "either")
    yield Case("rows-a-line-of-twenty-megabytes", "rows", "rows.jsonl", b'{"question": "' + b"a" * 20_000_000)
    recording = b'{"cassette":1,"suite":"own"}\n' + b"{}\n" * 10
    yield Case("cassette-of-nothing", "cassette", "suite.cassette.jsonl", recording)
    yield Case(
        "cassette-of-a-million-lines", "cassette", "suite.cassette.jsonl", recording + b"{}\n" * 3_000_000
    )
    for name in ("a-billion-laughs", "an-alias-to-itself"):
        yield Case(f"session-{name}", "session", "session.json", structured.YAML[name])


def _imported() -> Iterator[Case]:
    """What is said to be an exported session: JSON, JSON lines, or a page with a session in it."""
    whole = _session_of("told plainly")
    for name, data in structured.JSON.items():
        yield Case(f"imported-{name}", "imported", "one.json", data)
        yield Case(f"imported-page-{name}", "imported", "one.html", _page(data))
    for name in ("a-billion-laughs", "an-alias-to-itself"):
        yield Case(f"imported-{name}", "imported", "one.json", structured.YAML[name])
    for name, text in SHOWN.items():
        # Stored text holds no null bytes' harm either: they are left out wherever it is shown.
        must: Must = "harmless" if len(text) < 10_000 else "either"
        yield Case(f"imported-text-{name}", "imported", "one.json", _session_of(text), must)
    # The page's own way to write it keeps a text from ending the session amid it.
    yield Case("imported-page-ended-amid", "imported", "one.html", _page(_session_of("</script>")))
    for name, change in {
        "an-id-that-leads-out": {"id": "../../../../tmp/owned"},
        "an-id-of-the-newest": {"id": "last"},
        "a-version-of-tomorrow": {"schema_version": 99},
        "a-version-of-words": {"schema_version": "four"},
        "turns-that-lead-out": {"turns": [json.loads(whole)["turns"][0] | {"id": "../../t1"}]},
        "turns-that-are-none": {"turns": {"t1": []}},
        "a-plan-that-is-none": {"plan": []},
        "a-day-that-is-none": {"created_at": "2026-13-45T99:99:99Z"},
        "a-year-before-the-world": {"created_at": "-9999-01-01T00:00:00Z"},
        "endless-seconds": {"analytics": {"seconds": 1e999}},
    }.items():
        data = json.dumps(json.loads(whole) | change).encode()
        yield Case(f"imported-{name}", "imported", "one.json", data)
    yield Case("imported-a-million-lines", "imported", "all.jsonl", b"{}\n" * 3_000_000)
    yield Case("imported-a-page-without-end", "imported", "one.html", _page(b"[" * 10_000_000))
    yield Case("imported-a-report-on-paper", "imported", "one.pdf", b"%PDF-1.7\n%%EOF\n")
    yield from _imported_archives(whole)


def _imported_archives(whole: bytes) -> Iterator[Case]:
    """What is said to be all data of a person, in one zip."""
    session = "sessions/importedxx/session.json"
    sound = "sessions/importedxx/recordings/t1-1.wav"
    huge = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00" + bytes(16) + b"data\xff\xff\xff\xff"
    refused: dict[str, Content] = {
        "of-a-gigabyte-of-zeros": lambda: archives.packed({session: bytes(2**30)}),
        "of-many-large-recordings": lambda: archives.packed(
            {session: whole} | {sound.replace("t1-1", f"t{n}-1"): bytes(60 * 2**20) for n in range(1, 12)}
        ),
        "of-deep-json": archives.packed({session: b"[" * 1_000_000}),
        "of-no-session": archives.packed({"../../session.json": whole}),
        "of-half-a-million-files": lambda: archives.many_files(500_000, {session: whole}),
        "that-is-cut-short": archives.packed({session: whole})[:-200],
        "that-is-damaged-amid": _spoilt(archives.packed({session: whole})),
        "that-lists-four-gigabytes": archives.packed({session: whole})[:-10] + b"\xff" * 8 + b"\0\0",
        "with-a-sound-that-is-none": archives.packed({session: whole, sound: huge}),
    }
    for name, data in refused.items():
        yield Case(f"imported-archive-{name}", "imported", "all.zip", data)
    tricks = {
        "sessions/importedxx/recordings/../../../../owned.wav": b"RIFF",
        "sessions/../../../owned/session.json": whole,
        "/sessions/owned/session.json": whole,
        "own/settings/config.yaml": b"model: openai/theirs\n",
    }
    packed = archives.packed({session: whole} | tricks)
    yield Case("imported-archive-that-leads-out", "imported", "all.zip", packed, "harmless")


def _spoilt(data: bytes) -> bytes:
    """With other bytes amid it."""
    middle = len(data) // 3
    return data[:middle] + bytes(byte ^ 0xFF for byte in data[middle : middle + 64]) + data[middle + 64 :]


def _session_of(text: str) -> bytes:
    """The document of a valid session that says a text wherever it can."""
    from tests.documents import every_kind_of_turn

    session = every_kind_of_turn("importedxx").model_copy(deep=True)
    session.candidate.name = text
    session.plan.company = text
    for turn in session.turns:
        turn.label = text[:200]
        turn.lead_in = text
        if turn.answer is not None:
            turn.answer.text = text
        for judged in turn.evaluations:
            judged.strengths, judged.improvements, judged.next_level = [text], [text, f"{text} "], text
            for score in judged.criteria:
                score.reason, score.quotes = text, [text]
    assert session.feedback is not None
    session.feedback.summary, session.feedback.strengths = text, [text]
    return json.dumps(session.model_dump(mode="json")).encode()


def _page(data: bytes) -> bytes:
    from interview_cli.report.html import DOCUMENT_CLOSES, DOCUMENT_OPENS

    return b"<!doctype html><p>" + DOCUMENT_OPENS.encode() + data + DOCUMENT_CLOSES.encode()


def _places() -> Iterator[Case]:
    files: dict[Kind, str] = {
        **{"resume": "jane.pdf", "job": "job.txt", "answers": "answers.yaml", "plan": "plan.yaml"},
        **{"role": "own.yaml", "prompt": "judge.md", "settings": "config.yaml", "batch": "rows.yaml"},
        **{"suite": "suite.yaml", "cases": "cases.jsonl", "cassette": "suite.cassette.jsonl"},
        **{"rows": "rows.jsonl", "session": "session.json", "persona": "own.yaml"},
        **{"imported": "one.json"},
    }
    # A settings file that is no file counts as none, and a folder of answers is one of recordings.
    for kind, file in files.items():
        for name, (lay, at) in _PLACES.items():
            if at and kind in ("role", "prompt", "settings", "cases", "cassette", "session", "persona"):
                continue
            must: Must = (
                "refused" if kind not in ("settings", "role", "prompt", "cassette", "rows") else "either"
            )
            yield Case(f"{kind}-at-{name}", kind, file, lay=lay, at=at, must=must)


def _options() -> Iterator[Case]:
    """Names and ids on the command line that would lead elsewhere."""
    paths = {
        "up": "../../../etc/passwd",
        "absolute": "/etc/passwd",
        "home": "~root",
        "a-drive": "C:\\Windows\\win.ini",
        "a-share": "\\\\server\\share",
        "a-device-name": "CON",
        "escapes": "\x1b]0;owned\x07\x9b31m",
        "read-backwards": "\u202edrawkcab",
        "many-lines": "a\nerror: all is well",
        "a-megabyte": "a" * 100_000,
        "markup": "<script>alert(1)</script>",
        "nothing": "",
    }
    commands: dict[str, tuple[str, ...]] = {
        "history-show": ("history", "show"),
        "history-remove": ("history", "remove", "--yes"),
        "export": ("export", "--format", "md"),
        "resume-show": ("resume", "show"),
        "resume-remove": ("resume", "remove", "--yes"),
        "session-continue": ("session", "continue", "--offline", "--answers", "-"),
        "roles-show": ("roles", "show"),
        "prompts-show": ("prompts", "show"),
        "score-session": ("score", "--offline", "--session"),
    }
    for path_name, path in paths.items():
        for command, words in commands.items():
            may_mean_none = path == "" and command in ("export", "session-continue", "resume-show")
            must: Must = "either" if may_mean_none else "refused"
            yield Case(
                f"option-{command}-{path_name}",
                "option",
                must=must,
                arguments=(*words, "--", path) if command != "score-session" else (*words, path),
            )


# All kinds of YAML files go through one reader: in the ordinary run plans meet every attack on it, and each
# of the others a part. `INTERVIEW_HOSTILE=all` takes all of them.
_PARTS = 6
_ALL = os.environ.get("INTERVIEW_HOSTILE") == "all"


def _is_of_the_ordinary_run(case: Case) -> bool:
    product = "-yaml-" in case.name and case.kind not in ("plan", "answers")
    return not product or zlib.crc32(case.name.encode()) % _PARTS == 0


CASES: dict[str, Case] = {case.name: case for case in cases() if _ALL or _is_of_the_ordinary_run(case)}
