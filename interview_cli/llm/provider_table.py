"""The providers: their prefixes, key variables, addresses, and a default model for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from interview_cli.llm.environment import is_set


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider: its model prefix, its name, its key variables and where a key comes from.

    `keys` are alternatives, each a set of variables that must all be there; none means that
    no key is needed. `model` is the model (without prefix) that detection picks: a small,
    long-lived one. `address_variables` may hold another address than the provider's own, besides
    `PREFIX_API_BASE`, which always may, and `address` is where a server on this machine listens by
    default. `hears` is a model that writes down speech with times of words.
    """

    prefix: str
    name: str
    keys: tuple[tuple[str, ...], ...] = ()
    where: str = ""
    model: str = ""
    address_variables: tuple[str, ...] = ()
    address: str = ""
    hears: str = ""

    def keys_found(self, environ: Mapping[str, str]) -> tuple[str, ...]:
        """The first complete set of key variables, by name; empty when there is none."""
        return next((names for names in self.keys if all(is_set(environ, name) for name in names)), ())

    @property
    def variable(self) -> str:
        """The variable that a key of this provider stands in by itself."""
        if self.keys:
            return self.keys[0][0]
        return f"{self._in_capitals}_API_KEY"

    @property
    def addresses(self) -> tuple[str, ...]:
        """The variables that may hold its address, the first that is set before the others."""
        return (*self.address_variables, f"{self._in_capitals}_API_BASE")

    @property
    def _in_capitals(self) -> str:
        return re.sub(r"[^A-Z0-9]", "_", self.prefix.upper())


PROVIDERS: tuple[Provider, ...] = (
    Provider(
        "openai",
        "OpenAI",
        (("OPENAI_API_KEY",),),
        "https://platform.openai.com/api-keys",
        "gpt-4.1-mini",
        ("OPENAI_BASE_URL", "OPENAI_API_BASE"),
        hears="whisper-1",
    ),
    Provider(
        "anthropic",
        "Anthropic",
        (("ANTHROPIC_API_KEY",), ("ANTHROPIC_AUTH_TOKEN",)),
        "https://console.anthropic.com/settings/keys",
        "claude-haiku-4-5",
        ("ANTHROPIC_API_BASE", "ANTHROPIC_BASE_URL"),
    ),
    Provider(
        "gemini",
        "Google Gemini",
        (("GEMINI_API_KEY",), ("GOOGLE_API_KEY",)),
        "https://aistudio.google.com/apikey",
        "gemini-flash-latest",
    ),
    Provider(
        "groq",
        "Groq",
        (("GROQ_API_KEY",),),
        "https://console.groq.com/keys",
        "llama-3.3-70b-versatile",
        hears="whisper-large-v3-turbo",
    ),
    Provider(
        "mistral",
        "Mistral",
        (("MISTRAL_API_KEY",),),
        "https://console.mistral.ai/api-keys",
        "mistral-small-latest",
        ("MISTRAL_AZURE_API_BASE",),
    ),
    Provider(
        "openrouter",
        "OpenRouter",
        (("OPENROUTER_API_KEY",),),
        "https://openrouter.ai/keys",
        "openai/gpt-4.1-mini",
    ),
    Provider(
        "deepseek",
        "DeepSeek",
        (("DEEPSEEK_API_KEY",),),
        "https://platform.deepseek.com/api_keys",
        "deepseek-chat",
    ),
    Provider(
        "together_ai",
        "Together AI",
        (("TOGETHERAI_API_KEY",), ("TOGETHER_API_KEY",), ("TOGETHER_AI_API_KEY",)),
        "https://api.together.ai/settings/api-keys",
        "meta-llama/Llama-3.3-70B-Instruct-Turbo",
    ),
    Provider("xai", "xAI", (("XAI_API_KEY",),), "https://console.x.ai", "grok-4-latest"),
    Provider(
        "cohere",
        "Cohere",
        (("COHERE_API_KEY",), ("CO_API_KEY",)),
        "https://dashboard.cohere.com/api-keys",
        "command-a-03-2025",
    ),
    Provider(
        "fireworks_ai",
        "Fireworks AI",
        (("FIREWORKS_API_KEY",), ("FIREWORKS_AI_API_KEY",)),
        "https://app.fireworks.ai/settings/users/api-keys",
        "accounts/fireworks/models/llama-v3p3-70b-instruct",
        ("FIREWORKS_API_BASE",),
    ),
    Provider("cerebras", "Cerebras", (("CEREBRAS_API_KEY",),), "https://cloud.cerebras.ai", "llama-3.3-70b"),
    Provider(
        "nvidia_nim",
        "NVIDIA NIM",
        (("NVIDIA_NIM_API_KEY",),),
        "https://build.nvidia.com",
        "meta/llama-3.3-70b-instruct",
    ),
    Provider(
        "perplexity",
        "Perplexity",
        (("PERPLEXITYAI_API_KEY",), ("PERPLEXITY_API_KEY",)),
        "https://www.perplexity.ai/settings/api",
        "sonar",
    ),
    Provider(
        "huggingface",
        "Hugging Face",
        (("HF_TOKEN",), ("HUGGINGFACE_API_KEY",)),
        "https://huggingface.co/settings/tokens",
        "meta-llama/Llama-3.3-70B-Instruct",
        ("HF_API_BASE",),
    ),
    Provider(
        "azure",
        "Azure OpenAI",
        (("AZURE_API_KEY", "AZURE_API_BASE"), ("AZURE_AD_TOKEN", "AZURE_API_BASE")),
        "https://portal.azure.com",
    ),
    Provider(
        "bedrock",
        "Amazon Bedrock",
        (
            ("AWS_BEARER_TOKEN_BEDROCK",),
            ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
            ("AWS_PROFILE",),
            ("AWS_ROLE_ARN",),
        ),
        "https://console.aws.amazon.com/bedrock",
        address_variables=("AWS_BEDROCK_RUNTIME_ENDPOINT", "BEDROCK_API_BASE"),
    ),
    Provider("ollama", "Ollama", address_variables=("OLLAMA_API_BASE", "OLLAMA_HOST")),
    Provider("ollama_chat", "Ollama", address_variables=("OLLAMA_API_BASE", "OLLAMA_HOST")),
    Provider(
        "lm_studio",
        "LM Studio",
        address="http://127.0.0.1:1234/v1",
    ),
    Provider("hosted_vllm", "vLLM", address="http://127.0.0.1:8000/v1"),
    Provider(
        "llamafile",
        "llamafile",
        address="http://127.0.0.1:8080/v1",
    ),
)

