"""From settings to objects: the only place where the parts are put together.

Every factory imports its parts when it is called, so that a command loads no more than it uses.
"""

from interview_cli.wiring.consent import agree_to_models
from interview_cli.wiring.home import (
    Home,
    bank_of,
    log_path,
    open_drill,
    open_home,
    open_library,
    open_log,
    open_notes,
    open_resumes,
    open_sessions,
    open_settings,
)
from interview_cli.wiring.interviews import build_engine, open_room
from interview_cli.wiring.judging import (
    LaterJudging,
    build_examined_judge,
    build_later_judging,
    build_row_judge,
    judge_stored,
)
from interview_cli.wiring.models import (
    ModelChoice,
    check_language,
    choose_models,
    open_model,
    resume_model,
    tell_choice,
    tell_samples,
)
from interview_cli.wiring.opening import Opened, check_unchanged, plan_session, reopen_session
from interview_cli.wiring.voice import agree_to_voice, build_studio, check_voice, open_voice, wants_voice

__all__ = [
    "Home",
    "LaterJudging",
    "ModelChoice",
    "Opened",
    "agree_to_models",
    "agree_to_voice",
    "bank_of",
    "build_engine",
    "build_examined_judge",
    "build_later_judging",
    "build_row_judge",
    "build_studio",
    "check_language",
    "check_unchanged",
    "check_voice",
    "choose_models",
    "judge_stored",
    "log_path",
    "open_drill",
    "open_home",
    "open_library",
    "open_log",
    "open_model",
    "open_notes",
    "open_resumes",
    "open_room",
    "open_sessions",
    "open_settings",
    "open_voice",
    "plan_session",
    "reopen_session",
    "resume_model",
    "tell_choice",
    "tell_samples",
    "wants_voice",
]
