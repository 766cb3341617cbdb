"""Calls to models that speak: their voices, what a call looks like, and what it costs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from interview_cli.errors import UsageError
from interview_cli.llm.port import CallUsage, ModelError, Speech, SpeechModel, SpeechRequest
from interview_cli.llm.providers import full_name, provider_of


@dataclass(frozen=True, slots=True)
class SpeechOffer:
    """A provider's model for speaking, without prefix, and a voice of it."""

    model: str
    voice: str


OFFERS: Mapping[str, SpeechOffer] = {
    "openai": SpeechOffer("gpt-4o-mini-tts", "alloy"),
    "groq": SpeechOffer("canopylabs/orpheus-v1-english", "autumn"),
}
"""By provider, in the order in which one is chosen when none was named."""
_OPENAI_VOICE = "alloy"
# litellm speaks through these; others it either cannot, or asks twice for the same sound.
_SPEAKING = frozenset(
    {"openai", "azure", "groq", "hosted_vllm", "lm_studio", "llamafile", "litellm_proxy", "deepinfra"}
)


_SPEAKING_HINT = (
    "There are pyttsx3, models such as openai/gpt-4o-mini-tts, and commands such as 'piper -m ...'."
)


def speech_arguments(request: SpeechRequest, model: str, timeout: float) -> dict[str, Any]:
    """What litellm is told, but for keys and addresses. WAV is wanted, as it needs no decoder."""
    provider = model.partition("/")[0]
    offer = OFFERS.get(provider)
    arguments: dict[str, Any] = {
        "model": model,
        "input": request.text,
        "voice": request.voice or (offer.voice if offer else _OPENAI_VOICE),
        "response_format": "wav",
        "timeout": timeout,
        "max_retries": 0,
    }
    if request.speed != 1.0:
        arguments["speed"] = round(min(max(request.speed, 0.25), 4.0), 2)  # OpenAI's bounds
    return arguments


def speech_cost(litellm: Any, model: str, text: str) -> float | None:
    """US dollars by litellm's price list, where it prices characters; None where it does not know."""
    try:
        price = float(
            sum(litellm.cost_per_token(model=model, prompt_characters=len(text), call_type="aspeech"))
        )
    except Exception:  # litellm raises a plain Exception for a model without a price
        return None
    return price or None


def speech_usage(request: SpeechRequest, model: str, cost: float | None, began: float) -> CallUsage:
    """The record of a call. Providers that speak tell no tokens."""
    return CallUsage(purpose=request.purpose, model=model, cost=cost, seconds=time.perf_counter() - began)


def speech_name(name: str) -> str:
    """A speech model's name with its provider. Raises UsageError for one that cannot be asked to speak."""
    try:
        full = f"openai/{name}" if name.startswith("tts-") else full_name(name)
    except UsageError as error:
        raise UsageError(f"Nothing that speaks is named {name!r}.", _SPEAKING_HINT) from error
    if full.partition("/")[0] not in _SPEAKING:
        raise UsageError(f"{full} cannot be asked to speak.", _SPEAKING_HINT)
    return full


def detected_speech(environ: Mapping[str, str]) -> tuple[str, str]:
    """The first model that speaks and whose key is set, with the reason; both empty when there is none."""
    for prefix, offer in OFFERS.items():
        provider = provider_of(f"{prefix}/{offer.model}")
        if found := provider.keys_found(environ):
            return f"{prefix}/{offer.model}", f"{found[0]} is set"
    return "", ""


class MeteredSpeech:
    """A model that speaks and reports the usage of every call to `sink`, of failed and abandoned ones too."""

    def __init__(self, model: SpeechModel, sink: Callable[[CallUsage], None]) -> None:
        self._model = model
        self._sink = sink

    @property
    def name(self) -> str:
        """The metered model's name."""
        return self._model.name

    async def speak(self, request: SpeechRequest) -> Speech:
        """The model's sound, reported. Raises ModelError, reported too."""
        began = time.perf_counter()
        try:
            speech = await self._model.speak(request)
        except (ModelError, asyncio.CancelledError) as error:
            failed = error.kind if isinstance(error, ModelError) else "cancelled"
            seconds = time.perf_counter() - began
            self._sink(CallUsage(purpose=request.purpose, model=self.name, seconds=seconds, failed=failed))
            raise
        self._sink(speech.usage)
        return speech
