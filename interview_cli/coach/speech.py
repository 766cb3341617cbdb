"""How answers were spoken or written, as it is stored: measures with their bands, beside the score."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interview_cli.coach.evaluation import Record

Way = Literal["spoken", "written"]
# Empty where no band is known: the value stands without a judgement.
Band = Literal["good", "note", "poor", ""]
Trust = Literal["high", "medium", "low"]
Side = Literal["", "under", "over"]
Count = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(ge=0)]
# A thinking pause must not end an answer: silence ends one no sooner than after these seconds.
SHORTEST_SILENCE = 4
# Before the first word, inside a sentence or clause, or between two; unknown where no words have times.
PausePlace = Literal["before", "inside", "between", "unknown"]
# The person stopped it, its longest time was reached, nobody spoke any more, the device went away, it gave no
# sound, the disk was full, the program ended, or it came as a file.
TakeEnd = Literal["stopped", "limit", "silence", "lost", "no_sound", "disk", "crash", "file"]


class Measure(Record):
    """One thing measured, such as `pace`, with its unit, the band it falls in, and the side of the good band.

    `at_least` marks a lower bound: a transcript leaves out some of what was said. Names are open, so that
    what is measured in sound (`pause`, `pitch_variety`, `volume_variety`) joins what is measured in
    words. `trust` says how far the value holds, and `doubt` why it holds no further, in a few words. Without
    a `band` there is no named source for what is good.
    """

    name: str
    value: float
    unit: str
    band: Band = ""
    side: Side = ""
    at_least: bool = False
    trust: Trust = "high"
    doubt: str = ""


class SpokenWord(Record):
    """A word as it was heard: from when to when in the recording (seconds), and how sure of it (0-1)."""

    text: str
    start: Seconds
    end: Seconds
    probability: Annotated[float, Field(ge=0, le=1)] | None = None


class TranscriptQuality(Record):
    """What tells a good transcript from a guess; None where the engine does not say.

    `no_speech` is the probability (0-1) that nobody spoke and `log_probability` the mean over tokens, both of
    the worst part; `compression` is the length of the text over that of its zlib compression, of the most
    repetitive part; `words_per_second` counts over the time in which somebody spoke.
    """

    no_speech: Annotated[float, Field(ge=0, le=1)] | None = None
    log_probability: float | None = None
    compression: float | None = None
    words_per_second: Annotated[float, Field(ge=0)] | None = None


class Transcript(Record):
    """What an engine understood of one recording. `words` is empty where the engine gives no times.

    `by` names the engine with its model; `doubts` say in plain words why a person should look at the text
    before it is judged, and are empty when nothing speaks against it; `notes` say what happened on the way,
    such as an engine that failed before this one.
    """

    text: str
    by: str
    language: str = ""
    words: list[SpokenWord] = Field(default_factory=list)
    quality: TranscriptQuality = Field(default_factory=TranscriptQuality)
    doubts: list[str] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)


class Pause(Record):
    """A silence in a recording, from when to when in seconds."""

    start: Seconds
    end: Seconds
    place: PausePlace


class Sound(Record):
    """What was measured in the sound of one recording, without any model.

    `speech_seconds` is the time with a voice in it, silences under a quarter of a second included,
    `first_word` when that begins and `last_word` when it ends; `loudness` (dBFS, mean power over voiced
    frames) and `loudness_spread` (dB, standard deviation between words, or between stretches of a word's
    usual length where no words have times), `clipped` the share (0-1) of samples at full scale, `pitch` the
    median in Hz with its `pitch_spread` in semitones (standard deviation) over `pitched_seconds`, None where
    no voiced sound was found; `signal_to_noise` in dB, None where there is no silence to compare with.
    `by_words` says that words with times told where pauses stand and where words begin.
    """

    seconds: Seconds
    speech_seconds: Seconds
    first_word: Seconds | None = None
    last_word: Seconds | None = None
    pauses: list[Pause] = Field(default_factory=list)
    loudness: float | None = None
    loudness_spread: Annotated[float, Field(ge=0)] | None = None
    clipped: Annotated[float, Field(ge=0, le=1)] = 0.0
    pitch: Annotated[float, Field(gt=0)] | None = None
    pitch_spread: Annotated[float, Field(ge=0)] | None = None
    pitched_seconds: Seconds = 0.0
    signal_to_noise: float | None = None
    by_words: bool = False


class Take(Record):
    """One recording of a spoken answer with what was made of it; an answer may have several.

    `file` is a name in the session's folder of recordings, or the path of a file that was handed in; empty
    where the recording was not kept. `ended` says what ended it, `problem` why there is no transcript.
    `checked` says that the person saw the text before it was handed in.
    """

    file: str
    seconds: Seconds
    ended: TakeEnd = "stopped"
    transcript: Transcript | None = None
    sound: Sound | None = None
    problem: str = ""
    checked: bool = False


class FillerTime(Record):
    """A filler and when it was said: seconds from the beginning of a recording, counted from 0."""

    text: str
    take: Count
    at: Seconds


class Delivery(Record):
    """How one answer was put. It never enters a score.

    `words` is 0 in scripts that set no spaces between words, where they can't be counted, and where nothing
    was written down. `seconds` is the time spoken, where it is known and plausible: of a recording without
    the silence before the first word and after the last. `fillers`, `hedges` and `often` say what was said
    and how often; `stutters` what was said twice in a row. Fillers and stutters are those that were heard,
    whatever was corrected afterwards; `filler_times` are those whose words have times.
    """

    way: Way
    words: Count
    seconds: Annotated[float, Field(gt=0)] | None = None
    measures: list[Measure] = Field(default_factory=list)
    fillers: dict[str, int] = Field(default_factory=dict)
    hedges: dict[str, int] = Field(default_factory=dict)
    often: dict[str, int] = Field(default_factory=dict)
    stutters: list[str] = Field(default_factory=list)
    filler_times: list[FillerTime] = Field(default_factory=list)


class DeliverySummary(Record):
    """How the answers of a session were put: means over them, and the first thing to change in words.

    `answers` counts those measured, `spoken` the spoken ones among them. `first` is empty when nothing stands
    out; `note` says how far the counts can be trusted.
    """

    answers: Count
    spoken: Count = 0
    words: Count = 0
    seconds: Annotated[float, Field(ge=0)] = 0.0
    measures: list[Measure] = Field(default_factory=list)
    fillers: dict[str, int] = Field(default_factory=dict)
    hedges: dict[str, int] = Field(default_factory=dict)
    first: str = ""
    note: str = ""
