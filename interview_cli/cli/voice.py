"""`interview voice`: try the microphone, install models, and look at recordings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview_cli.cli import console, exits
from interview_cli.cli.consent_option import YesOption
from interview_cli.cli.run import command_group, run_of
from interview_cli.cli.voice_options import InputDeviceOption, TranscriberOption
from interview_cli.errors import UsageError

if TYPE_CHECKING:
    from interview_cli.coach.speech import Take
    from interview_cli.voice.capture.devices import Device
    from interview_cli.voice.ports import Look

app = command_group("Try the microphone, install models, look at recordings.")

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="Sound or film: wav, mp3, m4a, ogg, flac, webm, mp4.")
]
SpokenLanguageOption = Annotated[
    str, typer.Option(metavar="TAG", help="Language spoken in it; empty: told from the sound.")
]
# Where no transcript is wanted.
OFF = "off"
_METER_CELLS = 24
_QUIETEST = -60.0


@app.command("test")
def try_voice_out(
    ctx: typer.Context,
    input_device: InputDeviceOption = None,
    transcriber: TranscriberOption = None,
    yes: YesOption = False,
    seconds: Annotated[float, typer.Option(min=1, max=30, help="How long to record.")] = 3.0,
    playback: Annotated[
        bool, typer.Option("--playback/--no-playback", help="Play the recording back.")
    ] = True,
    json_: JsonOption = False,
) -> None:
    """Record a few seconds, show the level, play them back and write down what was said."""
    from interview_cli.interview.wish import VoiceWish
    from interview_cli.wiring import open_log
    from interview_cli.wiring.voice_trial import try_voice

    run = run_of(ctx)
    wish = VoiceWish(input_device=input_device, transcriber=transcriber)

    def look(seen: Look) -> None:
        console.ticker(f"Speak now: {max(0.0, seconds - seen.seconds):.0f} s  {_meter(seen.level)}")

    def tell(text: str) -> None:
        console.ticker("")
        console.say(text)

    with console.libraries_apart(open_log(run.home)):
        trial = try_voice(run.home, wish, seconds, look, tell, playback=playback)
        console.ticker("")
    if json_:
        console.out_json(trial.as_json())
    else:
        for line in trial.lines():
            console.out_prose(line, hanging=2)
    raise typer.Exit(exits.FINE if trial.hears else exits.USAGE)


@app.command("devices")
def devices(ctx: typer.Context, json_: JsonOption = False) -> None:
    """List microphones and loudspeakers; the default ones are marked."""
    from interview_cli.voice.capture.devices import input_devices, microphone_ability, output_devices
    from interview_cli.voice.ports import VoiceError
    from interview_cli.wiring import open_log

    with console.libraries_apart(open_log(run_of(ctx).home)):
        try:
            inputs, outputs = input_devices(), output_devices()
        except VoiceError as error:
            raise UsageError(error.message, error.hint) from error
        if not inputs:
            console.say(microphone_ability().says)
    if json_:
        console.out_json({"inputs": list(map(_values, inputs)), "outputs": list(map(_values, outputs))})
        return
    rows = [
        [str(one.index), one.name, kind, "default" if one.is_default else ""]
        for kind, found in (("microphone", inputs), ("loudspeaker", outputs))
        for one in found
    ]
    console.table(["Number", "Name", "Kind", ""], rows, right=["Number"])


@app.command("install-model")
def install_model(
    ctx: typer.Context,
    size: Annotated[
        str | None,
        typer.Argument(
            metavar="[SIZE]", help="tiny, base, small, medium, large-v3 or turbo; default: the setting."
        ),
    ] = None,
    engine: Annotated[
        str,
        typer.Option(metavar="NAME", help="faster-whisper or whisper; default: the one that is installed."),
    ] = "",
    json_: JsonOption = False,
) -> None:
    """Download a Whisper model, so that what you say is written down on this machine."""
    from interview_cli.wiring.voice_models import install_model as install

    home = run_of(ctx).home

    def progress(done: int, total: int) -> None:
        share = f"{100 * done / total:.0f} %" if total else ""
        console.ticker(f"{done / 1e6:.0f} of {total / 1e6:.0f} MB {share}")

    installed = install(home, size, engine, progress, console.say)
    console.ticker("")
    if json_:
        console.out_json({"engine": installed.engine, "size": installed.size, "path": str(installed.path)})
    else:
        console.out(f"{installed.engine} {installed.size}: {installed.path}")


@app.command("transcribe")
def transcribe(
    ctx: typer.Context,
    file: FileArgument,
    transcriber: TranscriberOption = None,
    yes: YesOption = False,
    language: SpokenLanguageOption = "",
    json_: JsonOption = False,
) -> None:
    """Write down what is said in a recording."""
    take = _read(ctx, file, transcriber, language)
    if take.transcript is None:
        raise UsageError(take.problem)
    for note in _notes(take):
        console.say(f"note: {note}")
    if json_:
        console.out_json(take.transcript.model_dump(mode="json"))
    else:
        console.out_prose(take.transcript.text)


@app.command("delivery")
def delivery(
    ctx: typer.Context,
    file: FileArgument,
    transcriber: TranscriberOption = None,
    yes: YesOption = False,
    language: SpokenLanguageOption = "",
    json_: JsonOption = False,
) -> None:
    """Say how a recording is spoken: pace, pauses, fillers, loudness, pitch.

    With --transcriber off it is measured in the sound alone.
    """
    from interview_cli.coach.delivery import measure_recordings
    from interview_cli.coach.delivery_rows import rows
    from interview_cli.coach.delivery_words import praise, remark

    take = _read(ctx, file, transcriber, language)
    if take.sound is None:
        raise UsageError(take.problem)
    measured = measure_recordings([take])
    for note in filter(None, [take.problem and f"from the sound alone: {take.problem}", *_notes(take)]):
        console.say(f"note: {note}")
    if json_:
        console.out_json({"delivery": measured.model_dump(mode="json"), "take": take.model_dump(mode="json")})
        return
    console.table(
        ["Measure", "Value", "Band", "Trust"],
        [[row.name, row.value, row.standing, row.trust_words] for row in rows(measured)],
    )
    for line in filter(None, (remark(measured), praise(measured))):
        console.out_prose(line)


def _notes(take: Take) -> list[str]:
    return [*take.transcript.notes, *take.transcript.doubts] if take.transcript else []


def _read(ctx: typer.Context, file: Path, transcriber: str | None, language: str) -> Take:
    from interview_cli.interview.wish import VoiceWish
    from interview_cli.wiring.voice import open_voice

    writes = transcriber != OFF
    with open_voice(run_of(ctx).home, VoiceWish(transcriber=transcriber if writes else None)) as studio:
        take = studio.read(file, language, transcribe=writes)
        for news in studio.news():
            # Why nothing could be written down is told where it matters.
            if not (take.problem and take.problem in news):
                console.say(f"note: {news}")
        return take


def _values(device: Device) -> dict[str, object]:
    return {
        "number": device.index,
        "name": device.name,
        "default": device.is_default,
        "channels": device.channels,
        "rate": device.rate,
    }


def _meter(level: float) -> str:
    share = min(1.0, max(0.0, 1 - level / _QUIETEST))
    return f"[{'#' * round(share * _METER_CELLS):<{_METER_CELLS}}] {level:.0f} dB"
