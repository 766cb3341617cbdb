"""Which providers there are, which key each one wants, and which model to use when none was named.

Nothing here imports litellm: choosing and checking a model must be instant, before any call.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import urlsplit

from interview_cli.errors import UsageError
from interview_cli.llm.environment import is_kept, where_from
from interview_cli.llm.ollama import ollama_address
from interview_cli.llm.provider_table import PROVIDERS, UNTABLED_PREFIXES, Provider, untabled

_BY_PREFIX = {provider.prefix: provider for provider in PROVIDERS}
# Keys that are no API keys by name; kept ones are handed over, as no client could find them by itself.
_HANDED_OVER = frozenset({"HF_TOKEN", "AWS_BEARER_TOKEN_BEDROCK"})
_OLLAMA_PREFIXES = frozenset({"ollama", "ollama_chat"})
_BARE_NAMES = (
    (re.compile(r"(gpt|chatgpt)-|o\d|whisper-1$"), "openai"),
    (re.compile(r"claude-"), "anthropic"),
    (re.compile(r"gemini-"), "gemini"),
    (re.compile(r"(mistral|ministral|magistral|codestral|open-mistral)-"), "mistral"),
    (re.compile(r"deepseek-(chat|reasoner)"), "deepseek"),
    (re.compile(r"grok-"), "xai"),
    (re.compile(r"command-"), "cohere"),
    (re.compile(r"sonar"), "perplexity"),
)
# What a client that insists on a key is given where none is needed.
NO_KEY = "none"
_NAMING_HINT = "Name it provider/model, for example openai/gpt-4.1-mini or ollama/llama3.2."


@dataclass(frozen=True, slots=True)
class Choice:
    """The model that detection picked (None: the offline coach) and the reason for it."""

    model: str | None
    reason: str


def full_name(model: str) -> str:
    """A model's name with its provider's prefix: `gpt-4o-mini` becomes `openai/gpt-4o-mini`.

    Raises UsageError when no provider is named and none can be told from the name.
    """
    model = model.strip()
    prefix, slash, rest = model.partition("/")
    if slash and rest and (prefix in _BY_PREFIX or prefix in UNTABLED_PREFIXES):
        return model
    if slash:
        near = get_close_matches(prefix, [*_BY_PREFIX, *UNTABLED_PREFIXES], n=1)
        hint = f"Did you mean {near[0]}/{rest}?" if near and rest else _NAMING_HINT
        raise UsageError(f"There is no model provider {prefix!r} (in {model!r}).", hint)
    for pattern, provider in _BARE_NAMES:
        if pattern.match(model):
            return f"{provider}/{model}"
    raise UsageError(f"The provider of model {model!r} cannot be told from its name.", _NAMING_HINT)


def provider_of(model: str) -> Provider:
    """The provider of a model. Raises UsageError when there is none of that name."""
    prefix = full_name(model).partition("/")[0]
    return _BY_PREFIX.get(prefix) or untabled(prefix)


def address_of(provider: Provider, environ: Mapping[str, str]) -> str | None:
    """Where to reach a provider when it is not at its own public address."""
    named = next((environ[name] for name in provider.addresses if environ.get(name)), "")
    if provider.prefix in _OLLAMA_PREFIXES:
        return ollama_address(environ)
    return named or provider.address or None


def key_for(provider: Provider, environ: Mapping[str, str], address: str | None) -> str | None:
    """The key to call a provider with; None where its client reads the variables itself, or needs none.

    A server at another address may want no key, but its client insists on having one.
    """
    found = provider.keys_found(environ)
    for name in found:
        if name.endswith("_API_KEY") or (name in _HANDED_OVER and is_kept(environ, name)):
            return environ[name]
    if not provider.keys and is_kept(environ, provider.variable):
        return environ[provider.variable]
    return NO_KEY if provider.keys and address and not found else None


def read_key(model: str, environ: Mapping[str, str]) -> None:
    """Read the key of a model's provider where it is kept, so that what hinders that shows now."""
    provider = provider_of(model)
    key_for(provider, environ, address_of(provider, environ))


class MissingKey(UsageError):  # noqa: N818 (what is amiss has a name of its own)
    """A model can't be asked, as its provider's key is not set."""


def check(model: str, environ: Mapping[str, str], *, api_base: str | None = None) -> None:
    """Make sure that a call to `model` can be tried at all.

    Raises UsageError when its provider is unknown, MissingKey when the provider's key is not there. A server
    on this machine or a private network may do without a key.
    """
    provider = provider_of(model)
    if not provider.keys or provider.keys_found(environ):
        return
    address = api_base or address_of(provider, environ)
    if address and is_nearby(address):
        return
    variables = " and ".join(provider.keys[0])
    raise MissingKey(
        f"{model} needs a key for {provider.name}: {variables} is not set.",
        f"Get one at {provider.where} and set {variables} (interview keys set {provider.prefix} keeps it), "
        "or use --offline.",
    )


def detect(environ: Mapping[str, str], *, ollama: Callable[[], Sequence[str]]) -> Choice:
    """The model to use when none was named: the first provider with a key, else Ollama, else none.

    `ollama` returns the names of the chat models that a running Ollama has, best first.
    """
    for provider in PROVIDERS:
        if provider.model and (found := provider.keys_found(environ)):
            return Choice(f"{provider.prefix}/{provider.model}", where_from(environ, found[0]))
    if names := ollama():
        return Choice(f"ollama/{names[0]}", "Ollama is running")
    return Choice(None, "no provider's key is set and no Ollama is running")


def detect_hearing(environ: Mapping[str, str]) -> Choice:
    """The model that writes down speech when none was named: the first provider's with a key."""
    for provider in PROVIDERS:
        if provider.hears and (found := provider.keys_found(environ)):
            return Choice(f"{provider.prefix}/{provider.hears}", where_from(environ, found[0]))
    return Choice(None, "no key is set of a provider whose models write down speech")


# This machine and private networks (RFC 1918, 3927, 4193); what is reserved for other ends is neither.
_NEARBY = tuple(
    map(
        ipaddress.ip_network,
        (
            *("0.0.0.0/32", "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
            *("::1/128", "fc00::/7", "fe80::/10"),
        ),
    )
)


def is_nearby(address: str) -> bool:
    """Whether an address is on this machine or a private network."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return False
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        number = ipaddress.ip_address(host)
        number = getattr(number, "ipv4_mapped", None) or number
        return any(number in network for network in _NEARBY if network.version == number.version)
    except ValueError:
        return "." not in host and bool(host)  # a bare name is resolved on the local network
