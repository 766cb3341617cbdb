"""Draws examples/resume.pdf and writes examples/resume.md: one made-up person, the same words in both.

Run from the repository root: python -m tests.make_example_resume
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

EXAMPLES = Path(__file__).parent.parent / "examples"


@dataclass(frozen=True, slots=True)
class Entry:
    """A job, project or degree: what stands left and right of its first line, then the lines below."""

    title: str
    right: str = ""
    subtitle: str = ""
    place: str = ""
    bullets: tuple[str, ...] = field(default_factory=tuple)


NAME = "Mara Lindholm"
HEADLINE = "Backend Engineer"
CONTACT = (
    "Gothenburg, Sweden",
    "mara.lindholm@example.com",
    "+46 70 555 01 42",
    "github.com/maralindholm-example",
    "linkedin.com/in/maralindholm-example",
)
SUMMARY = (
    "Backend engineer with five years in payments and logistics. I like services that are boring in "
    "production: measured, tested, and easy to hand over. Most at home with Python, Go and PostgreSQL."
)
WORK = (
    Entry(
        "Backend Engineer",
        "Mar 2023 – Present",
        "Nordkaj Payments AB",
        "Gothenburg, Sweden",
        (
            "Own the settlement service (Python, FastAPI, PostgreSQL): 1.2 million transfers a day",
            "Cut the p95 latency of the payout API from 420 ms to 95 ms with a queue instead of row locks",
            "Introduced idempotency keys and a reconciliation job; duplicate payouts fell to none",
            "Mentor two junior engineers and run the weekly incident review",
        ),
    ),
    Entry(
        "Software Developer",
        "Aug 2021 – Feb 2023",
        "Fraktbolaget Logistics",
        "Malmö, Sweden",
        (
            "Split the tracking module out of a Django monolith into a Go service fed by Kafka",
            "Built CI/CD with GitHub Actions, Docker and Terraform; deployments went from weekly to daily",
            "Raised the test coverage of the pricing engine from 35% to 85% before rewriting it",
        ),
    ),
)
PROJECTS = (
    Entry(
        "ledgerlite",
        "2024",
        "An append-only, double-entry ledger as a small Python library on SQLite",
        bullets=(
            "Property-based tests with hypothesis found two rounding bugs before release",
            "Used by three volunteer associations to keep their books",
        ),
    ),
    Entry(
        "Tram delay map",
        "2022",
        "Live map of tram delays from open data: Go, Redis and React",
        bullets=("Serves 2,000 people on a snowy day from one small virtual machine",),
    ),
)
EDUCATION = (Entry("BSc in Computer Science, Chalmers University of Technology", "2018 – 2021"),)
SKILLS = (
    ("Languages", "Python, Go, SQL, TypeScript, Bash"),
    ("Backend", "FastAPI, Django, gRPC, REST APIs, Kafka, RabbitMQ, PostgreSQL, Redis"),
    ("Infrastructure", "Docker, Kubernetes, Terraform, AWS, GitHub Actions, Prometheus, Grafana"),
)
SPOKEN = "Swedish (native), English (fluent), German (basic)"


def markdown() -> str:
    """The resume as Markdown."""
    lines = [f"# {NAME}", "", f"**{HEADLINE}**", "", " | ".join(CONTACT), "", "## Summary", "", SUMMARY, ""]
    lines += ["## Work Experience", ""]
    for job in WORK:
        lines += [f"### {job.title}, {job.subtitle} ({job.right})", "", job.place, ""]
        lines += [*(f"- {bullet}" for bullet in job.bullets), ""]
    lines += ["## Projects", ""]
    for project in PROJECTS:
        lines += [f"### {project.title} ({project.right})", "", f"{project.subtitle}.", ""]
        lines += [*(f"- {bullet}" for bullet in project.bullets), ""]
    lines += ["## Education", ""]
    for degree in EDUCATION:
        lines += [f"**{degree.title}**, {degree.right}", ""]
    lines += ["## Skills", "", *(f"- **{group}:** {words}" for group, words in SKILLS), ""]
    lines += ["## Languages", "", SPOKEN]
    return "\n".join(lines) + "\n"


def _flowables() -> Iterator[object]:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.enums import TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import HRFlowable, KeepTogether, Paragraph, Spacer, Table

    ink, quiet, accent = HexColor("#1f2933"), HexColor("#52606d"), HexColor("#0b6e69")
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=14, textColor=ink)
    right = ParagraphStyle("right", body, alignment=TA_RIGHT, textColor=quiet)
    bullet = ParagraphStyle("bullet", body, leftIndent=11, bulletIndent=1)
    title = ParagraphStyle("title", body, fontName="Helvetica-Bold", fontSize=23, leading=27)
    role = ParagraphStyle("role", body, fontSize=12.5, leading=17, textColor=accent)
    heading = ParagraphStyle(
        "heading",
        body,
        fontName="Helvetica-Bold",
        fontSize=10.5,
        leading=13,
        spaceBefore=13,
        textColor=accent,
    )

    def section(name: str) -> Iterator[object]:
        yield Paragraph(name.upper(), heading)
        yield HRFlowable(width="100%", thickness=0.7, color=accent, spaceBefore=2, spaceAfter=5)

    def pair(left: str, aside: str) -> object:
        table = Table([[Paragraph(left, body), Paragraph(escape(aside), right)]], colWidths=[340, 159])
        table.setStyle([("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)])
        table.setStyle([("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)])
        return table

    def entries(listed: tuple[Entry, ...]) -> Iterator[object]:
        for entry in listed:
            block = [pair(f"<b>{escape(entry.title)}</b>", entry.right)]
            if entry.subtitle:
                block.append(pair(escape(entry.subtitle), entry.place))
            block += [Paragraph(escape(text), bullet, bulletText="•") for text in entry.bullets]
            yield KeepTogether([*block, Spacer(1, 6)])

    yield Paragraph(NAME, title)
    yield Paragraph(HEADLINE, role)
    yield Paragraph(" &nbsp;|&nbsp; ".join(map(escape, CONTACT[:3])), body)
    yield Paragraph(
        " &nbsp;|&nbsp; ".join(f'<link href="https://{url}">{url}</link>' for url in CONTACT[3:]), body
    )
    yield from section("Summary")
    yield Paragraph(escape(SUMMARY), body)
    yield from section("Work Experience")
    yield from entries(WORK)
    yield from section("Projects")
    yield from entries(PROJECTS)
    yield from section("Education")
    yield from entries(EDUCATION)
    yield from section("Skills")
    for group, words in SKILLS:
        yield Paragraph(f"<b>{group}:</b> {escape(words)}", body)
    yield from section("Languages")
    yield Paragraph(escape(SPOKEN), body)


def pdf() -> bytes:
    """The resume as a PDF of one A4 page; the same bytes every time."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=42,
        rightMargin=42,
        topMargin=38,
        bottomMargin=36,
        title=f"{NAME}, resume",
    )
    document.build(list(_flowables()), canvasmaker=_deterministic_canvas)
    return buffer.getvalue()


def _deterministic_canvas(*arguments: object, **options: object) -> object:
    from reportlab.pdfgen.canvas import Canvas

    return Canvas(*arguments, **{**options, "invariant": 1})


if __name__ == "__main__":
    EXAMPLES.joinpath("resume.pdf").write_bytes(pdf())
    EXAMPLES.joinpath("resume.md").write_text(markdown(), "utf-8")
