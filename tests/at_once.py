"""Acts that start at the same moment in threads of their own, for tests of what two people must not do at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused


def at_once(*acts: Callable[[], Any], when: datetime | None = None) -> list[Any]:
    """Run the acts in threads that start together, at the moment `when`; each one's result or its exception."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            with clock.at(when) if when else nullcontext():
                results[index] = act()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def codes(results: list[Any]) -> list[str]:
    """Of each result the code of the refusal, or the name of what was made or went wrong, sorted."""
    return sorted(one.code if isinstance(one, Refused) else type(one).__name__ for one in results)
