"""The HTML report: one page that is complete, accessible, and obeys nothing it quotes."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.coach.marks import marks_of
from interview_cli.coach.speech import Pause, Sound, SpokenWord, Take, Transcript
from interview_cli.errors import UsageError
from interview_cli.interview.session import Session
from interview_cli.report import html
from interview_cli.report.beside import Beside
from interview_cli.report.reading import documents_in
from interview_cli.report.wording import printable
from interview_cli.store.row import row_of
from tests.documents import HOSTILE, every_kind_of_turn, plain_session, shows_score

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """What a browser would find in a page: its tags with their attributes, and its texts by element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        """All that is read on the page."""
        return "".join(data for tag, data in self.texts if tag not in ("style", "script", "title"))


def history() -> list[Session]:
    """Five interviews of one kind, the last one the best."""
    return [plain_session(f"aaaa{number}", days=number, score=40.0 + 8 * number) for number in range(5)]


def test_headings_go_down_by_one_level_at_a_time() -> None:
    page = Page(html.render(every_kind_of_turn()))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_says_what_its_rows_and_columns_are() -> None:
    page = Page(html.render(every_kind_of_turn()))

    assert len(page.of("table")) >= 3
    assert {cell["scope"] for cell in page.of("th")} == {"col", "row"}
    assert page.of("html") == [{"lang": "en"}]


def test_the_trend_is_drawn_and_told_in_words() -> None:
    sessions = history()
    rows = [row_of(one, "") for one in reversed(sessions)]
    page = Page(html.render(sessions[-1], beside=Beside(rows=rows)))

    (drawing,) = page.of("svg")
    assert drawing["role"] == "img"
    labelled = set((drawing["aria-labelledby"] or "").split())
    assert labelled <= {attributes.get("id") for _, attributes in page.tags}
    assert len(page.of("circle")) == 5
    assert "Overall score of 5 interviews, oldest first." in page.text
    assert "Overall: improving, from 40 to 72" in page.text


def test_a_first_interview_and_one_from_elsewhere_have_no_trend() -> None:
    first, *others = history()
    rows = [row_of(one, "") for one in reversed([first, *others])]

    assert not Page(html.render(first, beside=Beside(rows=rows))).of("svg")
    assert not Page(html.render(plain_session("zzzz9", days=9), beside=Beside(rows=rows))).of("svg")


