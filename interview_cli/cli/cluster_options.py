"""The options of work that a cluster may do."""

from __future__ import annotations

from typing import Annotated

import typer

from interview_cli.errors import UsageError

ClusterOption = Annotated[
    str | None, typer.Option("--cluster", metavar="ADDRESS", help="Work on a Dask cluster (extra `cluster`).")
]
SendKeysOption = Annotated[
    bool,
    typer.Option("--send-keys", help="Send the models' keys to the cluster; else its workers use their own."),
]


def checked_cluster(cluster: str | None, *, send_keys: bool) -> str:
    """The address that was given, empty for none. Raises UsageError for keys that would go nowhere."""
    if cluster is not None and not cluster.strip():
        raise UsageError(
            "--cluster wants the address of a scheduler.", "For example: --cluster tcp://127.0.0.1:8786"
        )
    if send_keys and not cluster:
        raise UsageError("--send-keys is for a cluster.", "Name one with --cluster, or leave it out.")
    return cluster or ""
