"""The options of work that a cluster may do."""

from __future__ import annotations

from typing import Annotated

import typer

from interview_cli.errors import UsageError

ClusterOption = Annotated[
    str, typer.Option("--cluster", metavar="ADDRESS", help="Work on a Dask cluster (extra `cluster`).")
]
SendKeysOption = Annotated[
    bool,
    typer.Option("--send-keys", help="Send the models' keys to the cluster; else its workers use their own."),
]


def check_cluster(cluster: str, *, send_keys: bool) -> None:
    """Raise UsageError for keys that would go nowhere."""
    if send_keys and not cluster:
        raise UsageError("--send-keys is for a cluster.", "Name one with --cluster, or leave it out.")
