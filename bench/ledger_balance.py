"""How long a balance as of any instant takes, and the public page of a fund, with very many entries.

    PYTHONPATH=src:. python bench/ledger_balance.py [--postgresql] [--entries 1000000] [--days 1095]

A fresh database; entries are written past the services in batches of the database's own statements, so that its
triggers keep the balances as they do always. Prints JSON; the promises are 20 ms a balance and 60 ms a page.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "tests")]

from bench.databases import fresh  # noqa: E402
from bench.ledger_import import PURPOSES, till  # noqa: E402

BATCH, BODIES = 2_000, 12


def filled(fund: object, entries: int, days: int) -> tuple[datetime, datetime]:
    """Write so many entries over so many days; the first and the last instant."""
    from django.db import transaction  # noqa: PLC0415  (the settings are named by now)

    from gongzhi.kernel.clock import CHINA  # noqa: PLC0415
    from gongzhi.ledger.models import Account, Entry, Pot  # noqa: PLC0415
    from gongzhi.organisations.models import Body  # noqa: PLC0415
    from gongzhi.record.services import insert  # noqa: PLC0415

    chance, first = random.Random(5), datetime(2023, 1, 1, tzinfo=CHINA)
    bodies = list(Body.objects.order_by("pk").values_list("pk", flat=True)[:BODIES])
    sides: dict[tuple[int, str], list[int]] = {}
    for pot in Pot.objects.filter(fund=fund):
        Account.objects.bulk_create([Account(pot=pot, kind=k, body_id=b) for k in ("given", "spent") for b in bodies])
        for kind in ("cash", "given", "spent"):
            sides[pot.pk, kind] = list(Account.objects.filter(pot=pot, kind=kind).values_list("pk", flat=True))
    pots = sorted({pot for pot, _kind in sides})

    def entry(number: int) -> Entry:
        at = first + timedelta(seconds=int(number / entries * days * 86_400))
        pot = pots[number % len(pots)]
        came = number < len(pots) or chance.random() < 0.1
        cash, other = sides[pot, "cash"][0], chance.choice(sides[pot, "given" if came else "spent"])
        amount = 10**13 if number < len(pots) else chance.randrange(1, 900_000)
        debit, credit = (cash, other) if came else (other, cash)
        kind = "received" if came else "paid"
        return Entry(pot_id=pot, debit_id=debit, credit_id=credit, amount=amount, kind=kind, at=at,
                     day=at.astimezone(CHINA).date(), booked_at=at, paper=f"票 {number}")  # fmt: skip

    for start in range(0, entries, BATCH):
        with transaction.atomic():
            insert([entry(number) for number in range(start, min(start + BATCH, entries))])
    return first, first + timedelta(days=days)


def timed(read: Callable[[], object], times: int = 40) -> dict[str, float]:
    """The median and the 95th percentile in milliseconds, after one warm-up."""
    read()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        read()
        took.append((time.perf_counter() - began) * 1000)
    return {"p50_ms": round(statistics.median(took), 1), "p95_ms": round(statistics.quantiles(took, n=20)[-1], 1)}


def measured(entries: int, days: int) -> dict[str, object]:
    """Fill, then read balances at random instants and the public pages."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from gongzhi.config import translations, upgrade  # noqa: PLC0415
    from gongzhi.ledger import selectors  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing was collected here
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    translations.compile_all()
    upgrade.upgrade()
    _actor, fund = till()
    began = time.perf_counter()
    first, last = filled(fund, entries, days)
    wrote = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    chance, client, page = random.Random(9), Client(), f"/funds/{fund.pk}/"

    def moment() -> datetime:
        return first + (last - first) * chance.random()

    def get(address: str) -> None:
        assert client.get(address).status_code == 200

    middle = f"{(first + (last - first) / 2).date().isoformat()}.1"
    return {
        "database": connection.vendor, "entries": entries, "days": days, "written_in_s": round(wrote, 1),
        "balance_of_a_purpose": timed(lambda: selectors.balance(fund.pk, PURPOSES[0], moment())),
        "balance_of_the_fund": timed(lambda: selectors.balance(fund.pk, at=moment())),
        "fund_page": timed(lambda: get(page)),
        "fund_page_of_a_year": timed(lambda: get(f"{page}?year=2023")),
        "fund_page_deep": timed(lambda: get(f"{page}?before={middle}&purpose={PURPOSES[1]}")),
        "list_of_funds": timed(lambda: get("/funds/")),
    }  # fmt: skip


def main() -> None:
    """Measure on a fresh database of the kind asked for."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--postgresql", action="store_true")
    wanted.add_argument("--entries", type=int, default=20_000)
    wanted.add_argument("--days", type=int, default=1_095)
    asked = wanted.parse_args()
    with fresh("postgresql" if asked.postgresql else "sqlite") as environment:
        os.environ.update(environment)
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongzhi.config.settings"
        django.setup()
        print(json.dumps(measured(asked.entries, asked.days), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
