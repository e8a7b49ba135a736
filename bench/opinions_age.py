"""How old the opinion map of a page is while people vote: 10,000 people, 500 statements, a worker beside them.

    PYTHONPATH=src:. python bench/opinions_age.py [--postgresql] [--share 0.1] [--keep FOLDER]

A fresh database with a tenth of all votes cast; the worker is a process of its own; every vote goes through the
service that the page calls. Printed: seconds from a vote to the map that knows it, read as the page reads it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bench.databases import fresh  # noqa: E402

PEOPLE, STATEMENTS, VOTES = 10_000, 500, 8
GIVE_UP = 60.0


def measured(share: float) -> dict[str, object]:
    """Fill the database, start the worker, vote, and wait for each vote to be on the map."""
    from django.db import connection  # noqa: PLC0415  (the database is named by now)

    from gongzhi.config import translations, upgrade  # noqa: PLC0415
    from gongzhi.opinions import services  # noqa: PLC0415

    translations.compile_all()
    upgrade.upgrade()
    talk, said, people = _known() or _filled(share)
    begin = time.monotonic()
    services.redraw(talk)
    alone = time.monotonic() - begin
    worker = subprocess.Popen([sys.executable, "-m", "gongzhi.config.cli", "worker"], stderr=subprocess.DEVNULL)
    try:
        ages = [_age(talk, random.choice(people), random.choice(said)) for _vote in range(VOTES + 1)][1:]
    finally:
        worker.terminate()
        worker.wait()
    return {
        "database": connection.vendor,
        "votes": round(PEOPLE * STATEMENTS * share),
        "seconds_to_read_draw_and_keep": round(alone, 2),
        "seconds_to_the_map": [round(age, 2) for age in sorted(ages)],
    }


def _known() -> tuple[int, list[int], list[int]] | None:
    """What an earlier run left in a kept database."""
    from gongzhi.opinions.models import Opinion, Statement  # noqa: PLC0415

    said = list(Statement.objects.values_list("pk", flat=True)[:STATEMENTS])
    people = list(Opinion.objects.order_by().values_list("person_id", flat=True).distinct()[:PEOPLE])
    return (Statement.objects.get(pk=said[0]).conversation_id, said, people) if people else None


def _filled(share: float) -> tuple[int, list[int], list[int]]:
    from django.db import connection  # noqa: PLC0415
    from tests import world  # noqa: PLC0415
    from tests.opinions.talks import start  # noqa: PLC0415

    from gongzhi.kernel import clock  # noqa: PLC0415
    from gongzhi.opinions.models import Statement  # noqa: PLC0415
    from gongzhi.people.models import Person  # noqa: PLC0415

    chance = random.Random(1)
    with clock.at(world.MONDAY):
        talk, now = start(world.build(), seeds=()).pk, clock.now()
    Person.objects.bulk_create([Person(joined_at=now) for _ in range(PEOPLE)], batch_size=500)
    people = list(Person.objects.order_by("-id").values_list("pk", flat=True)[:PEOPLE])
    Statement.objects.bulk_create(
        [
            Statement(conversation_id=talk, number=n + 1, text=f"说法 {n}", state="shown", said_at=now)
            for n in range(STATEMENTS)
        ]
    )
    said = list(Statement.objects.filter(conversation_id=talk).values_list("pk", flat=True))
    camp = {who: chance.randrange(3) for who in people}
    lean = {(one, group): chance.random() for one in said for group in range(3)}
    rows = (
        (talk, one, who, 1 if chance.random() < lean[one, camp[who]] else -1, "web", str(now))
        for who in people
        for one in chance.sample(said, round(STATEMENTS * share))
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO opinions_opinion (conversation_id, statement_id, person_id, value, channel, at) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            rows,
        )
        for name, value in (("agrees", 1), ("disagrees", -1)):
            cursor.execute(
                f"UPDATE opinions_statement SET {name} = (SELECT COUNT(*) FROM opinions_opinion o "
                "WHERE o.statement_id = opinions_statement.id AND o.value = %s)",
                [value],
            )
        cursor.execute("ANALYZE")
    return talk, said, people


def _age(talk: int, person: int, statement: int) -> float:
    """Seconds from one vote to the map that knows it."""
    from gongzhi.opinions import selectors, services  # noqa: PLC0415
    from gongzhi.opinions.models import DrawnMap  # noqa: PLC0415

    wanted = DrawnMap.objects.get(conversation_id=talk).wanted
    begin = time.monotonic()
    services.vote(person_id=person, statement_id=statement, value=random.choice((1, -1)))
    while DrawnMap.objects.filter(conversation_id=talk, drawn__gt=wanted).count() == 0:
        if time.monotonic() - begin > GIVE_UP:
            raise SystemExit("the worker drew nothing")
        time.sleep(0.05)
    assert selectors.map_of(talk) is not None
    return time.monotonic() - begin


def main() -> None:
    """Print what was measured as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--keep", type=Path, help="keep the database in this folder and measure on it again")
    options = parser.parse_args()
    with fresh("postgresql" if options.postgresql else "sqlite", options.keep) as named:
        os.environ.update(named, DJANGO_SETTINGS_MODULE="gongzhi.config.settings")
        os.environ["PYTHONPATH"] = str(ROOT / "src")
        django.setup()
        print(json.dumps(measured(options.share), ensure_ascii=False))


if __name__ == "__main__":
    main()
