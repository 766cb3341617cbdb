"""The command line for batches, run in this process with folders of its own, and a cluster for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.batch.dask_cluster import DaskCluster
from tests.cli.conftest import _bare_environment, config_dir, interview

__all__ = ["_bare_environment", "config_dir", "interview"]


@pytest.fixture(scope="package")
def with_dask() -> None:
    pytest.importorskip("distributed", reason="the cluster extra is not installed")


@pytest.fixture(scope="package")
def cluster(tmp_path_factory: pytest.TempPathFactory, with_dask: None) -> Iterator[DaskCluster]:
    """Two workers with one thread each."""
    with DaskCluster(tmp_path_factory.mktemp("dask"), workers=2) as running:
        yield running
