"""Ids and names that become paths: whatever a person or a file says, the path stays in its folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interview_cli.errors import UsageError
from interview_cli.resume.ingest import slug
from interview_cli.store.names import check_session_id, is_resume_name, is_session_id, resume_path

ROOT = Path("/data")
hostile = st.lists(
    st.sampled_from(
        ["..", "/", "\\", "~", "a", "-", "_", ".", "\x00", "C:", "\n", "\u202e", "é", "CON", "%2e"]
    ),
    max_size=8,
).map("".join)


@given(st.text(max_size=80) | hostile)
@example("../../etc/passwd")
@example("a\n")
@example("last")
@example("٣٣٣٣")
def test_a_name_is_refused_or_a_file_of_its_folder(name: str) -> None:
    if is_resume_name(name):
        path = resume_path(ROOT, name)
        assert (path.parent, path.name) == (ROOT / "resumes", f"{name}.json")
        assert name.isascii()
    else:
        with pytest.raises(UsageError, match="can't name a resume"):
            resume_path(ROOT, name)


@given(st.text(max_size=40) | hostile)
@example("last")
@example("abcd\n")
def test_a_session_id_is_refused_or_letters_and_digits(text: str) -> None:
    if is_session_id(text):
        assert text.isascii()
        assert text.isalnum()
    else:
        with pytest.raises(UsageError, match="is no session id"):
            check_session_id(text)


@given(st.text(max_size=200) | hostile)
def test_a_name_made_of_any_text_can_name_a_resume(text: str) -> None:
    made = slug(text)
    assert made == "" or is_resume_name(made)
