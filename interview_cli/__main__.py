"""`interview` and `python -m interview_cli`: the same command."""

import gc
import signal
import sys

# Python looks for garbage after every 700 new objects, and an import makes them by the hundred thousand: at
# this number a command that is over in a second takes 8 % less.
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def main() -> None:
    """The console script `interview`."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, *gc.get_threshold()[1:])
    try:
        # Imported here, so that Ctrl+C while it loads is no error either.
        from interview_cli.cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    sys.exit(code)


if __name__ == "__main__":
    main()
