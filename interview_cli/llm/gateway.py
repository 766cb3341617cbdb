"""Every provider as a ModelPort and a TranscriptionModel, through litellm."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar

from interview_cli.llm.chat_format import (
    add_to_prompt,
    chat_message,
    objects_to_schema,
    objects_to_stream,
    refusal_of,
    response_format,
    schema_in_words,
    storable,
)
from interview_cli.llm.client import client, loaded
from interview_cli.llm.environment import process_environment
from interview_cli.llm.failures import checked_reply, model_error, unusable
from interview_cli.llm.keys import without_key
from interview_cli.llm.port import (
    MOST_COST,
    MOST_TOKENS,
    CallUsage,
    HeardText,
    OnText,
    Reply,
    Request,
    Speech,
    SpeechRequest,
    TranscriptionRequest,
)
from interview_cli.llm.providers import NO_KEY, address_of, full_name, key_for, provider_of
from interview_cli.llm.speaking import speech_arguments, speech_cost, speech_usage
from interview_cli.llm.stream import read_stream
from interview_cli.llm.transcription import (
    heard_text,
    objects_to_times,
    price_of_sound,
    sound_arguments,
    transcribes_nothing,
)

DEFAULT_STALL = 20.0
DEFAULT_NUM_CTX = 16_384  # Ollama's own default silently cuts a resume with a job description
_NO_RETRIES: dict[str, Any] = {"max_retries": 0, "allowed_openai_params": ["max_retries"]}
_STREAM: dict[str, Any] = {"stream": True, "stream_options": {"include_usage": True}}
_OPENAI_LIKE = frozenset({"openai", "hosted_vllm", "lm_studio", "llamafile", "ollama_chat"})
_FREE = frozenset({"ollama_chat", "lm_studio", "llamafile"})
_T = TypeVar("_T")


class LiteLLMModel:
    """One model of any provider litellm knows.

    `timeout` (seconds) replaces the request's own when given; `stall` is how long a stream may
    pause once it has begun; `num_ctx` is the context that Ollama is asked for, in tokens. `environ`
    is where keys and addresses are read from and what is kept out of messages.
    """

    def __init__(
        self,
        name: str,
        *,
        api_base: str | None = None,
        api_key: str | None = None,
        timeout: float | None = None,
        stall: float = DEFAULT_STALL,
        num_ctx: int = DEFAULT_NUM_CTX,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._name = name
        self._environ = process_environment() if environ is None else environ
        prefix, _, rest = full_name(name).partition("/")
        self._provider = "ollama_chat" if prefix == "ollama" else prefix
        self._model = f"{self._provider}/{rest}"
        provider = provider_of(name)
        self._api_base = api_base or address_of(provider, self._environ)
        self._api_key = api_key or key_for(provider, self._environ, self._api_base)
        self._timeout = timeout
        self._stall = stall
        self._num_ctx = num_ctx
        self._takes_schema: bool | None = None
        self._streams = True
        self._gives_times = True

    @property
    def name(self) -> str:
        """The model as the person named it."""
        return self._name

    async def warm_up(self) -> None:
        """Import the client in a thread; later calls return at once."""
        await client()

    async def complete(self, request: Request, *, on_text: OnText | None = None) -> Reply:
        """The whole reply. Raises ModelError; a reply that was cut, refused or empty is an error too.

        With `on_text` it is streamed, and a stream that stalls or ends too early is an error. A provider
        that declines to stream, or does not know how to, gives its reply in one piece, now and from then on.
        """
        litellm = await client()
        began = time.perf_counter()
        stream = on_text is not None and self._streams
        answer = await self._within(self._seconds(request), self._call(litellm, request, stream=stream))
        if on_text is None or isinstance(answer, litellm.ModelResponse):
            return self._whole(request, answer, began)
        left = self._seconds(request) - (time.perf_counter() - began)
        told = on_text

        def tell(text: str) -> None:
            told(self._without_key(text))

        came = await read_stream(answer, self._within, seconds=left, stall=self._stall, on_text=tell)
        if came.is_nothing:
            reply = await self.complete(request)
            self._streams = False
            return reply
        if came.broke_off:
            raise unusable(self._name, "unavailable", "broke off before its reply was complete")
        usage = self._usage(request, came.counted, began)
        text = self._without_key(came.text)
        return checked_reply(self._name, text, came.finish_reason, came.refusal, usage)

    async def speak(self, request: SpeechRequest) -> Speech:
        """The sound of a text, as the provider sends it. Raises ModelError; no sound is an error too."""
        litellm = await client()
        began = time.perf_counter()
        seconds = self._timeout or request.timeout
        arguments = speech_arguments(request, self._model, seconds) | self._door()
        answer = await self._within(seconds, litellm.aspeech(**arguments))
        if not answer.content:
            raise unusable(self._name, "unreadable", "sent no sound")
        cost = speech_cost(litellm, self._model, request.text)
        return Speech(answer.content, self._name, speech_usage(request, self._name, cost, began))

    async def transcribe(self, request: TranscriptionRequest) -> HeardText:
        """What is said in the sound, with times where the provider gives them. Raises ModelError."""
        litellm = await client()
        began = time.perf_counter()
        seconds = self._timeout or request.timeout
        answer = await self._within(seconds, self._heard(litellm, request, seconds))
        usage = CallUsage(
            purpose=request.purpose,
            model=self._name,
            cost=price_of_sound(litellm, self._model, request.seconds, answer),
            seconds=time.perf_counter() - began,
        )
        return heard_text(answer, self._name, usage)

    async def _heard(self, litellm: Any, request: TranscriptionRequest, seconds: float) -> Any:
        """One call, and another without times of words where the model gives none."""
        arguments = sound_arguments(self._model, request, times=self._gives_times) | self._door()
        try:
            return await litellm.atranscription(**arguments, timeout=seconds, max_retries=0, drop_params=True)
        except litellm.BadRequestError as error:
            if not (self._gives_times and objects_to_times(error)):
                raise
            self._gives_times = False
        except Exception as error:  # the one sign of it is a sentence in an error of no particular class
            if transcribes_nothing(error):
                raise unusable(self._name, "bad_request", "writes down no speech") from None
            raise
        return await self._heard(litellm, request, seconds)

    def _without_key(self, text: str) -> str:
        """A reply without the key it was asked for with, which a provider may repeat."""
        key = self._api_key
        return without_key(text, key) if key and key != NO_KEY else text

    def _door(self) -> dict[str, str]:
        """Where to call, and with which key, as far as that is known here."""
        door = {"api_base": self._api_base, "api_key": self._api_key}
        return {name: value for name, value in door.items() if value is not None}

    def _whole(self, request: Request, answer: Any, began: float) -> Reply:
        """The reply that came in one piece."""
        usage = self._usage(request, getattr(answer, "usage", None), began)
        if not answer.choices:
            raise unusable(self._name, "unreadable", "sent an empty reply")
        message = answer.choices[0].message
        text, refusal = self._without_key(storable(message.content or "")), refusal_of(message)
        return checked_reply(self._name, text, answer.choices[0].finish_reason, refusal, usage)

    async def _call(self, litellm: Any, request: Request, *, stream: bool) -> Any:
        """One call, and another without what the provider objects to.

        In place of a stream the reply comes in one piece; in place of a schema its words stand in the prompt.
        """
        arguments = self._arguments(litellm, request) | (_STREAM if stream else {})
        try:
            return await litellm.acompletion(**arguments)
        except litellm.BadRequestError as error:
            if stream and objects_to_stream(error):
                self._streams = stream = False
            elif "response_format" in arguments and objects_to_schema(error):
                self._takes_schema = False
            else:
                raise
        return await self._call(litellm, request, stream=stream)

    async def _within(self, seconds: float, work: Awaitable[_T]) -> _T:
        """The result of `work`, or a ModelError; litellm, OpenAI and HTTP clients each raise their own."""
        try:
            async with asyncio.timeout(seconds):
                return await work
        except Exception as error:  # any class may come out of a provider's client, see above
            failure = model_error(error, self._name, self._secrets())
        raise failure  # outside the handler: the original may hold the key and must not be its context

    def _arguments(self, litellm: Any, request: Request) -> dict[str, Any]:
        schema = request.schema
        messages = [chat_message(message) for message in request.messages]
        arguments: dict[str, Any] = {
            "model": self._model,
            "messages": messages,
            "timeout": self._seconds(request),
            "drop_params": True,
            "num_retries": 0,
            **(_NO_RETRIES if self._uses_openai_client(litellm) else {}),
            **request.extra,
        }
        optional = {
            "api_base": self._api_base,
            "api_key": self._api_key,
            "temperature": request.temperature,
            "max_tokens": request.max_tokens,
            "num_ctx": self._num_ctx if self._provider == "ollama_chat" else None,
        }
        arguments |= {name: value for name, value in optional.items() if value is not None}
        if schema is not None and self._schema_goes_along(litellm):
            arguments["response_format"] = response_format(schema)
        elif schema is not None:
            add_to_prompt(messages, schema_in_words(schema))
        return arguments

    def _uses_openai_client(self, litellm: Any) -> bool:
        """Whether OpenAI's own client makes the call: it alone repeats calls unless told not to."""
        return self._provider in {"openai", "azure"} or (
            self._provider in litellm.openai_compatible_providers and self._provider != "huggingface"
        )

    def _schema_goes_along(self, litellm: Any) -> bool:
        if self._takes_schema is None:
            known = litellm.supports_response_schema(model=self._model)
            self._takes_schema = bool(known) or self._provider in _OPENAI_LIKE
        return self._takes_schema

    def _seconds(self, request: Request) -> float:
        return self._timeout or request.timeout

    def _secrets(self) -> dict[str, str]:
        return {**self._environ, "API_KEY_GIVEN": self._api_key or ""}

    def _usage(self, request: Request, counted: Any, began: float) -> CallUsage:
        return CallUsage(
            purpose=request.purpose,
            model=self._name,
            input_tokens=_count(counted, "prompt_tokens") or 0,
            output_tokens=_count(counted, "completion_tokens") or 0,
            cost=self._cost(counted),
            seconds=time.perf_counter() - began,
            prompt_hash=request.prompt_hash,
        )

    def _cost(self, counted: Any) -> float | None:
        """US dollars by litellm's price list; None for a model that is not on it."""
        sent, came = _count(counted, "prompt_tokens"), _count(counted, "completion_tokens")
        if sent is None or came is None:
            return None
        try:
            parts = loaded().cost_per_token(
                model=self._model,
                prompt_tokens=sent,
                completion_tokens=came,
                usage_object=counted,
            )
        except Exception:  # litellm raises a plain Exception for a model without a price
            return None
        price = float(sum(parts))
        if not price:
            return 0.0 if self._provider in _FREE else None  # its list says 0 for "unknown" too
        return price if 0 < price <= MOST_COST else None


def _count(counted: Any, name: str) -> int | None:
    """A number of tokens as a provider tells it; None where it tells none, or what can be none."""
    told = getattr(counted, name, None)
    return told if isinstance(told, int) and 0 <= told <= MOST_TOKENS else None
