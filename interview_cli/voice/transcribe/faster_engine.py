"""Whisper on CTranslate2 in 8 bits (faster-whisper), one window of 30 s at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from interview_cli.voice.transcribe.engine import (
    COMPRESSION,
    LOG_PROBABILITY,
    NO_SPEECH,
    Order,
    samples,
    spoken_language,
)


class FasterWhisper:
    """A folder with a converted model. Raises what CTranslate2 raises."""

    def __init__(self, weights: Path, threads: int) -> None:
        from faster_whisper import WhisperModel

        self._model = WhisperModel(
            str(weights), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )

    def understand(self, order: Order, check: Callable[[], None]) -> dict[str, Any]:
        """See Engine. One call into CTranslate2 can't be ended early, so `check` is asked between them."""
        check()
        segments, info = self._model.transcribe(
            samples(order.pcm),
            language=spoken_language(order.language, self._model.supported_languages) or None,
            beam_size=1,
            best_of=1,
            temperature=list(order.temperatures),
            compression_ratio_threshold=COMPRESSION,
            log_prob_threshold=LOG_PROBABILITY,
            no_speech_threshold=NO_SPEECH,
            condition_on_previous_text=False,
            initial_prompt=order.prompt or None,
            without_timestamps=True,
            word_timestamps=True,
            max_new_tokens=order.most_tokens,
        )
        check()
        # The first segment is the whole window; a second one would be what follows the last word, again.
        segment = next(segments, None)
        segments.close()
        if segment is None:
            return {"text": "", "words": [], "language": info.language}
        return {
            "text": segment.text.strip(),
            "words": [
                (word.word.strip(), float(word.start), float(word.end), float(word.probability))
                for word in segment.words or ()
                if word.word.strip()
            ],
            "language": info.language,
            "no_speech": float(segment.no_speech_prob),
            "log_probability": float(segment.avg_logprob),
        }
