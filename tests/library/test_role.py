"""The values a role is made of."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from interview_cli.library.role import LanguageTag


def test_a_language_that_is_no_tag_is_refused_in_words() -> None:
    with pytest.raises(ValidationError, match="must be a language tag such as de or pt-BR"):
        TypeAdapter(LanguageTag).validate_python("german!")
    assert TypeAdapter(LanguageTag).validate_python("pt-BR") == "pt-BR"
