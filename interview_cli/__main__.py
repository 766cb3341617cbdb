"""`python -m interview_cli` is the same as `interview`."""

from interview_cli.cli.app import main

if __name__ == "__main__":
    main()
