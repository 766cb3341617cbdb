"""OpenAI's Whisper on PyTorch, one window of 30 s at a time.

Its own `transcribe` decodes what follows the last word once more and encodes the sound twice when words
have times; here sound is encoded once, decoded, and aligned with what was encoded.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from interview_cli.voice.transcribe.alignment import word_times
from interview_cli.voice.transcribe.engine import (
    RATE,
    Order,
    is_silence,
    looks_bad,
    samples,
    spoken_language,
)


class OpenAIWhisper:
    """A checkpoint of openai-whisper (.pt), on the processor in 32 bits. Raises what PyTorch raises."""

    def __init__(self, weights: Path, threads: int) -> None:
        import torch

        torch.set_num_threads(threads)
        self._model = loaded(weights)
        self._check: Callable[[], None] = lambda: None
        for block in (*self._model.encoder.blocks, *self._model.decoder.blocks):
            block.register_forward_pre_hook(lambda *_: self._check())
        # The first call is slower by a second, so it is made while nobody waits.
        self.understand(Order(bytes(RATE), "en", most_tokens=4, temperatures=(0.0,)), self._check)

    def understand(self, order: Order, check: Callable[[], None]) -> dict[str, Any]:
        """See Engine."""
        import torch
        import whisper

        model, self._check = self._model, check
        sound = samples(order.pcm)
        mel = whisper.log_mel_spectrogram(whisper.pad_or_trim(sound), model.dims.n_mels)
        with torch.no_grad():
            features = model.encoder(mel[None])
            known = whisper.tokenizer.LANGUAGES if model.is_multilingual else ("en",)
            language = spoken_language(order.language, known) or self._tongue(features)
            result = self._decoded(features, language, order)
            words: list[Any] = []
            silent = is_silence(result.no_speech_prob, result.avg_logprob)
            if not silent:
                words = self._aligned(features, result.tokens, language, len(sound) / RATE)
        return {
            "text": "" if silent else result.text.strip(),
            "words": words,
            "language": language,
            "no_speech": float(result.no_speech_prob),
            "log_probability": float(result.avg_logprob),
        }

    def _tongue(self, features: Any) -> str:
        _, probabilities = self._model.detect_language(features)
        return str(max(probabilities[0], key=probabilities[0].get))

    def _decoded(self, features: Any, language: str, order: Order) -> Any:
        """The first attempt that looks well, else the one it was surest of."""
        import whisper

        attempts = []
        for temperature in order.temperatures:
            options = whisper.DecodingOptions(
                language=language,
                temperature=temperature,
                prompt=order.prompt or None,
                without_timestamps=True,
                fp16=False,
                sample_len=order.most_tokens,
            )
            result = whisper.decode(self._model, features[0], options)
            silent = is_silence(result.no_speech_prob, result.avg_logprob)
            if silent or not looks_bad(result.avg_logprob, result.compression_ratio):
                return result
            attempts.append(result)
        return max(attempts, key=lambda result: result.avg_logprob)

    def _aligned(self, features: Any, tokens: list[int], language: str, seconds: float) -> list[Any]:
        """Words as (text, start, end, probability)."""
        from whisper.tokenizer import get_tokenizer

        tokenizer = get_tokenizer(
            self._model.is_multilingual,
            num_languages=self._model.num_languages,
            language=language,
            task="transcribe",
        )
        return word_times(self._model, tokenizer, features, tokens, seconds)


def loaded(weights: Path) -> Any:
    """The model in a checkpoint, without a copy of it and without the hash of a gigabyte at every start.

    A file under one of Whisper's own names gets the attention heads known to follow time in that model;
    others keep the default, the upper half of the decoder.
    """
    import torch
    import whisper

    checkpoint = torch.load(weights, map_location="cpu", weights_only=True, mmap=True)
    model = whisper.model.Whisper(whisper.model.ModelDimensions(**checkpoint["dims"]))
    model.load_state_dict(checkpoint["model_state_dict"])
    heads = whisper._ALIGNMENT_HEADS.get(weights.stem)
    if heads is not None:
        default = model.alignment_heads
        try:
            model.set_alignment_heads(heads)
        except (RuntimeError, ValueError):  # another model under that name
            model.register_buffer("alignment_heads", default, persistent=False)
    return model.eval()
