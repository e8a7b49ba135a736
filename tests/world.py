"""A small street in which cases can be lived through: places, bodies, people in seats, and a short list of matters."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.snapshot import once

from gongzhi.cases import services as cases
from gongzhi.cases.models import Case
from gongzhi.cases.services import NewCase
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.clock import CHINA
from gongzhi.mandates import services as mandates
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as seats
from gongzhi.people import services as people
from gongzhi.places import services as places
from gongzhi.places.selectors import get as place

SETUP = system("tests.setup")
SINCE = date(2020, 1, 1)
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=CHINA)

PLACES = (
    ("440305", "南山区", "district", ""),
    ("440305007", "粤海街道", "street", "440305"),
    ("440305007010", "南油社区", "community", "440305007"),
    ("440305007011", "后海社区", "community", "440305007"),
    ("NY1", "南油一网格", "small_grid", "440305007010"),
    ("HH1", "后海一网格", "small_grid", "440305007011"),
    ("NYHY", "南油花园", "estate", "NY1"),
    ("NYHY3", "3 栋", "building", "NYHY"),
    ("HHY", "后海园", "estate", "HH1"),
    ("HHY1", "1 栋", "building", "HHY"),
)
# Who works where: key, body kind, place, role.
STAFF = (
    ("head", "building_team", "NYHY3", "building_head"),
    ("grid", "grid_team", "NY1", "grid_worker"),
    ("worker", "residents_committee", "440305007010", "community_worker"),
    ("secretary", "residents_committee", "440305007010", "community_secretary"),
    ("neighbour", "residents_committee", "440305007011", "community_worker"),
    ("manager", "property_company", "NYHY", "property_manager"),
    ("officer", "street_office", "440305007", "street_officer"),
    ("urban", "street_urban", "440305007", "desk"),
    ("housing", "street_housing", "440305007", "desk"),
    ("safety", "street_safety", "440305007", "desk"),
    ("bureau", "district_urban", "440305", "district_officer"),
    ("housing_bureau", "district_housing", "440305", "district_officer"),
    ("government", "district_government", "440305", "district_officer"),
    ("watcher", "residents_supervision", "440305007010", "supervisor"),
)
LADDER = ("building", "grid", "community", "street", "district")
# code, name, words, tier, start, urgent, lead by rung, limit by rung (amount, unit)
H, W = "hours", "working_days"
MATTERS = (
    ("LJ01", "楼道灯不亮", "路灯|楼道灯|灯坏", "7d", "building", "no",
     ("building_team", "grid_team", "residents_committee", "street_urban", "district_urban"),
     ((24, H), (24, H), (3, W), (5, W), (7, W))),
    ("ZS01", "夜间施工噪声", "噪声|施工", "7d", "grid", "no",
     ("building_team", "grid_team", "residents_committee", "street_urban", "district_urban"),
     ((24, H), (24, H), (3, W), (5, W), (7, W))),
    ("RQ01", "燃气泄漏", "燃气|煤气", "2h", "street", "yes",
     ("building_team", "grid_team", "residents_committee", "street_safety", "district_housing"),
     ((1, H), (1, H), (1, H), (2, H), (2, H))),
    ("FW01", "外墙渗水", "渗水|漏水|外墙", "15d", "community", "no",
     ("building_team", "grid_team", "residents_committee", "street_housing", "district_housing"),
     ((24, H), (24, H), (5, W), (7, W), (10, W))),
)  # fmt: skip


def short_list() -> bytes:
    """The matters above as the sheet that the list's import reads."""
    out = io.StringIO()
    names = (
        "code,group,group_en,name,name_en,words,kind,tier,start,urgent,rung,lead,assisting,informed,ground,limit,unit,"
        "evidence,counts"
    ).split(",")
    sheet = csv.DictWriter(out, names)
    sheet.writeheader()
    for code, name, words, tier, start, urgent, leads, limits in MATTERS:
        for rung, lead, (amount, unit) in zip(LADDER, leads, limits, strict=True):
            sheet.writerow(
                {
                    "code": code, "group": "楼道与小区环境", "group_en": "Buildings", "name": name, "name_en": code,
                    "words": words, "kind": "help", "tier": tier, "start": start, "urgent": urgent, "rung": rung,
                    "lead": lead, "assisting": "", "informed": "", "ground": "社区治理责任清单（测试版）",
                    "limit": amount, "unit": unit, "evidence": "答复", "counts": "yes",
                }
            )  # fmt: skip
    return out.getvalue().encode()


@dataclass
class World:
    """The street, its bodies by kind and place, and its people by key."""

    places: dict[str, Any] = field(default_factory=dict)
    bodies: dict[tuple[str, str], Any] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """The person with the seats held now."""
        return organisations.actor_for(self.people[key])

    def body(self, kind: str, place: str = "") -> Any:
        """The body of this kind (at this place)."""
        return next(b for (k, p), b in self.bodies.items() if k == kind and place in ("", p))

    def body_of(self, key: str) -> Any:
        """The body that a member of staff sits in."""
        _key, kind, place, _role = next(row for row in STAFF if row[0] == key)
        return self.bodies[kind, place]

    def report(self, matter: str = "LJ01", *, place: str = "NYHY3", actor: Actor | None = None, **more: Any) -> Case:
        """A new case, from somebody without an account unless an actor is given."""
        new = NewCase(
            text=more.pop("text", "三单元的灯坏了三天"), place_id=self.places[place].pk, matter=matter, **more
        )
        return cases.report_case(actor=actor, new=new).case

    def reporter(self, case: Case) -> Actor:
        """Whoever reported the case."""
        return organisations.actor_for(case.reporter_id)

    def move(self, who: str | Actor, case: Case, move: str, **given: Any) -> Case:
        """A move by a member of staff (by key) or by an actor."""
        actor = self.actor(who) if isinstance(who, str) else who
        return cases.move_case(actor=actor, case_id=case.pk, move=move, **given)


def build(sheet: bytes = b"") -> World:
    """The street, built through the services, as an operator would, with this list of matters or the short one.

    On the usual Monday it is built once a process; later tests get its rows put back.
    """
    if sheet or clock.now() != MONDAY:
        return _build(sheet)
    return once("street", lambda: _build(sheet))


def _build(sheet: bytes) -> World:
    world = World()
    ids = places.create_many(actor=SETUP, rows=[(*row, None, None, SINCE) for row in PLACES])
    world.places = {row[0]: place(pk) for row, pk in zip(PLACES, ids, strict=True)}
    wanted = dict.fromkeys((kind, place) for _key, kind, place, _role in STAFF)
    plans = [
        seats.NewBody(kind, f"{world.places[place].name}{kind}", world.places[place], SINCE) for kind, place in wanted
    ]
    for key, body in zip(wanted, seats.create_bodies(actor=SETUP, plans=plans), strict=True):
        world.bodies[key] = body
    for key, _kind, _place, role in STAFF:
        person = people.reporter(name=f"{key}")
        seat = seats.create_seat(actor=SETUP, body_id=world.body_of(key).pk, role=role)
        seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person.pk)
        world.people[key] = person.pk
    draft = mandates.import_list(actor=SETUP, content=sheet or short_list(), name="list.csv")
    assert draft.edition is not None, draft.refusals
    mandates.publish(actor=SETUP, list_id=draft.edition.pk, on=MONDAY.date())
    return world
