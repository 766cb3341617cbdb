"""`interview` and `python -m interview_cli`: the same command."""

import signal
import sys


def main() -> None:
    """The console script `interview`."""
    try:
        # Imported here, so that Ctrl+C while it loads is no error either.
        from interview_cli.cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    sys.exit(code)


if __name__ == "__main__":
    main()
