"""Organisations with people, and with a grade in force that came out of an assessment, as partners of a community."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from tests.projects.project_world import HOME, Life
from tests.world import MONDAY, SETUP, World

from gongzhi.assessments import services as assessments
from gongzhi.assessments.models import Assessment, Scheme
from gongzhi.assessments.rules.grading import valid_until
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.ledger import services as ledger
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as seats
from gongzhi.people import services as people

DAY = timedelta(days=1)
MARKS = {"5A": 10, "4A": 9, "3A": 8}


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code, f"{caught.value.code}: {caught.value}"
    assert str(caught.value)


@dataclass
class Org:
    """A social organisation and one of its people."""

    body: Any
    one: Actor


def member(body_id: int, name: str = "社员", role: str = "org_member") -> Actor:
    seat = seats.create_seat(actor=SETUP, body_id=body_id, role=role)
    person = people.reporter(name=name)
    seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person.pk)
    return organisations.actor_for(person.pk)


def organisation(street: World, name: str, kind: str = "social_org") -> Org:
    body = seats.create_body(actor=SETUP, kind=kind, name=name, place_id=street.places[HOME].pk, since=date(2022, 1, 1))
    return Org(body, member(body.pk))


def scheme(street: World, years: int = 5) -> Scheme:
    """A short scheme: one number decides."""
    found = Scheme.objects.filter(key=f"short{years}").first()
    content = {
        "total": 10, "valid_years": years, "notice_days": 1, "appeals": 1, "bars_suspend": True, "bars": ["penalty"],
        "grades": [{"name": name, "at_least": least} for name, least in MARKS.items()],
        "indicators": [{"key": "n", "name": "活动", "points": 10, "rule": "steps", "kinds": ["figure"],
                        "steps": [[n, n] for n in range(1, 11)]}],
    }  # fmt: skip
    office = street.body_of("officer").pk
    return found or assessments.publish_scheme(
        actor=street.actor("officer"), body_id=office, key=f"short{years}", title="短方案", content=content
    )


def graded(street: World, org: Org, grade: str, years: int = 5, before: timedelta = 30 * DAY) -> Org:
    """The organisation holds a grade: a row as the assessments' own tests come to it through their services."""
    began = (MONDAY - before).date()
    Assessment.objects.create(
        body=org.body, by_body=street.body_of("officer"), place=org.body.place, scheme=scheme(street, years),
        since=began - 365 * DAY, until=began, state="in_force", grade=grade, points=MARKS[grade],
        opened_at=MONDAY - before, noticed_at=MONDAY - before, notice_until=began, in_force_from=began,
        valid_until=valid_until(began, years),
    )  # fmt: skip
    return org


class Partner(Life):
    """A project that is done with a partner, with a fund for its purpose."""

    def fund(self, amount: int) -> int:
        purpose = self.kind if self.kind in ("purchase", "venture") else "facility_run"
        made = ledger.open_fund(
            actor=self.one, body_id=self.world.body_of("secretary").pk, place_id=self.world.places[HOME].pk,
            name=f"资金 {self.kind} {amount}", source="community_fund", purposes=(purpose,),
        )  # fmt: skip
        ledger.receive(actor=self.one, purpose=purpose, fund_id=made.pk, amount=amount, paper="拨款单")
        self.fund_id = made.pk
        return self.fund_id
