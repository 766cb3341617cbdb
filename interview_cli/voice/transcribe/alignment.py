"""When each word was said, from what openai-whisper looks at while it writes.

The method is whisper's own (timing.py: cross-attention of some heads, normalised, smoothed and followed by
dynamic time warping). Its code holds the attention of all heads at once, encodes the sound anew, and compiles
a function, which together takes 300 MB and a second; this does with a tenth of both and finds the same path.
"""

from __future__ import annotations

from typing import Any

from interview_cli.voice.transcribe.engine import APPENDED, PREPENDED

_FRAMES_PER_SECOND = 50  # of the encoder's output
_SMOOTHED = 7  # frames, as in whisper


def word_times(model: Any, tokenizer: Any, features: Any, tokens: list[int], seconds: float) -> list[Any]:
    """Words as (text, start, end, probability), times in seconds from the window's beginning.

    `features` is the encoder's output for one window, `tokens` the text that was decoded from it, and
    `seconds` how long the sound in the window is.
    """
    import numpy as np
    from whisper.timing import WordTiming, merge_punctuations

    text = [token for token in tokens if token < tokenizer.eot]
    words, word_tokens = tokenizer.split_to_word_tokens([*text, tokenizer.eot])
    if not text or len(word_tokens) < 2:
        return []
    frames = max(1, min(features.shape[1], int(seconds * _FRAMES_PER_SECOND)))
    attention, sure = _attention(model, tokenizer, features, text, frames)
    rows, columns = warped(-attention)
    first = np.flatnonzero(np.diff(rows, prepend=-1))
    times = columns[first] / _FRAMES_PER_SECOND
    edges = np.cumsum([0, *(len(group) for group in word_tokens[:-1])])
    timings = [
        WordTiming(word, group, float(times[a]), float(times[b]), float(np.mean(sure[a:b])))
        for word, group, a, b in zip(words, word_tokens, edges, edges[1:], strict=False)
    ]
    merge_punctuations(timings, PREPENDED, APPENDED)
    return [(t.word.strip(), t.start, t.end, t.probability) for t in timings if t.word.strip()]


def _attention(
    model: Any, tokenizer: Any, features: Any, text: list[int], frames: int
) -> tuple[Any, list[float]]:
    """How much each token (and the end) looks at each frame, smoothed; and the probability of each token."""
    import torch
    from whisper.model import disable_sdpa
    from whisper.timing import median_filter

    start = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
    heads: dict[int, list[int]] = {}
    for layer, head in model.alignment_heads.indices().T.tolist():
        heads.setdefault(layer, []).append(head)
    total = torch.zeros(len(start) + len(text) + 1, frames)

    def look(layer: int) -> Any:
        def add(_module: Any, _inputs: Any, outputs: Any) -> None:
            for head in heads[layer]:
                weights = outputs[-1][0, head, :, :frames].softmax(dim=-1)
                spread, mean = torch.std_mean(weights, dim=-2, keepdim=True, unbiased=False)
                total.add_(median_filter(((weights - mean) / spread)[None], _SMOOTHED)[0])

        return add

    hooks = [model.decoder.blocks[layer].cross_attn.register_forward_hook(look(layer)) for layer in heads]
    try:
        with torch.no_grad(), disable_sdpa():
            sequence = torch.tensor([[*start, *text, tokenizer.eot]])
            logits = model.decoder(sequence, features)[0]
    finally:
        for hook in hooks:
            hook.remove()
    before = len(start) - 1  # what a token is foretold by stands before it
    logits = logits[before : before + len(text), : tokenizer.eot]
    chosen = logits.gather(1, torch.tensor(text)[:, None])[:, 0]
    sure = (chosen - logits.logsumexp(dim=-1)).exp().tolist()
    return total[len(start) - 1 : -1].numpy(), sure


def warped(cost: Any) -> tuple[Any, Any]:
    """The cheapest path through a matrix from its first to its last cell, as rows and columns.

    Dynamic time warping along the anti-diagonals, which numpy can do at once; ties go the way they do in
    whisper.
    """
    import numpy as np

    height, width = cost.shape
    row = width + 1
    total = np.full((height + 1) * row, np.inf, np.float32)
    total[0] = 0.0
    steps = np.zeros((height + 1) * row, np.int8)
    cells = np.ascontiguousarray(cost, np.float32).ravel()
    for diagonal in range(2, height + width + 1):
        i = np.arange(max(1, diagonal - width), min(height, diagonal - 1) + 1)
        at = i * row + diagonal - i
        both, up, left = total[at - row - 1], total[at - row], total[at - 1]
        step = np.where((both < up) & (both < left), 0, np.where((up < both) & (up < left), 1, 2))
        total[at] = cells[(i - 1) * width + diagonal - i - 1] + np.choose(step, (both, up, left))
        steps[at] = step
    i, j = height, width
    path = []
    while i > 0 or j > 0:
        path.append((i - 1, j - 1))
        step = 2 if i == 0 else 1 if j == 0 else steps[i * row + j]
        i -= step != 2
        j -= step != 1
    rows, columns = np.array(path[::-1]).T
    return rows, columns
