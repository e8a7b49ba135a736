"""How fast the three rates are read from roll-ups as large as 1,000,000 cases of one street leave behind.

Run: PYTHONPATH=src DJANGO_SETTINGS_MODULE=gongzhi.config.settings python bench/rates.py (everything is rolled back).
"""

from __future__ import annotations

import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator

import django
from django.db import transaction

CASES, COMMUNITIES, BODIES, MONTHS = 1_000_000, 16, 1500, 36
STREET = 900_000_001
LIMIT_MS = 50.0


def rolled_up(seed: int = 1) -> Iterator[tuple[tuple[int, int, int, int, str, str, int], int]]:
    """The rows of a street's tallies: each body in each month with every measure, and a histogram of hours."""
    rng = random.Random(seed)
    months = [year * 100 + month for year in (2024, 2025, 2026) for month in range(1, 13)][:MONTHS]
    cells = Counter[tuple[int, int, int, int, str, str, int]]()
    each = CASES // (BODIES * MONTHS) + 1
    judged = max(1, each // 2)
    what = [("reported", "web", each), ("in_time", "", each), ("late", "", 1), ("answered", "solved", each),
            ("judged", "web", judged), ("solved", "web", judged), ("satisfied", "web", judged),
            ("no_judgement", "silent", each - judged), ("no_response", "merged", 1)]  # fmt: skip
    for body in range(1, BODIES + 1):
        community = STREET + 1 + body % COMMUNITIES
        for month in months:
            for measure, word, count in what:
                _add(cells, month, community, body, (measure, word, 0), count)
            for _ in range(each // 2):
                _add(cells, month, community, body, ("hours", "", min(720, int(rng.expovariate(1 / 40)))), 2)
            code = f"M{rng.randrange(120):03}"
            _add(cells, month, community, body, ("matter_hours", code, rng.randrange(48)), each)
    yield from cells.items()


def _add(cells: Counter, month: int, community: int, body: int, what: tuple[str, str, int], count: int) -> None:
    for key in ((STREET, 0, body), (STREET, 0, 0), (STREET, community, 0)):
        cells[month, *key, *what] += count


def timed(read: Callable[[], object], times: int = 30) -> tuple[float, float]:
    """The median and the 95th percentile of reading, in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        read()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


def measures() -> list[tuple[str, float, float]]:
    """Name, median and 95th percentile of every read, inside a transaction that is rolled back."""
    from gongzhi.indicators import selectors  # noqa: PLC0415  (after django.setup)
    from gongzhi.indicators.services.adding import add  # noqa: PLC0415

    with transaction.atomic():
        rows = Counter(dict(rolled_up()))
        add(rows)
        year, everything = selectors.Months(202601, 202612), selectors.Months(202401, 202612)
        scope = selectors.Scope(street_id=STREET)
        reads: dict[str, Callable[[], object]] = {
            "street's three rates, 12 months": lambda: selectors.rates(street_id=STREET, months=year),
            "street's three rates, 36 months": lambda: selectors.rates(street_id=STREET, months=everything),
            "a community's three rates": lambda: selectors.rates(community_id=STREET + 3, months=year),
            "a body's three rates": lambda: selectors.rates(body_id=7, months=year),
            "16 communities": lambda: selectors.by_community(STREET, year),
            "1,500 bodies": lambda: selectors.by_body(STREET, year),
            "36 months one by one": lambda: selectors.trend(scope, everything),
            "median hours, 36 months": lambda: selectors.median_hours(scope, everything),
            "groups and their medians": lambda: selectors.by_group(scope, year),
        }
        found = [(f"{name} ({len(rows):,} tallies)", *timed(read)) for name, read in reads.items()]
        transaction.set_rollback(True)
    return found


def main() -> None:
    """Print the table; the first rows have a limit."""
    django.setup()
    print("   median       p95")
    for name, middle, high in measures():
        print(f"{middle:9.1f} {high:9.1f} ms  {name}")
    print(f"limit for the three rates: {LIMIT_MS} ms")


if __name__ == "__main__":
    main()
