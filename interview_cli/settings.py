"""What a person may set: environment over file over default.

Read with pydantic alone: pydantic-settings takes 190 ms to import, half of what `history` may take.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from interview_cli.coach.scale import MOST_SAMPLES
from interview_cli.coach.speech import SHORTEST_SILENCE
from interview_cli.errors import UsageError
from interview_cli.interview.kinds import InterviewType
from interview_cli.library.role import LanguageTag, Seniority
from interview_cli.validation import in_words

PREFIX = "INTERVIEW_"
# Settings of these groups are written with a dot: `voice.max_seconds`.
_GROUPS = ("voice", "talk", "speak", "retention")
# By their highest score.
SCALES = (100, 5)
# A century, in days.
LONGEST_KEPT = 36_500


def _known_scale(scale: int) -> int:
    if scale not in SCALES:
        raise ValueError("must be 100 or 5")
    return scale


def _keys_of(given: Any) -> Any:
    """A keymap from one line: `id=key`, with semicolons between several; `a,b` stands for two keys."""
    if not isinstance(given, str):
        return given
    pairs = [part.partition("=") for part in given.split(";") if part.strip()]
    return {name.strip(): keys.strip() for name, _, keys in pairs}


def _written(field: str) -> str:
    """The name of a setting as people write it."""
    group, _, name = field.partition("_")
    return f"{group}.{name}" if group in _GROUPS else field


def _off_or_long(seconds: float) -> float:
    if 0 < seconds < SHORTEST_SILENCE:
        raise ValueError(f"must be 0, or {SHORTEST_SILENCE} and more: people pause to think")
    return seconds


class Settings(BaseModel):
    """All settings with their defaults; every description is printed by `config show`."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, alias_generator=_written)

    model: str = Field(
        "",
        description="Models to use, comma-separated, first choice first, such as "
        "openai/gpt-4o-mini; empty: the first provider with a key, else a running Ollama, else offline.",
    )
    candidate: str = Field(
        "", description="Name that history is kept under; empty: the resume's name, or `me` without a resume."
    )
    role: str = Field("", description="Role to interview for when --role is not given.")
    type: InterviewType = Field("mixed", description="Type of interview when --type is not given.")
    level: Seniority | None = Field(
        None, description="Seniority when --level is not given; empty: the resume's suggestion, else mid."
    )
    duration: Annotated[int, Field(ge=5, le=120)] = Field(
        30, description="Minutes of an interview (5 to 120)."
    )
    max_follow_ups: Annotated[int, Field(ge=0, le=3)] = Field(
        1, description="Follow-ups per question (0 to 3)."
    )
    feedback: Literal["each", "end"] = Field(
        "each", description="When to show feedback: after each answer, or at the end."
    )
    scale: Annotated[int, AfterValidator(_known_scale)] = Field(
        100, description="Scores are shown on 0-100, or on 1-5 with the value 5."
    )
    language: LanguageTag = Field(
        "en", description="Language of interviews, such as de or pt-BR; others than English need a model."
    )
    scores: bool = Field(
        True, description="Show scores as numbers; without them there are words alone, as with --no-scores."
    )
    samples: Annotated[int, Field(ge=1, le=MOST_SAMPLES)] | None = Field(
        None,
        description="How often a model judges each criterion (1 to 9; the median counts); empty: once in an "
        "interview, three times with `interview score --session`.",
    )
    fallback: bool = Field(True, description="Let the offline coach step in when no provider answers.")
    theme: Literal["auto", "dark", "light", "contrast", "terminal"] = Field(
        "auto",
        description="Look of the full-screen app; auto: as chosen there last, else dark or light as the "
        "terminal says; terminal means its own sixteen colours.",
    )
    plain_motion: bool = Field(
        False, description="No animation in the full-screen app, as with --plain-motion."
    )
    keymap: Annotated[dict[str, str], BeforeValidator(_keys_of)] = Field(
        default_factory=dict,
        description="Your own keys in the full-screen app, such as interview.submit=ctrl+g.",
    )
    redact: bool = Field(
        False,
        description="Take e-mail addresses, phone numbers, postal addresses and links out of what is sent to "
        "a model, as with --redact.",
    )
    encrypt: bool = Field(
        False, description="Keep sessions, recordings, resumes and notes encrypted; setting it converts them."
    )
    retention_recordings: Annotated[int, Field(ge=0, le=LONGEST_KEPT)] = Field(
        30, description="Days after which recordings are removed, by any command; 0: never."
    )
    retention_sessions: Annotated[int, Field(ge=0, le=LONGEST_KEPT)] = Field(
        0, description="Days after which whole sessions are removed, by any command; 0: never."
    )
    timeout: Annotated[float, Field(ge=0, le=600)] = Field(
        0.0, description="Seconds to wait for a model's reply; 0: what each prompt asks for."
    )
    voice_answers: bool = Field(False, description="Answer by voice, as with --voice.")
    voice_input_device: str = Field(
        "", description="Microphone: a number or a part of its name; empty: as chosen last, else the default."
    )
    voice_output_device: str = Field("", description="Loudspeaker, likewise; empty: the default.")
    voice_transcriber: str = Field(
        "auto",
        description="Who writes down what you say: auto, whisper, faster-whisper or a model such as "
        "openai/whisper-1; several with commas are tried in turn.",
    )
    voice_model: str = Field(
        "base",
        description="Local Whisper: tiny, base, small, medium, large-v3, turbo, or the path of one.",
    )
    voice_fillers: bool = Field(
        True,
        description="Ask the transcriber to keep um and uh; off for models trained without prompts.",
    )
    voice_max_seconds: Annotated[float, Field(ge=10, le=1800)] = Field(
        180, description="Longest recording of an answer, in seconds (10 to 1800)."
    )
    voice_stop_after_silence: Annotated[float, Field(ge=0, le=60), AfterValidator(_off_or_long)] = Field(
        0, description="Stop a recording after so many seconds without a word (4 to 60); 0: never."
    )
    voice_auto_submit: bool = Field(
        False,
        description="Hand in what was understood without showing it first, unless it is doubtful.",
    )
    voice_tips: bool = Field(True, description="Show quiet tips while you speak.")
    voice_keep_recordings: bool = Field(
        True, description="Keep recordings beside the session, to be played again."
    )
    talk_mode: Literal["auto", "toggle", "hold"] = Field(
        "auto",
        description="The talk key: held while you speak, or pressed to begin and again to end; auto: held "
        "where the terminal tells when a key is let go.",
    )
    speak_with: str = Field(
        "",
        description="Who speaks questions: auto, off, pyttsx3, a model such as openai/tts-1, or a command "
        "that turns text into a WAV; empty: auto when you answer by voice, else off.",
    )
    speak_voice: str = Field("", description="Voice of the speaker, as it calls them; empty: its usual one.")
    speak_rate: Annotated[int, Field(ge=80, le=400)] = Field(
        165, description="Words a minute that questions are spoken at (80 to 400)."
    )

    def redacting(self, wish: bool | None) -> Self:
        """These settings, or such as take contact details out or not as was wished for."""
        return self if wish is None else self.model_copy(update={"redact": wish})


