"""A street with a whole life in it, and everybody who should not see that life."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from tests import world as world_module
from tests.cases.pages_support import code_of, newest, picture, walk
from tests.snapshot import once
from tests.world import SETUP, SINCE, World

from gongzhi.cases import services as cases
from gongzhi.cases.models import Call, Case, Photo
from gongzhi.cases.selectors.told import told
from gongzhi.flows.hearing import message_of
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.organisations import services as seats
from gongzhi.people import services as people
from gongzhi.people.models import Person
from gongzhi.triage import services as triage
from gongzhi.triage.models import Problem
from gongzhi.triage.services.problems import open_problem

from .decided import ELECTOR, ELECTOR_PHONE, ROOM, everything
from .needed import WAITING

BACKEND = "django.contrib.auth.backends.ModelBackend"
PHONE, NAME = "13876543210", "欧阳绣娘"
TEXT = "三楼外墙渗水，对门老翟家也湿了"
TIP = "举报二楼翟某私改燃气管"
NOTE, ADDED = "内部记：翟家欠费另说", "补充：翟家孩子咳嗽"
SECRETS = (PHONE, NAME, TEXT, TIP, NOTE, ADDED, "老翟", "翟某", "翟家", ELECTOR, ELECTOR_PHONE, ROOM, WAITING)
PASSWORD = "trambahn-ahorn"


@dataclass
class Town:
    """The street, the two matters of one reporter, and who is who."""

    street: World
    case: Case
    tip: Case
    code: str
    photo: Photo
    call: Call
    problem: Problem
    people: dict[str, int] = field(default_factory=dict)
    decided: dict[str, int] = field(default_factory=dict)

    def browser(self, who: str = "") -> Client:
        """A browser in which this person is signed in; nobody for an empty name."""
        client = Client()
        if who:
            client.force_login(Person.objects.get(pk=self.people[who]), backend=BACKEND)
        return client


def lived(street: World) -> Town:
    """Somebody reports over the web with name, number and picture; the community whistles and writes among itself."""
    browser = Client()
    code = code_of(walk(browser, TEXT, matter="FW01", phone=PHONE, name=NAME, first={"photos": [picture()]}))
    case = newest()
    tip_code = code_of(walk(Client(), TIP, matter="LJ01", phone=PHONE, first={"intake": "report"}))
    tip = newest()
    assert tip_code != code and tip.intake == "report"
    browser.post(f"/r/{code}/words/", {"text": ADDED})
    street.move("worker", case, "accept")
    cases.add_words(actor=street.actor("worker"), case_id=case.pk, text=NOTE, sight="staff")
    street.move("worker", case, "whistle", calls=[street.body_of("urban").pk])
    problem = recurring(street, case)
    return Town(street, Case.objects.get(pk=case.pk), tip, code, case.photos.get(), case.calls.get(), problem)


def recurring(street: World, case: Case) -> Problem:
    """A problem that the machine found, in which the case stands by a person's hand."""
    now = clock.now()
    problem = Problem(
        street=street.places["440305007"], community=street.places["440305007010"], theme=1, title="外墙渗水",
        people=3, size=3, first_at=now, last_at=now, found_at=now,
    )  # fmt: skip
    with transaction.atomic():
        open_problem(problem, SETUP)
    message = message_of(told([case.pk])[case.pk])
    assert message is not None
    triage.hear([message])
    triage.put_in(actor=street.actor("worker"), problem_id=problem.pk, message=message.about)
    return Problem.objects.get(pk=problem.pk)


def strangers(street: World) -> dict[str, int]:
    """People outside the matter, beside the staff of the street."""
    other = people.register_account(username="other", password=PASSWORD, name="别人", phone="13711112222")
    head = people.reporter(name="后海楼长")
    plan = seats.NewBody("building_team", "后海园楼栋组", street.places["HHY1"], SINCE)
    body = next(iter(seats.create_bodies(actor=SETUP, plans=[plan])))
    seat = seats.create_seat(actor=SETUP, body_id=body.pk, role="building_head")
    seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=head.pk)
    return {"other": other.pk, "far_head": head.pk}


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Photographs of one test are seen by no other."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """The street on a Monday morning with the two matters in it: lived through once a process, then put back."""
    with clock.at(world_module.MONDAY):
        found = once("security.town", whole)
        same_pictures(Path(settings.MEDIA_ROOT))
        yield found


def whole() -> Town:
    """The street, what was reported and decided in it, and those whom it does not concern."""
    street = world_module.build()
    found = lived(street)
    found.people = {**street.people, **strangers(street), "reporter": found.case.reporter_id}
    found.decided = everything(street)
    return found


_pictures: dict[Path, bytes] = {}


def same_pictures(folder: Path) -> None:
    """The rows of a town that was put back name files; they lie in the folder of every test as in the first one's."""
    if not _pictures:
        _pictures.update({p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    for name, content in _pictures.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def actor(person_id: int) -> Actor:
    """Somebody without a seat."""
    return Actor(person_id=person_id)
