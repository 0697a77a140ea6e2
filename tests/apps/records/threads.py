"""Many writers at once, each with a database connection and real commits."""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

from django.db import connections


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """Run ``act(0) … act(count - 1)`` at the same moment; what they returned, in order."""
    start = Barrier(count)

    def one(number: int) -> Any:
        try:
            start.wait(timeout=60)
            return act(number)
        finally:
            connections.close_all()

    with alone(), ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@contextmanager
def alone() -> Iterator[None]:
    """One crowd at a time in all the processes of a run: two would be more connections than a server has."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    with Path(tempfile.gettempdir(), f"zhinan-crowd-{run}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
