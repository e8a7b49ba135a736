"""The measures in one process: reporting, pages, rates and search, with the real pages and the test client."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from itertools import count, cycle
from random import Random
from typing import Any

from bench.table import Measure, late, median
from bench.town import Town
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.cases import selectors as cases
from gongzhi.cases.search import find
from gongzhi.cases.selectors import work
from gongzhi.cases.services import NewCase, report_case
from gongzhi.indicators import selectors as indicators
from gongzhi.mandates import selectors as mandates
from gongzhi.organisations import selectors as organisations
from gongzhi.people import selectors as people
from gongzhi.places import selectors as places

Pages = dict[str, tuple[str, list[str]]]
TERMS = {"frequent": ("处理", "邻居", "老人"), "middling": ("电梯", "消防", "噪声"), "rare": ("鹦鹉", "狐狸", "风铃")}
MOST_QUERIES = 12


def timed(act: Callable[[], Any], times: int, warm: int = 3) -> list[float]:
    """How long each of these calls took, in milliseconds, after a few that do not count."""
    for _ in range(warm):
        act()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        took.append((time.perf_counter() - began) * 1000)
    return took


def _p95(what: str, took: list[float], goal: str, note: str = "") -> Measure:
    said = f"p50 {median(took):.1f} ms" + (f"; {note}" if note else "")
    return Measure(f"{what}, p95", late(took), "ms", goal, said)


def reporting(town: Town, times: int) -> list[Measure]:
    """The service alone: one transaction with its case, holder, clocks, search words and facts."""
    chance, codes = Random(3), [m.code for m in mandates.matters()]

    def one() -> None:
        spot, code = chance.choice(town.spots), chance.choice(codes)
        new = NewCase("三单元的灯坏了三天，晚上看不见", spot.id, matter=code, key=secrets.token_hex(16))
        report_case(actor=None, new=new)

    took = timed(one, times)
    rate = 1000 / (sum(took) / len(took))
    return [Measure("report a case in one process", rate, "a second", "", f"p50 {median(took):.1f} ms")]


def pages(town: Town) -> Pages:
    """The measured pages: whose they are, and the addresses that take turns."""
    worker = organisations.actor_for(town.people["worker"])
    open_ids = [task.case.pk for task in work.tasks(work.duties_of(worker)).rows][:20]
    closed = [c.pk for c in cases.listed(community_id=town.communities[0].pk, size=20, state="solved").cases]
    most = mandates.matters()[0].code
    last = cases.listed(street_id=town.street.pk, size=1).cases[0].pk
    filters = (
        "?state=handling", f"?matter={most}", "?state=solved&level=community",
        f"?community_id={town.communities[3].pk}", "?state=disputed",
        f"?before={last // 2}",
    )  # fmt: skip
    return {
        "worker's inbox": ("worker", ["/work/", "/work/?kind=solve", "/work/?bucket=overdue"]),
        "filtered list of 50": ("officer", [f"/street/cases/{query}" for query in filters]),
        "matter page": ("worker", [f"/work/m/{pk}/" for pk in (*open_ids, *closed)]),
    }


def client_of(town: Town, who: str) -> Client:
    """A signed-in browser of this member of staff."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(people.person(town.people[who]), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _get(client: Client, paths: Iterator[str]) -> None:
    path = next(paths)
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} was answered with {response.status_code}")


def page_times(town: Town, found: Pages, times: int) -> list[Measure]:
    """Each page with its templates and middleware."""
    measured = []
    for name, (who, paths) in found.items():
        client, turns = client_of(town, who), cycle(paths)
        took = timed(lambda client=client, turns=turns: _get(client, turns), times, warm=len(paths))  # type: ignore[misc]
        measured.append(_p95(f"{name} in process", took, "<= 60"))
    return measured


def queries(town: Town, found: Pages) -> list[Measure]:
    """The most queries that any address of a list page runs."""
    most: dict[str, int] = {}
    for name, (who, paths) in found.items():
        client = client_of(town, who)
        for path in paths[:6]:
            _get(client, iter([path]))
            with CaptureQueriesContext(connection) as seen:
                _get(client, iter([path]))
            most[name] = max(most.get(name, 0), len(seen))
    lists = {name: n for name, n in most.items() if "matter" not in name}
    note = ", ".join(f"{name} {n}" for name, n in most.items())
    return [Measure("queries of a list page", max(lists.values()), "queries", f"<= {MOST_QUERIES}", note)]


def rates(town: Town, times: int) -> list[Measure]:
    """The street's three rates of the last twelve months, and those of its communities."""
    street = town.street.pk
    one = timed(lambda: indicators.rates(street_id=street), times)
    each = timed(lambda: indicators.by_community(street), times)
    return [
        _p95("the street's three rates", one, "<= 50"),
        _p95("the three rates of all its communities", each, "<= 50"),
    ]


def searches(town: Town, times: int) -> list[Measure]:
    """Two characters, from very rare to in every second case, in a community, in a street and everywhere."""
    scopes: dict[str, dict[str, int]] = {
        "in a community": {"community_id": town.communities[5].pk},
        "in a street": {"street_id": town.street.pk},
        "everywhere": {},
    }
    measured = []
    for scope, by in scopes.items():
        took: dict[str, list[float]] = {}
        for kind, terms in TERMS.items():
            turns = cycle(terms)
            took[kind] = timed(lambda by=by, turns=turns: find(next(turns), **by), times)  # type: ignore[misc]
        note = ", ".join(f"{kind} {late(t):.1f}" for kind, t in took.items())
        worst = max(took.values(), key=late)
        measured.append(_p95(f"search with two characters {scope}", worst, "<= 30", note))
    worker = organisations.actor_for(town.people["worker"])
    turns = cycle([term for terms in TERMS.values() for term in terms])
    whole = timed(lambda: cases.search(worker, next(turns)), times)
    return [*measured, _p95("a worker's search, cases included", whole, "<= 60")]


def routing(town: Town, times: int) -> list[Measure]:
    """Who gets a matter at a place, with the reason."""
    chance, codes = Random(5), [m.code for m in mandates.matters()]
    spots = [places.get(town.spots[n].id) for n in range(0, len(town.spots), 40)]
    took = timed(lambda: mandates.route(chance.choice(codes), chance.choice(spots)), times)
    return [_p95("routing by place and matter", took, "<= 5")]


def all_of(town: Town, times: int, say: Callable[[str], None]) -> list[Measure]:
    """Every measure of this file, as it is taken; what writes comes last."""
    found, measured = pages(town), []
    number = count(1)
    for name, act in (
        ("pages", lambda: page_times(town, found, times)),
        ("queries", lambda: queries(town, found)),
        ("rates", lambda: rates(town, times)),
        ("search", lambda: searches(town, times)),
        ("routing", lambda: routing(town, times * 5)),
        ("reports", lambda: reporting(town, times * 5)),
    ):
        say(f"in process: {name} ({next(number)} of 6)")
        measured += act()
    return measured
