"""How fast a sheet of entries is booked, with the trial balance after every batch, and again, which must book nothing.

    PYTHONPATH=src:. python bench/ledger_import.py [--postgresql] [--entries 50000]

A fresh database and the usual street; one fund with four purposes, three years of days in any order, payments among
them. Prints JSON; the promise is 50,000 entries a minute.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "tests")]

from bench.databases import fresh  # noqa: E402

PURPOSES = ("environment", "elder_care", "facilities", "culture")
HEAD = "日期,用途,收入,支出,对方单位,凭证,编号,经办人,审批人\n"


def sheet(entries: int, seed: int = 7) -> bytes:
    """A sheet of so many rows: a tenth is money that came in, enough for what is paid."""
    chance, first = random.Random(seed), date(2023, 1, 1)
    lines = [f"2022-12-31,{purpose},10亿,,,拨款,S{purpose},,\n" for purpose in PURPOSES]
    for number in range(entries - len(PURPOSES)):
        day, amount = first + timedelta(chance.randrange(1095)), f"{chance.randrange(1, 900_000) / 100:.2f}"
        purpose, paid = chance.choice(PURPOSES), chance.random() < 0.9
        came, went, two = ("", amount, "甲,乙") if paid else (amount, "", ",")
        lines.append(f"{day},{purpose},{came},{went},,票 {number},N{number},{two}\n")
    chance.shuffle(lines)
    return (HEAD + "".join(lines)).encode()


def till() -> tuple[object, object]:
    """The community's worker and a fund with four purposes."""
    from tests import world  # noqa: PLC0415  (the settings are named by now)

    from gongzhi.kernel import clock  # noqa: PLC0415
    from gongzhi.ledger import services  # noqa: PLC0415

    with clock.at(world.MONDAY):
        street = world.build()
        actor = street.actor("worker")
        fund = services.open_fund(
            actor=actor, body_id=street.body_of("worker").pk, place_id=street.places["440305007010"].pk,
            name="measure", source="community_fund", purposes=PURPOSES,
        )  # fmt: skip
    return actor, fund


def measured(entries: int) -> dict[str, object]:
    """Book the sheet, book it again, and hold the trial balance against every entry."""
    from django.db import connection  # noqa: PLC0415

    from gongzhi.config import upgrade  # noqa: PLC0415
    from gongzhi.ledger import selectors, services  # noqa: PLC0415

    upgrade.upgrade()
    (actor, fund), data = till(), sheet(entries)
    began = time.perf_counter()
    report = services.import_entries(actor=actor, fund_id=fund.pk, data=data, filename="measure.csv")
    took = time.perf_counter() - began
    began = time.perf_counter()
    again = services.import_entries(actor=actor, fund_id=fund.pk, data=data, filename="measure.csv")
    second = time.perf_counter() - began
    began = time.perf_counter()
    trial = selectors.trial_balance()
    return {
        "database": connection.vendor, "entries": report.booked, "refused": report.refused, "batches": report.steps,
        "seconds": round(took, 1), "entries_a_minute": round(report.booked / took * 60),
        "again_booked": again.booked, "again_seconds": round(second, 1),
        "trial_balance_holds": trial.holds, "trial_balance_of_every_entry_s": round(time.perf_counter() - began, 2),
    }  # fmt: skip


def main() -> None:
    """Measure on a fresh database of the kind asked for."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--postgresql", action="store_true")
    wanted.add_argument("--entries", type=int, default=5_000)
    asked = wanted.parse_args()
    with fresh("postgresql" if asked.postgresql else "sqlite") as environment:
        os.environ.update(environment)
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongzhi.config.settings"
        django.setup()
        print(json.dumps(measured(asked.entries), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