def test_nothing_is_fetched_and_nothing_runs() -> None:
    text = html.render(every_kind_of_turn(), embed=True)
    page = Page(text)

    for name, attributes in page.tags:
        for attribute, value in attributes.items():
            assert not attribute.startswith("on"), (name, attribute)
            if attribute in ("src", "href", "action", "data", "poster", "srcset"):
                assert (value or "").startswith("#"), (name, attribute, value)
    assert [script["type"] for script in page.of("script")] == ["application/json"]
    assert not page.of("link")
    assert "@import" not in text
    assert "url(" not in text
    (policy,) = [meta for meta in page.of("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert (policy["content"] or "").startswith("default-src 'none'")


def test_what_people_and_models_wrote_is_read_and_never_obeyed() -> None:
    page = Page(html.render(every_kind_of_turn()))

    assert "<script>alert(1)</script>" in page.text
    assert "\x1b" not in page.text
    assert "\u202e" not in page.text
    assert [attributes for attributes in page.of("a") if "evil" in str(attributes)] == []


def test_the_words_a_judgement_rests_on_are_marked() -> None:
    page = Page(html.render(every_kind_of_turn()))
    marked = [data for tag, data in page.texts if tag == "mark"]

    assert "idempotency key" in marked


def test_without_scores_there_are_none_to_be_found_anywhere() -> None:
    session = every_kind_of_turn()
    rows = [row_of(session, ""), row_of(plain_session("aaaa1", days=-1), "")]
    text = html.render(session, scores=False, beside=Beside(rows=rows))

    assert not shows_score(Page(text).text)
    assert 'class="bar"' not in text
    assert html.DOCUMENT_OPENS not in text


def test_the_session_in_a_page_is_read_again_as_it_was() -> None:
    session = every_kind_of_turn()
    (document,) = documents_in(io.BytesIO(html.render(session, embed=True).encode()), "report.html")

    assert Session.model_validate(document) == session


@given(st.text(max_size=60))
def test_any_answer_is_one_text_of_the_page_and_comes_back_from_it(answer: str) -> None:
    session = plain_session("aaaa1")
    turn = session.turns[0]
    assert turn.answer is not None
    # What is stored holds no lone surrogates.
    turn.answer.text = answer.encode("utf-8", "replace").decode()
    plain = Page(html.render(plain_session("aaaa1")))
    text = html.render(session, embed=True)
    page = Page(text)

    shown = printable(turn.answer.text).strip("\n")
    assert [tag for tag, _ in page.tags if tag not in ("mark", "script")] == [
        tag for tag, _ in plain.tags if tag not in ("mark", "script")
    ]
    if shown.strip():
        assert shown in page.text
    (document,) = documents_in(io.BytesIO(text.encode()), "report.html")
    assert json.loads(json.dumps(document))["turns"][0]["answer"]["text"] == turn.answer.text


def spoken_session() -> Session:
    """An interview whose first answer is a recording with two places worth hearing again."""
    session = every_kind_of_turn()
    words = [SpokenWord(text=" um", start=3.0, end=3.2), SpokenWord(text=" queue", start=3.4, end=3.9)]
    sound = Sound(seconds=42, speech_seconds=30, pauses=[Pause(start=17.2, end=21.4, place="inside")])
    take = Take(
        file="t1-1.wav",
        seconds=42,
        transcript=Transcript(text="um queue", by="test", words=words),
        sound=sound,
    )
    answer = session.turns[0].answer
    assert answer is not None
    answer.takes = [take]
    assert len(marks_of(take)) == 2
    return session


def test_recordings_are_linked_with_their_times() -> None:
    place = "file:///home/ada/sessions/k3fabcdefg/recordings/t1-1.wav"
    page = Page(html.render(spoken_session(), beside=Beside(find=lambda name: place)))
    links = [str(link["href"]) for link in page.of("a") if not str(link["href"]).startswith("#")]

    assert [audio["src"] for audio in page.of("audio")] == [place]
    assert [audio["aria-label"] for audio in page.of("audio")] == ["Recording 1 of the answer to Q1"]
    assert links == [place, f"{place}#t=3.0", f"{place}#t=17.2"]
    assert "t1-1.wav, 42 s: um at 3 s, a pause of 4.2 s at 17 s" in page.text


def test_a_recording_that_cannot_be_reached_is_named_all_the_same() -> None:
    page = Page(html.render(spoken_session()))

    assert not page.of("audio")
    assert "t1-1.wav, 42 s (not reachable from this file)" in page.text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 ...", "is a PDF report, which cannot be read again"),
        (b"<!doctype html><p>hello", "is a page without a session in it"),
        (b"{}", "holds no session"),
        (b"[]", "holds no session"),
        (b"[1, 2]", "holds no session"),
        (b"{}\n" * 3, "report:1 holds no session"),
        (b'{"turns": [], "plan": {}}\n[]\n', "report:2 holds no session"),
        (b" " * (9 * 2**20), "is larger than any session"),
        (b'{"turns": [], "plan": {}}\n"' + b"x" * (9 * 2**20), "report:2: larger than any session"),
        (b'{"turns": [], "plan": {}}\n' * 100_001, "more than 100,000 lines"),
        (b"not json", "neither JSON nor a page"),
        (b'{"turns": [], "plan": {}}\n{"turns": ', ":2: no JSON"),
        (b"", "neither JSON nor a page"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_what_holds_no_session_is_told_so(data: bytes, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        list(documents_in(io.BytesIO(data), "report"))


def test_hostile_text_in_the_embedded_session_ends_no_script() -> None:
    session = plain_session("aaaa1")
    assert session.turns[0].answer is not None
    session.turns[0].answer.text = f"</script><script>alert(1)</script><!--{HOSTILE}"
    text = html.render(session, embed=True)

    assert len(Page(text).of("script")) == 1
    (document,) = documents_in(io.BytesIO(text.encode()), "r.html")
    assert document["turns"][0]["answer"]["text"] == session.turns[0].answer.text
