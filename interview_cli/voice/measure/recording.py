"""How a recording is put that answers no question, such as a file that somebody wants to know about."""

from __future__ import annotations

from interview_cli.coach.delivery import measure_recordings
from interview_cli.coach.speech import Delivery, Sound, Take, Transcript
from interview_cli.voice.measure.places import punctuated
from interview_cli.voice.measure.sound import measure_sound


def delivery_of_recording(pcm: bytes, transcript: Transcript | None = None) -> Delivery:
    """All that can be said of a recording's delivery; of its sound alone without a transcript.

    `pcm` is 16 kHz mono, little-endian int16. Raises VoiceError without the libraries that this takes.
    """
    return measure_recordings([measured_take(pcm, transcript)])


def sound_of(pcm: bytes, transcript: Transcript | None) -> Sound:
    """What is measured in a recording, with the places of its pauses where there are words."""
    return measure_sound(pcm, punctuated(transcript) if transcript is not None else ())


def measured_take(pcm: bytes, transcript: Transcript | None = None, *, file: str = "") -> Take:
    """A recording with what was heard and measured in it. Raises VoiceError as `measure_sound` does."""
    sound = sound_of(pcm, transcript)
    return Take(file=file, seconds=sound.seconds, ended="file", transcript=transcript, sound=sound)
