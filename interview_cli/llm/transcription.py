"""Speech for a provider, and what it replies, in the form of OpenAI's transcriptions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from interview_cli.llm.chat_format import storable
from interview_cli.llm.failures import unusable
from interview_cli.llm.port import CallUsage, HeardText, HeardWord, TranscriptionRequest

_TIMES = ("word", "segment")
# litellm drops this parameter for them, although they know it.
_TIMES_BY_THEMSELVES = frozenset({"groq", "fireworks_ai"})
_NO_TIMES = re.compile(r"response_format|verbose_json|timestamp", re.I)
# A body that is no JSON comes as if it were the text; nobody says markup.
_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml)\b", re.I)
_BETWEEN = "Does a proxy or the log-in page of a network stand between?"
_ENDINGS = {"audio/wav": "wav", "audio/flac": "flac"}


def sound_arguments(model: str, request: TranscriptionRequest, *, times: bool) -> dict[str, Any]:
    """What litellm is called with; with `times` the model is asked when each word was said."""
    name = f"answer.{_ENDINGS.get(request.mime, 'bin')}"
    arguments: dict[str, Any] = {
        "model": model,
        "file": (name, request.audio, request.mime),
        "response_format": "verbose_json" if times else "json",
    }
    if request.language:
        arguments["language"] = request.language.partition("-")[0]
    if request.prompt:
        arguments["prompt"] = request.prompt
    if times and model.partition("/")[0] in _TIMES_BY_THEMSELVES:
        arguments["extra_body"] = {"timestamp_granularities": list(_TIMES)}
    elif times:
        arguments["timestamp_granularities"] = list(_TIMES)
    return arguments


def objects_to_times(error: Exception) -> bool:
    """Whether a provider declined a request because of the times that were asked for."""
    return _NO_TIMES.search(str(error)) is not None


def transcribes_nothing(error: Exception) -> bool:
    """Whether litellm knows of no transcription at this provider."""
    return "Unmapped provider" in str(error)


def heard_text(answer: Any, model: str, usage: CallUsage) -> HeardText:
    """The reply. Raises ModelError for one without a text; silence gives an empty text, and is no error."""
    text = getattr(answer, "text", None)
    if not isinstance(text, str):
        raise unusable(model, "unreadable", "sent no text")
    if _PAGE.match(text):
        raise unusable(model, "unreadable", "sent a web page instead of a transcript", _BETWEEN)
    segments = _records(answer, "segments")
    return HeardText(
        text=storable(text).strip(),
        model=model,
        usage=usage,
        words=tuple(_words(_records(answer, "words"))),
        language=str(getattr(answer, "language", None) or ""),
        no_speech=max(_numbers(segments, "no_speech_prob"), default=None),
        log_probability=min(_numbers(segments, "avg_logprob"), default=None),
    )


def price_of_sound(litellm: Any, model: str, seconds: float, answer: Any) -> float | None:
    """US dollars by litellm's price list, by the second or as it counted tokens; None without a price."""
    try:
        listed = litellm.get_model_info(model)
    except Exception:  # litellm raises a plain Exception for a model without a price
        return None
    per_second = listed.get("input_cost_per_second") or listed.get("output_cost_per_second")
    if per_second:
        return float(per_second) * seconds
    counted = getattr(answer, "_hidden_params", {}).get("response_cost")
    return float(counted) if counted else None


def _records(answer: Any, name: str) -> list[dict[str, Any]]:
    """A list of objects in the reply, whatever a provider put in its place."""
    listed = getattr(answer, name, None)
    return [dict(item) for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _words(records: Sequence[dict[str, Any]]) -> list[HeardWord]:
    """The words with usable times."""
    words = []
    for record in records:
        text, start, end = record.get("word"), record.get("start"), record.get("end")
        if isinstance(text, str) and isinstance(start, int | float) and isinstance(end, int | float):
            begin = max(0.0, float(start))
            words.append(HeardWord(storable(text).strip(), begin, max(begin, float(end))))
    return [word for word in words if word.text]


def _numbers(records: Sequence[dict[str, Any]], name: str) -> list[float]:
    return [float(record[name]) for record in records if isinstance(record.get(name), int | float)]
