"""A checkpoint of openai-whisper as a folder for faster-whisper, made without a download."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

_PATTERN = r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""


def convert(checkpoint: Path, folder: Path) -> Path:
    """Write `checkpoint` (.pt) as a CTranslate2 model with its tokenizer into a new `folder`."""
    import torch

    loaded = torch.load(checkpoint, map_location="cpu", weights_only=True)
    dims = loaded["dims"]
    weights = {name: value.float().numpy() for name, value in loaded["model_state_dict"].items()}
    spec = _filled(dims, weights)
    ranks, specials = _tokens(dims["n_vocab"])
    letters = _letters()
    names = ["".join(letters[byte] for byte in token) for token in ranks]
    spec.register_vocabulary(names + specials)
    layers, heads = dims["n_text_layer"], dims["n_text_head"]
    spec.config.alignment_heads = [(i, j) for i in range(layers // 2, layers) for j in range(heads)]
    numbers = {name: len(names) + place for place, name in enumerate(specials)}
    spec.config.lang_ids = [numbers[name] for name in specials if 4 <= len(name.strip("<|>")) + 2 <= 5]
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [names.index("Ġ"), numbers["<|endoftext|>"]]
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True)
    spec.save(str(folder))
    _write_tokenizer(folder / "tokenizer.json", ranks, specials, letters)
    features = {"feature_size": dims["n_mels"], "sampling_rate": 16000, "hop_length": 160, "n_fft": 400}
    (folder / "preprocessor_config.json").write_text(json.dumps(features))
    return folder


def _filled(dims: dict[str, int], weights: dict[str, Any]) -> Any:
    import numpy as np
    from ctranslate2.specs import WhisperSpec

    spec = WhisperSpec(dims["n_audio_layer"], dims["n_audio_head"], dims["n_text_layer"], dims["n_text_head"])

    def linear(target: Any, *names: str) -> None:
        target.weight = np.concatenate([weights[f"{name}.weight"] for name in names])
        sizes = [weights[f"{name}.weight"].shape[0] for name in names]
        if any(f"{name}.bias" in weights for name in names):
            target.bias = np.concatenate(
                [
                    weights.get(f"{name}.bias", np.zeros(size, np.float32))
                    for name, size in zip(names, sizes, strict=True)
                ]
            )

    def norm(target: Any, name: str) -> None:
        target.gamma, target.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]

    def feed_forward(target: Any, name: str) -> None:
        norm(target.layer_norm, f"{name}.mlp_ln")
        linear(target.linear_0, f"{name}.mlp.0")
        linear(target.linear_1, f"{name}.mlp.2")

    def attention(target: Any, name: str, parts: tuple[tuple[str, ...], ...]) -> None:
        norm(target.layer_norm, f"{name}_ln")
        for place, group in zip(target.linear, parts, strict=True):
            linear(place, *(f"{name}.{part}" for part in group))

    itself = (("query", "key", "value"), ("out",))
    across = (("query",), ("key", "value"), ("out",))
    for conv in ("conv1", "conv2"):
        target = getattr(spec.encoder, conv)
        target.weight, target.bias = weights[f"encoder.{conv}.weight"], weights[f"encoder.{conv}.bias"]
    spec.encoder.position_encodings.encodings = weights["encoder.positional_embedding"]
    norm(spec.encoder.layer_norm, "encoder.ln_post")
    for number, layer in enumerate(spec.encoder.layer):
        attention(layer.self_attention, f"encoder.blocks.{number}.attn", itself)
        feed_forward(layer.ffn, f"encoder.blocks.{number}")
    spec.decoder.embeddings.weight = weights["decoder.token_embedding.weight"]
    spec.decoder.projection.weight = weights["decoder.token_embedding.weight"]
    spec.decoder.position_encodings.encodings = weights["decoder.positional_embedding"]
    norm(spec.decoder.layer_norm, "decoder.ln")
    for number, layer in enumerate(spec.decoder.layer):
        attention(layer.self_attention, f"decoder.blocks.{number}.attn", itself)
        attention(layer.attention, f"decoder.blocks.{number}.cross_attn", across)
        feed_forward(layer.ffn, f"decoder.blocks.{number}")
    return spec


def _tokens(count: int) -> tuple[list[bytes], list[str]]:
    """The byte tokens by rank and the special ones after them, as whisper's own files say."""
    import whisper
    from whisper.tokenizer import get_encoding

    path = Path(whisper.__file__).parent / "assets" / "multilingual.tiktoken"
    lines = (line.split() for line in path.read_text().splitlines() if line)
    ranks = [base64.b64decode(token) for token, _ in lines]
    special = get_encoding("multilingual", num_languages=99)._special_tokens
    specials = sorted(special, key=special.__getitem__)
    assert len(ranks) + len(specials) == count
    return ranks, specials


def _write_tokenizer(path: Path, ranks: list[bytes], specials: list[str], letters: dict[int, str]) -> None:
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers

    by_rank = {token: rank for rank, token in enumerate(ranks)}
    written = {token: "".join(letters[byte] for byte in token) for token in ranks}
    merges = []
    for rank, token in enumerate(ranks):
        if len(token) > 1:
            left, right = _halves(token, rank, by_rank)
            merges.append((written[left], written[right]))
    vocabulary = {written[token]: rank for token, rank in by_rank.items()}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(name, special=True) for name in specials])
    tokenizer.save(str(path))


def _halves(token: bytes, rank: int, ranks: dict[bytes, int]) -> tuple[bytes, bytes]:
    """The two tokens that were merged last to make this one."""
    pieces = [bytes([byte]) for byte in token]
    while len(pieces) > 2:
        pairs = [ranks.get(pieces[i] + pieces[i + 1], rank) for i in range(len(pieces) - 1)]
        best = min(range(len(pairs)), key=pairs.__getitem__)
        assert pairs[best] < rank
        pieces[best : best + 2] = [pieces[best] + pieces[best + 1]]
    return pieces[0], pieces[1]


def _letters() -> dict[int, str]:
    """GPT-2's printable letter for every byte."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in plain]
    return {byte: chr(byte) for byte in plain} | {byte: chr(256 + i) for i, byte in enumerate(others)}
