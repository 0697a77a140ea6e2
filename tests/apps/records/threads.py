"""Many writers at once, each with a database connection and real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
