"""A small district with one street, two communities and their cells, and the people who act there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.organisations import selectors, services
from gongzhi.people import services as people
from gongzhi.people.services import erasure
from gongzhi.places import selectors as place_selectors
from gongzhi.places import services as places

SETUP = system("tests.setup")
DAY = timedelta(days=1)
SINCE = date(2020, 1, 1)


@dataclass
class Town:
    """Places by code, bodies by name, and how to make more."""

    places: dict[str, Any]
    bodies: dict[str, Any]

    def body(self, kind: str, place: str, name: str = "") -> Any:
        made = services.create_body(
            actor=SETUP, kind=kind, name=name or f"{kind}@{place}", place_id=self.places[place].pk, since=SINCE
        )
        self.bodies[made.name] = made
        return made

    def person(self, name: str = "") -> Any:
        return people.reporter(name=name or "王小明")

    def seat(self, body: Any, role: str, place: str | None = None) -> Any:
        place_id = self.places[place].pk if place else None
        return services.create_seat(actor=SETUP, body_id=body.pk, role=role, place_id=place_id)

    def holder(self, body: Any, role: str, place: str | None = None) -> tuple[Actor, Any]:
        """Somebody who holds a new seat with this role, as an actor, with the term."""
        who, seat = self.person(), self.seat(body, role, place)
        term = services.seat_person(actor=SETUP, seat_id=seat.pk, person_id=who.pk, since=clock.now() - DAY)
        return selectors.actor_for(who.pk), term


LAYOUT = (
    ("D", "district", ""),
    ("S", "street", "D"),
    *((f"C{c}", "community", "S") for c in (1, 2)),
    *((f"C{c}B{b}", "big_grid", f"C{c}") for c in (1, 2) for b in (1, 2)),
    *((f"C{c}B{b}M{m}", "mid_grid", f"C{c}B{b}") for c in (1, 2) for b in (1, 2) for m in (1, 2)),
    *(
        (f"C{c}B{b}M{m}G{g}", "small_grid", f"C{c}B{b}M{m}")
        for c in (1, 2)
        for b in (1, 2)
        for m in (1, 2)
        for g in (1, 2)
    ),
)
LEVEL_OF = {
    "district_party": "district",
    "street_party": "street",
    "community_party": "community",
    "big_grid_branch": "big_grid",
    "mid_grid_branch": "mid_grid",
    "small_grid_group": "small_grid",
    "district_government": "district",
    "street_office": "street",
    "residents_committee": "community",
    "grid_team": "small_grid",
}


@pytest.fixture(autouse=True)
def _no_open_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody answers for matters: there are none."""
    monkeypatch.setitem(erasure._needs, "tests.matters", lambda ids, since: set())


@pytest.fixture
def town(db: None) -> Town:
    """Places only, down to the small grids."""
    rows = [places.NewPlace(code, f"{level} {code}", level, parent, since=SINCE) for code, level, parent in LAYOUT]
    places.create_many(actor=SETUP, rows=rows)
    return Town(place_selectors.by_codes(code for code, _, _ in LAYOUT), {})


@pytest.fixture
def trees(town: Town) -> Town:
    """Both trees, complete, made in one go."""
    plans = [
        services.NewBody(kind, f"{kind}@{code}", town.places[code], SINCE)
        for kind, level in LEVEL_OF.items()
        for code, own, _ in LAYOUT
        if own == level
    ]
    for made in services.create_bodies(actor=SETUP, plans=plans):
        town.bodies[made.name] = made
    return town


def code_of(act: Callable[[], Any]) -> str:
    """The code with which the act is refused; "" when it is not."""
    try:
        with transaction.atomic():
            act()
    except Refused as refusal:
        assert str(refusal.message)
        return refusal.code
    return ""
