"""The page of a matter's way, both directions, in a street with very many cases, topics, needs and projects.

    PYTHONPATH=src:. python bench/lineage.py [--postgresql] [--cases 1000000] [--projects 20000]

A fresh database. Cases are loaded as for the other measures; every project has its need, its topic and its share of
the cases behind it. Prints JSON; the promise is 50 ms a page from any end.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "tests")]

from bench.databases import fresh  # noqa: E402

BATCH = 5_000
TITLES = ("东门车棚装充电桩", "北门修无障碍坡道", "长廊加靠背椅", "花园补种树", "雨水沟清淤")


def rows(town: Any, projects: int) -> tuple[list[Any], list[Any], list[Any]]:
    """Topics, needs and projects, as they stand when a project has been proposed."""
    from gongzhi.deliberation.models import Topic  # noqa: PLC0415  (the settings are named by now)
    from gongzhi.kernel import clock  # noqa: PLC0415
    from gongzhi.organisations.models import Body  # noqa: PLC0415
    from gongzhi.projects.models import Need, Project  # noqa: PLC0415

    now, spots = clock.now() - timedelta(days=30), town.communities
    body = Body.objects.filter(kind="residents_committee").values_list("pk", flat=True)[0]

    def made(model: Any, **given: Any) -> list[Any]:
        found = []
        for start in range(0, projects, BATCH):
            found += model.objects.bulk_create([
                model(title=TITLES[n % len(TITLES)], place_id=_pk(spots[n % len(spots)]),
                      **{key: value(n) if callable(value) else value for key, value in given.items()})
                for n in range(start, min(start + BATCH, projects))
            ])  # fmt: skip
        return found

    topics = made(
        Topic, tier="community", state="taken_up", origin="resident", kind="public_affairs", lead_id=body, raised_at=now
    )
    needs = made(Need, purpose="facilities", origin="decision", state="listed", raised_at=now)
    built = made(Project, kind="micro_works", body_id=body, need=lambda n: needs[n], proposed_at=now, state_since=now)
    return topics, needs, built


def _pk(place: Any) -> int:
    return int(getattr(place, "pk", place))


def links(cases: int, topics: list[Any], needs: list[Any], built: list[Any]) -> Iterator[Any]:
    """Every case behind a topic; each topic behind its need and its project; each need behind its project."""
    from gongzhi.kernel import clock  # noqa: PLC0415
    from gongzhi.record.models import Link  # noqa: PLC0415

    at = clock.now()

    def link(cause: str, one: int, effect: str, two: int, kind: str) -> Any:
        return Link(cause_label=cause, cause_id=one, effect_label=effect, effect_id=two, kind=kind, at=at)

    for number in range(1, cases + 1):
        yield link("cases.case", number, "deliberation.topic", topics[number % len(topics)].pk, "raised")
    for topic, need, project in zip(topics, needs, built, strict=True):
        yield link("deliberation.topic", topic.pk, "projects.need", need.pk, "wanted")
        yield link("deliberation.topic", topic.pk, "projects.project", project.pk, "proposed")
        yield link("projects.need", need.pk, "projects.project", project.pk, "planned")


def written(found: Iterator[Any]) -> int:
    """Write the links in batches; returns how many."""
    from itertools import islice  # noqa: PLC0415

    from gongzhi.record.models import Link  # noqa: PLC0415

    many = 0
    while batch := list(islice(found, BATCH)):
        Link.objects.bulk_create(batch)
        many += len(batch)
    return many


def measured(cases: int, projects: int) -> dict[str, object]:
    """Fill, then read the page from a case, a topic and a project."""
    from bench import fill  # noqa: PLC0415
    from bench import town as towns  # noqa: PLC0415
    from bench.ledger_balance import timed  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from gongzhi.config import translations, upgrade  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing was collected here
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    translations.compile_all()
    upgrade.upgrade()
    town = towns.build()
    fill.fill(town, cases)
    topics, needs, built = rows(town, projects)
    many = written(links(cases, topics, needs, built))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client, middle = Client(), projects // 2

    def get(label: str, number: int) -> None:
        assert client.get(f"/lineage/{label}/{number}/").status_code == 200

    return {
        "database": connection.vendor, "cases": cases, "projects": projects, "links": many,
        "from_a_case": timed(lambda: get("cases.case", cases // 2)),
        "from_a_topic": timed(lambda: get("deliberation.topic", topics[middle].pk)),
        "from_a_project": timed(lambda: get("projects.project", built[middle].pk)),
    }  # fmt: skip


def main() -> None:
    """Measure on a fresh database of the kind asked for."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--postgresql", action="store_true")
    wanted.add_argument("--cases", type=int, default=20_000)
    wanted.add_argument("--projects", type=int, default=400)
    asked = wanted.parse_args()
    with fresh("postgresql" if asked.postgresql else "sqlite") as environment:
        os.environ.update(environment)
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongzhi.config.settings"
        django.setup()
        print(json.dumps(measured(asked.cases, asked.projects), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
