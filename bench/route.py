"""Measure routing by the list (goal: p95 <= 5 ms), suggestions (>= 3,000 texts/s), and the clock's writes.

    PYTHONPATH=src:tests python bench/route.py            on the embedded database
    DATABASE_URL=postgres://... python bench/route.py     on that server; a test database is made and removed

The world is small (one street, twenty communities, the shipped list) and thrown away afterwards.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings_for_tests")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import get_runner  # noqa: E402

from gongzhi.duties import services as duties  # noqa: E402
from gongzhi.kernel import clock  # noqa: E402
from gongzhi.kernel.actor import system  # noqa: E402
from gongzhi.kernel.limit import Limit  # noqa: E402
from gongzhi.kernel.reference import Ref  # noqa: E402
from gongzhi.mandates import selectors as mandates  # noqa: E402
from gongzhi.mandates import services as lists  # noqa: E402
from gongzhi.organisations import services as organisations  # noqa: E402
from gongzhi.places import selectors as place_read  # noqa: E402
from gongzhi.places import services as places  # noqa: E402

BENCH = system("bench")
CALLS, DUTIES, COMMUNITIES = 5000, 2000, 20
SHARED = Path(os.environ.get("GONGZHI_SHARED", ROOT.parent / "shared"))
MESSAGES = SHARED / "data/messages/unlabelled_2017_2020.csv.gz"
AREA = {rung: rung for rung in ("building", "community", "street", "district")} | {"grid": "small_grid"}
CHAIN = (("C", "community"), ("G", "small_grid"), ("B", "building"))


@contextmanager
def throw_away_database() -> Iterator[None]:
    """A fresh database with every table, removed at the end."""
    runner = get_runner(settings)(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(made)


def build() -> list[Any]:
    """The shipped list in force, and for every cell of it a body; returns the buildings."""
    since = clock.today().date() - timedelta(days=365)
    rows = [("D", "区", "district", ""), ("S", "街道", "street", "D")]
    for n in range(COMMUNITIES):
        upper = "S"
        for letter, level in CHAIN:
            rows.append((f"{letter}{n}", f"{letter}{n}", level, upper))
            upper = f"{letter}{n}"
    ids = places.create_many(actor=BENCH, rows=[(*row, None, None, since) for row in rows])
    lists.load_starting_list(BENCH)
    leads = {(line.lead, line.rung) for m in mandates.matters() for line in m.lines.values()}
    there = [place_read.get(pk) for pk in ids]
    plans = [
        organisations.NewBody(kind, f"{place.name}{kind}", place, since)
        for place in there
        for kind, rung in sorted(leads)
        if AREA[rung] == place.level
    ]
    organisations.create_bodies(actor=BENCH, plans=plans)
    return [place for place in there if place.level == "building"]


def timed(act: Callable[[], Any], calls: int) -> tuple[float, float]:
    """Median and 95th percentile of the act, in milliseconds."""
    took = []
    for _ in range(calls):
        start = time.perf_counter()
        act()
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    return took[calls // 2], took[calls * 95 // 100]


def texts() -> list[str]:
    """Real messages where they are, else sentences made of the list's own words."""
    if MESSAGES.exists():
        with gzip.open(MESSAGES, "rt", encoding="utf-8-sig") as file:
            return [row["subject"] + row["body"] for row in csv.DictReader(file)]
    words = [word for m in mandates.matters() for word in m.words]
    chance = Random(1)
    return ["，".join(chance.choices(words, k=40)) for _ in range(4000)]


def clocks() -> dict[str, float]:
    """Duties opened and warnings given, a second."""
    body = organisations.create_body(
        actor=BENCH, kind="volunteer_team", name="队", place_id=place_read.by_code("S").pk, since=clock.today().date()
    )
    start, at = time.perf_counter(), clock.now()
    for n in range(DUTIES):
        duties.open_duty(kind="solve", about=Ref("cases.case", n + 1), body_id=body.pk, limit=Limit(24, "hours"), at=at)
    opened = DUTIES / (time.perf_counter() - start)
    start = time.perf_counter()
    told = duties.tick(at + timedelta(days=2))
    return {"duties opened a second": opened, "warnings given a second": told / (time.perf_counter() - start)}


def measure() -> dict[str, float]:
    """Every figure of this file, by name."""
    buildings, chance = build(), Random(1)
    mandates.forget()
    codes = [m.code for m in mandates.matters()]
    median, slow = timed(lambda: mandates.route(chance.choice(codes), chance.choice(buildings)), CALLS)
    _median, cold = timed(lambda: (mandates.forget(), mandates.route("AQ01", buildings[0])), 200)
    given = texts()
    start = time.perf_counter()
    for text in given:
        mandates.suggest(text)
    speed = len(given) / (time.perf_counter() - start)
    found = {"route, median ms": median, "route, p95 ms": slow, "route after asking for the edition, p95 ms": cold}
    return {**found, "suggestions a second": speed, **clocks()}


if __name__ == "__main__":
    with throw_away_database():
        print(f"| {connection.vendor} | |\n|---|---|")
        for name, figure in measure().items():
            print(f"| {name} | {figure:,.2f} |")
