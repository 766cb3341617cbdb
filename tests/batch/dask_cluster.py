"""A Dask scheduler and workers on 127.0.0.1: processes with homes and working directories of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

# Python imports Dask within a few seconds, on a busy machine too.
READY_SECONDS = 60

SHY = """\
id: shy
name: Shy candidate
about: You know little and say it in few words.
main: {share: 0.2}
follow_up: {share: 0.1}
"""


class DaskCluster:
    """A cluster in a folder, where its processes log.

    Its workers know no key, and have settings of their own that no work is to follow. Its scheduler drops
    copies of data as soon as they are not needed, which others do every few seconds.
    """

    def __init__(self, folder: Path, workers: int) -> None:
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        options = ["--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
        self.scheduler = self._begin("scheduler", "distributed.cli.dask_scheduler", *options)
        self.workers = [self._worker(number) for number in range(workers)]

    def __enter__(self) -> Self:
        try:
            self.wait_for(len(self.workers))
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def add_worker(self) -> subprocess.Popen[bytes]:
        """One more worker, once it can be given work."""
        worker = self._worker(len(self.workers))
        self.workers.append(worker)
        self.wait_for(sum(process.poll() is None for process in self.workers))
        return worker

    def kill_holder_of(self, beginning: str) -> None:
        """Kill the worker with the result of a task whose key begins so, once it alone has it."""
        from distributed import Client

        with Client(self.address, timeout=READY_SECONDS) as client:
            holders: list[str] = []
            while len(holders) != 1:
                [holders] = [
                    list(there) for key, there in client.who_has().items() if key.startswith(beginning)
                ]
            pid = client.run(os.getpid, workers=holders)[holders[0]]
        [victim] = [process for process in self.workers if process.pid == pid]
        victim.kill()
        victim.wait()

    def fill_memory(self) -> None:
        """Have all workers pause, as they do where their memory is nearly full."""
        from distributed import Client

        def pause(dask_worker: Any) -> None:
            dask_worker.memory_manager.memory_pause_fraction = 1e-9

        with Client(self.address, timeout=READY_SECONDS) as client:
            client.run(pause)
            while any(one["status"] != "paused" for one in client.scheduler_info()["workers"].values()):
                time.sleep(0.05)

    def forget_all(self) -> None:
        """Have the scheduler forget all tasks, whoever wants them."""
        from distributed import Client, Future

        with Client(self.address, timeout=READY_SECONDS) as client:
            keys = client.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.tasks))
            client.cancel([Future(key, client) for key in keys], force=True)

    def wait_for(self, workers: int) -> None:
        """Return when so many workers can be given work."""
        from distributed import Client

        with Client(self.address, timeout=READY_SECONDS) as client:
            if workers:
                client.wait_for_workers(workers, timeout=READY_SECONDS)

    @property
    def logs(self) -> str:
        """All that its processes said."""
        return "".join(path.read_text("utf-8", "replace") for path in self._folder.glob("*.log"))

    def _worker(self, number: int) -> subprocess.Popen[bytes]:
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
        return self._begin(f"worker-{number}", "distributed.cli.dask_worker", self.address, *options)

    def _begin(self, name: str, module: str, *arguments: str) -> subprocess.Popen[bytes]:
        place = self._folder / name
        place.mkdir()
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(place),
            "TMPDIR": str(place),
            # Nothing listens on port 9 (discard), so no Ollama is found.
            "OLLAMA_HOST": "127.0.0.1:9",
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "INTERVIEW_LEVEL": "entry",
            "INTERVIEW_MAX_FOLLOW_UPS": "3",
            "DASK_DISTRIBUTED__SCHEDULER__ACTIVE_MEMORY_MANAGER__INTERVAL": "50ms",
        }
        with (self._folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=place,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
