"""Which model is used when none was named, and what is wrong with a name before any call is made."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import UsageError
from interview_cli.llm.failures import one_line
from interview_cli.llm.ollama import ollama_address, ollama_models
from interview_cli.llm.provider_table import PROVIDERS, UNTABLED_PREFIXES, Provider
from interview_cli.llm.providers import address_of, check, detect, full_name, is_nearby, provider_of
from tests.loopback import Behaviour, LoopbackServer, always


def no_ollama() -> list[str]:
    return []


def test_the_first_provider_with_a_key_is_chosen_and_the_reason_named() -> None:
    choice = detect({"MISTRAL_API_KEY": "x", "ANTHROPIC_API_KEY": "y", "GROQ_API_KEY": ""}, ollama=no_ollama)
    assert choice.model is not None
    assert choice.model.startswith("anthropic/")
    assert choice.reason == "ANTHROPIC_API_KEY is set"


def test_a_running_ollama_comes_after_keys_and_before_nothing() -> None:
    assert detect({}, ollama=lambda: ["qwen3:8b", "llama3.2"]).model == "ollama/qwen3:8b"
    assert detect({}, ollama=no_ollama).model is None


def test_ollama_is_not_asked_when_a_key_is_there() -> None:
    def unwanted() -> list[str]:
        raise AssertionError("asked")

    assert detect({"OPENAI_API_KEY": "x"}, ollama=unwanted).model


@pytest.mark.parametrize("provider", [p for p in PROVIDERS if p.model], ids=lambda p: p.prefix)
def test_what_detection_picks_passes_the_check(provider: Provider) -> None:
    environ = dict.fromkeys(provider.keys[0], "x")
    choice = detect(environ, ollama=no_ollama)
    assert choice.model == f"{provider.prefix}/{provider.model}"
    check(choice.model, environ)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("gpt-4o-mini", "openai/gpt-4o-mini"),
        ("o3-mini", "openai/o3-mini"),
        ("claude-haiku-4-5", "anthropic/claude-haiku-4-5"),
        ("gemini-2.5-flash", "gemini/gemini-2.5-flash"),
        (" openai/test ", "openai/test"),
        ("openrouter/meta-llama/llama-3.3-70b", "openrouter/meta-llama/llama-3.3-70b"),
        ("vertex_ai/gemini-2.5-pro", "vertex_ai/gemini-2.5-pro"),
    ],
)
def test_bare_names_get_their_provider(name: str, full: str) -> None:
    assert full_name(name) == full


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("opnai/gpt-4o", "openai/gpt-4o"),
        ("llama3", "provider/model"),
        ("openai/", "provider/model"),
        ("", "provider/model"),
        ("meta-llama/Llama-3.3-70B", "?"),
    ],
)
def test_an_unknown_provider_is_an_error_with_a_way_out(name: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        check(name, {"OPENAI_API_KEY": "x"})
    assert hint in caught.value.hint


def test_a_missing_key_is_named_with_the_place_to_get_one() -> None:
    with pytest.raises(UsageError) as caught:
        check("openai/gpt-4o", {"OPENAI_API_KEY": ""})
    assert "OPENAI_API_KEY is not set" in caught.value.message
    assert "https://platform.openai.com" in caught.value.hint
    with pytest.raises(UsageError):
        check("azure/mine", {"AZURE_API_KEY": "x"})


@pytest.mark.parametrize(
    "environ",
    [
        {"OPENAI_API_BASE": "http://127.0.0.1:8080/v1"},
        {"OPENAI_BASE_URL": "http://192.168.1.7:1234/v1"},
        {"OPENAI_API_BASE": "http://gpu-box:8000/v1"},
    ],
)
def test_a_server_nearby_needs_no_key(environ: dict[str, str]) -> None:
    check("openai/test", environ)


def test_a_public_address_and_a_model_without_keys() -> None:
    with pytest.raises(UsageError):
        check("openai/test", {"OPENAI_API_BASE": "https://api.example.com/v1"})
    check("openai/test", {}, api_base="http://localhost:1234/v1")
    check("ollama/llama3.2", {})


@pytest.mark.parametrize(
    ("model", "variable"),
    [
        ("gemini/flash", "GEMINI_API_BASE"),
        ("deepseek/chat", "DEEPSEEK_API_BASE"),
        ("fireworks_ai/llama", "FIREWORKS_API_BASE"),
        ("hosted_vllm/llama", "HOSTED_VLLM_API_BASE"),
        ("lambda_ai/llama", "LAMBDA_API_BASE"),
        ("nano-gpt/x", "NANO_GPT_API_BASE"),
        ("watsonx/granite", "WATSONX_URL"),
    ],
)
def test_every_provider_can_be_put_at_another_address(model: str, variable: str) -> None:
    there = "http://203.0.113.9/v1"
    assert address_of(provider_of(model), {variable: there}) == there


@given(st.text(max_size=40))
def test_any_text_is_near_or_not_and_a_name_or_an_error(text: str) -> None:
    assert is_nearby(text) in {True, False}
    with contextlib.suppress(UsageError):
        assert "/" in full_name(text)
    with contextlib.suppress(UsageError):
        assert "//" in ollama_address({"OLLAMA_HOST": text})


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({}, "http://127.0.0.1:11434"),
        ({"OLLAMA_HOST": "0.0.0.0"}, "http://127.0.0.1:11434"),
        ({"OLLAMA_HOST": "box:1234"}, "http://box:1234"),
        ({"OLLAMA_HOST": "https://ollama.example.com/"}, "https://ollama.example.com"),
        ({"OLLAMA_HOST": "[::1]:99"}, "http://[::1]:99"),
        ({"OLLAMA_API_BASE": "http://a:1", "OLLAMA_HOST": "b"}, "http://a:1"),
    ],
)
def test_ollama_is_looked_for_where_it_was_put(environ: dict[str, str], address: str) -> None:
    assert ollama_address(environ) == address


def test_only_models_that_chat_are_listed() -> None:
    listing = {
        "models": [
            {"name": "nomic-embed-text:latest", "details": {"family": "nomic-bert"}},
            {"name": "mxbai:latest", "details": {"family": "bert"}},
            {"name": "llama3.2:latest", "details": {"family": "llama"}},
            {"name": "qwen3:8b"},
        ]
    }
    with LoopbackServer(always(Behaviour(body=json.dumps(listing)))) as server:
        names = ollama_models({"OLLAMA_HOST": f"127.0.0.1:{server.port}"}, timeout=5)
    assert names == ["llama3.2:latest", "qwen3:8b"]
    assert server.requests[0].path == "/api/tags"


@pytest.mark.parametrize(
    "behaviour",
    [
        Behaviour(delay=10),
        Behaviour(drop=True),
        Behaviour(status=500),
        Behaviour(body="<html>"),
        Behaviour(body='{"models": null}'),
        Behaviour(body='{"models": ["a", 1]}'),
    ],
)
def test_something_else_at_that_address_is_no_ollama(behaviour: Behaviour) -> None:
    with LoopbackServer(always(behaviour)) as server:
        assert ollama_models({"OLLAMA_HOST": f"127.0.0.1:{server.port}"}, timeout=0.2) == []


def test_no_ollama_is_no_error() -> None:
    with LoopbackServer(always(Behaviour())) as server:
        port = server.port
    assert ollama_models({"OLLAMA_HOST": f"127.0.0.1:{port}"}) == []
    assert ollama_models({"OLLAMA_HOST": "http://[nonsense"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "Incorrect API key provided: sk-proj-abc123DEF456.",
        "Incorrect API key provided: sk-proj-********f456.",
        "Authorization: Bearer eyJhbGciOi.x.y failed",
        "GET https://x/v1?key=AbCdEf123456 failed",
        "key AIzaSyA1234567890abcdef is wrong",
        "my plain secret hunter2hunter2 and also x alone",
    ],
)
def test_nothing_that_looks_like_a_key_is_shown(text: str) -> None:
    shown = one_line(text, {"FOO_API_KEY": "hunter2hunter2", "BAR_API_KEY": "x", "HOME": "failed"})
    assert "***" in shown
    for secret in ("abc123", "f456", "eyJ", "AbCdEf", "AIza", "hunter2", " x "):
        assert secret not in shown


@given(st.text(max_size=500))
def test_a_providers_words_become_one_short_printable_line(text: str) -> None:
    shown = one_line(text, {})
    assert len(shown) <= 200
    assert shown.isprintable()


def test_every_provider_of_litellm_that_chats_is_known() -> None:
    import litellm

    # The last two would ask for a login on standard output, in the middle of an interview.
    not_for_chat = set(
        """a2a a2a_agent assemblyai auto_router aws_polly black_forest_labs deepgram dotprompt elevenlabs
        fal_ai humanloop jina_ai langflow langfuse litellm_agent milvus nvidia_riva pg_vector ragflow recraft
        reducto runwayml s3_vectors soniox stability topaz voyage cursor infinity manus openai_like
        chatgpt github_copilot""".split()
    )
    theirs = {str(getattr(provider, "value", provider)) for provider in litellm.provider_list}
    ours = {provider.prefix for provider in PROVIDERS} | UNTABLED_PREFIXES
    assert theirs - ours - not_for_chat == set()


def test_choosing_and_checking_load_no_model_client() -> None:
    code = (
        "import sys\n"
        "from interview_cli.llm import fallback, gateway, providers, structured, usage\n"
        "model = gateway.LiteLLMModel('openai/test')\n"
        "providers.check('openai/test', {'OPENAI_API_KEY': 'x'})\n"
        "heavy = {'litellm', 'openai', 'tiktoken', 'httpx', 'aiohttp', 'tenacity', 'json_repair'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == "[]"