def setting_names() -> list[str]:
    """The names of all settings as people write them, such as `voice.max_seconds`."""
    return [_written(name) for name in Settings.model_fields]


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper().replace(".", "_")


def load_settings(path: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of a file (which may be absent) with the environment's on top.

    Raises UsageError that names the file or variable and the field at fault.
    """
    values = read_file(path)
    sources = dict.fromkeys(values, str(path))
    for name in setting_names():
        variable = variable_of(name)
        if environ.get(variable):
            values[name] = environ[variable]
            sources[name] = variable
    return checked(values, sources, str(path))


def read_file(path: Path) -> dict[str, Any]:
    """What a settings file holds, unchecked; empty when there is none."""
    if not path.is_file():
        return {}
    from interview_cli.library.yaml_file import parse_yaml, read_text

    values = parse_yaml(read_text(path), str(path)) or {}
    if not isinstance(values, dict):
        raise UsageError(f"{path}:1: settings must be `name: value` lines.", "Mend the file, or remove it.")
    return dict(_in_one_line(values))


def _in_one_line(values: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    """Settings by name; a group may be written as one, with its settings below it."""
    for name, value in values.items():
        if name in _GROUPS and isinstance(value, dict):
            yield from ((f"{name}.{inner}", each) for inner, each in value.items())
        else:
            yield str(name), value


def checked(values: Mapping[str, Any], sources: Mapping[str, str], where: str) -> Settings:
    """Values as Settings. Raises UsageError that names where the first wrong one came from."""
    try:
        return Settings.model_validate(dict(values))
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        name = str(problem["loc"][0])
        source = sources.get(name, where)
        hint = "All settings: interview config show"
        if source == variable_of(name):
            hint = f"Change that variable, or unset {source}."
        elif name in sources:
            hint = f"Mend it there, or: interview config set {name} ''"
        raise UsageError(f"{source}: {name}: {in_words(problem)}.", hint) from error


def write_setting(path: Path, name: str, value: str) -> Any:
    """Set one value in a settings file, or with an empty `value` remove it; returns it as it was understood.

    The rest of the file, comments too, stays as it is. Raises UsageError for an unknown name or a
    wrong value before anything is written, and StorageError when it cannot be.
    """
    from interview_cli.store.files import make_private_folder, write_bytes

    values = read_file(path)
    if name not in setting_names() and (value or name not in values):
        from difflib import get_close_matches

        near = get_close_matches(name, setting_names(), n=1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(f"There is no setting {name!r}.", f"{hint}All of them: interview config show")
    understood = None
    if value:
        # Everything is handed over as text: a role called `no` is not a yes or no.
        understood = checked({name: value}, {}, "config set").model_dump(mode="json", by_alias=True)[name]
    make_private_folder(path.parent)
    write_bytes(path, _with_value(path, values, name, understood).encode())
    return understood


def _with_value(path: Path, values: Mapping[str, Any], name: str, value: Any) -> str:
    """The text of a settings file with one value set, or removed when it is None."""
    import yaml

    from interview_cli.library.yaml_file import compose, parse_yaml, read_text

    wanted = {key: old for key, old in values.items() if key != name}
    line = ""
    if value is not None:
        wanted[name] = value
        line = yaml.safe_dump({name: value}, allow_unicode=True, width=10_000).rstrip("\n")
    text = read_text(path) if path.is_file() else ""
    lines = text.splitlines()
    root = compose(text)
    first = last = len(lines)
    for key, old in root.value if isinstance(root, yaml.MappingNode) else []:
        if key.value == name:
            first = key.start_mark.line
            last = max(old.end_mark.line + (old.end_mark.column > 0), first + 1)
    lines[first:last] = [line] if line else []
    edited = "\n".join([*lines, ""])
    try:
        fits = dict(_in_one_line(parse_yaml(edited, str(path)) or {})) == wanted
    except UsageError:
        fits = False
    # A file in another style, such as {model: x}, cannot be edited by lines.
    return edited if fits else yaml.safe_dump(wanted, sort_keys=False, allow_unicode=True)