_OTHERS = """
ai21 ai21_chat aiml aiohttp_openai amazon_nova anthropic_text apertis azure_ai azure_text baseten
bedrock_mantle bytez charity_engine chutes clarifai cloudflare codestral cohere_chat cometapi
compactifai custom custom_openai darkbloom dashscope databricks datarobot deepinfra
docker_model_runner empower featherless_ai friendliai galadriel gigachat github
gradient_ai helicone heroku hyperbolic inception lambda_ai langgraph lemonade libertai
litellm_proxy maritalk meta_llama minimax modelscope moonshot morph nano-gpt nebius neosantara
nlp_cloud novita nscale oci oobabooga ovhcloud parasail petals pinstripes poe predibase
publicai ragflow replicate sagemaker sagemaker_chat sagemaker_nova sambanova sap scaleway snowflake
synthetic tensormesh text-completion-codestral text-completion-inception text-completion-openai triton
v0 vercel_ai_gateway vertex_ai vertex_ai_beta vllm volcengine wandb watsonx watsonx_text xiaomi_mimo
xinference zai
"""

UNTABLED_PREFIXES = frozenset(_OTHERS.split())
"""Prefixes of all other providers litellm can chat with; whether a key is there shows at the first call."""

_VERTEX = ("VERTEXAI_API_BASE", "VERTEX_API_BASE")
_WATSONX = ("WATSONX_API_BASE", "WATSONX_URL", "WX_URL", "WML_URL")

# Where litellm looks for the addresses of these besides `PREFIX_API_BASE`, as of 1.91.
_OTHER_ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "ai21_chat": ("AI21_API_BASE",),
    "azure_text": ("AZURE_API_BASE",),
    "cohere_chat": ("COHERE_API_BASE",),
    "datarobot": ("DATAROBOT_ENDPOINT",),
    "featherless_ai": ("FEATHERLESS_API_BASE",),
    "friendliai": ("FRIENDLI_API_BASE",),
    "gradient_ai": ("GRADIENT_AI_AGENT_ENDPOINT",),
    "lambda_ai": ("LAMBDA_API_BASE",),
    "meta_llama": ("LLAMA_API_BASE",),
    "text-completion-codestral": ("CODESTRAL_API_BASE",),
    "text-completion-openai": ("OPENAI_BASE_URL", "OPENAI_API_BASE"),
    "vertex_ai": _VERTEX,
    "vertex_ai_beta": _VERTEX,
    "watsonx": _WATSONX,
    "watsonx_text": _WATSONX,
}


def untabled(prefix: str) -> Provider:
    """A provider of which the prefix and the variables of its address are all that is known."""
    return Provider(prefix, prefix, address_variables=_OTHER_ADDRESSES.get(prefix, ()))
