"""The page of a project, the lists of projects and of needs, and the desk, in a street with very many of both.

    PYTHONPATH=src:. python bench/projects_page.py [--postgresql] [--projects 20000] [--needs 5000]

A fresh database; rows are written past the services, as they stand in the states between a proposal and a verdict.
Prints JSON. Nobody promised a number for these pages; those beside them (a fund's page, a way both ways) have 50 to
60 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "tests")]

from bench.databases import fresh  # noqa: E402

BATCH, STEPS = 2_000, 4
TITLES = ("东门车棚装充电桩", "北门修无障碍坡道", "长廊加靠背椅", "花园补种树", "雨水沟清淤")
STATES = ("collected", "building", "building", "accepting", "judging", "closed", "closed", "dropped")
PLACES = ("440305007010", "440305007011", "NYHY", "HHY")
COMMUNITY = PLACES[0]


def kept(model: Any, made: Sequence[Any]) -> list[Any]:
    """The rows, written in batches."""
    found: list[Any] = []
    for start in range(0, len(made), BATCH):
        found += model.objects.bulk_create(made[start : start + BATCH])
    return found


def filled(street: Any, projects: int, needs: int) -> list[Any]:
    """So many needs and projects over the street's places, with milestones, blockers and those who asked."""
    from gongzhi.kernel import clock  # noqa: PLC0415  (the settings are named by now)
    from gongzhi.people import services as people  # noqa: PLC0415
    from gongzhi.projects import models  # noqa: PLC0415
    from gongzhi.projects.words.needs import PURPOSES  # noqa: PLC0415

    chance, now, body = random.Random(11), clock.now(), street.body_of("secretary")
    spots = [street.places[name] for name in PLACES if name in street.places]
    wanted = kept(models.Need, [
        models.Need(place=spots[n % len(spots)], body=body, title=TITLES[n % len(TITLES)], text="大家都用得上。",
                    purpose=chance.choice(list(PURPOSES)), origin="resident", state="listed", people=n % 40,
                    raised_at=now - timedelta(days=n % 900))
        for n in range(needs)
    ])  # fmt: skip
    residents = [people.reporter(phone=f"139{n:08d}").pk for n in range(20)]
    kept(models.Support, [models.Support(need=need, person_id=who, at=now) for need in wanted
                          for who in chance.sample(residents, 3)])  # fmt: skip
    built = kept(models.Project, [project(models, wanted[n % needs], spots, body, n, now) for n in range(projects)])
    kept(models.ProjectNeed, [models.ProjectNeed(project=row, need_id=row.need_id, at=now) for row in built])
    kept(models.Milestone, [
        models.Milestone(project=row, position=step, title=f"第 {step} 步", due=(now + timedelta(days=9 * step)).date(),
                         met_on=row.started_at.date() if step < STEPS // 2 else None)
        for row in built if row.started_at for step in range(1, STEPS + 1)
    ])  # fmt: skip
    kept(models.Blocker, [
        models.Blocker(project=row, kind="money", text="等第二笔钱", body=body, since=now)
        for row in built[::7] if row.state == "building"
    ])  # fmt: skip
    return built


def project(models: Any, need: Any, spots: Sequence[Any], body: Any, number: int, now: Any) -> Any:
    """One project in one of the states, with all that its state must have."""
    state, began = STATES[number % len(STATES)], now - timedelta(days=100 + number % 800)
    row = models.Project(
        kind="micro_works", state=state, place=spots[number % len(spots)], body=body, need=need, estimate=3_000_000,
        title=TITLES[number % len(TITLES)], text="从图纸到验收都在这一页。", proposed_at=began, state_since=began,
    )  # fmt: skip
    if state not in ("collected", "dropped"):
        end = (began + timedelta(days=90)).date()
        row.promised_cost, row.promised_end, row.planned_end, row.fixed_at = 2_800_000, end, end, began
        row.noticed_at, row.notice_until, row.started_at = began, began, began
    if state in ("judging", "closed"):
        row.accepted_at = row.verdict_from = began + timedelta(days=80)
    if state in ("closed", "dropped"):
        row.ended_at = began + timedelta(days=90)
    return row


def measured(projects: int, needs: int) -> dict[str, object]:
    """Fill, then read the pages as anybody, and the desks as the committee's secretary."""
    from bench.ledger_balance import timed  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from tests import world  # noqa: PLC0415

    from gongzhi.config import translations, upgrade  # noqa: PLC0415
    from gongzhi.kernel import clock  # noqa: PLC0415
    from gongzhi.people.models import Person  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing was collected here
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    translations.compile_all()
    upgrade.upgrade()
    with clock.at(world.MONDAY):
        street = world.build()
    built = filled(street, projects, needs)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    anybody, desk = Client(), Client()
    desk.force_login(Person.objects.get(pk=street.people["secretary"]))
    middle = {row.state: row.pk for row in built[: len(built) // 2]}

    def get(address: str, client: Client = anybody) -> None:
        assert client.get(address).status_code == 200, address

    return {
        "database": connection.vendor, "projects": projects, "needs": needs,
        "project_building": timed(lambda: get(f"/projects/{middle['building']}/")),
        "project_closed": timed(lambda: get(f"/projects/{middle['closed']}/")),
        "projects_of_a_community": timed(lambda: get(f"/projects/?at={COMMUNITY}")),
        "projects_everywhere": timed(lambda: get("/projects/")),
        "projects_closed_deep": timed(lambda: get(f"/projects/?state=closed&from={min(10_000, projects // 9)}")),
        "needs_of_a_community": timed(lambda: get(f"/needs/?at={COMMUNITY}")),
        "needs_everywhere": timed(lambda: get("/needs/")),
        "projects_desk": timed(lambda: get("/work/projects/", desk), times=20),
        "needs_desk": timed(lambda: get("/work/needs/", desk), times=20),
    }  # fmt: skip


def main() -> None:
    """Measure on a fresh database of the kind asked for."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--postgresql", action="store_true")
    wanted.add_argument("--projects", type=int, default=400)
    wanted.add_argument("--needs", type=int, default=100)
    asked = wanted.parse_args()
    with fresh("postgresql" if asked.postgresql else "sqlite") as environment:
        os.environ.update(environment)
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongzhi.config.settings"
        django.setup()
        print(json.dumps(measured(asked.projects, asked.needs), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
