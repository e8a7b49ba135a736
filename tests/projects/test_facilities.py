"""Facilities run by somebody else: breaches come out of the logs, residents rate, operators cannot (C13)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.projects.partners_world import DAY, organisation, refused
from tests.projects.project_world import HOME
from tests.world import MONDAY, World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.people import services as people
from gongzhi.projects import services
from gongzhi.projects.models import Agreement, OpeningLog
from gongzhi.projects.rules import opening
from gongzhi.projects.selectors import partners

LEVEL = {
    "week": {str(n): [[540, 720], [840, 1080]] for n in range(1, 6)}, "closed": ["2026-09-09"], "least": [95, 100],
    "grace": 10, "deduct": 5_000,
}  # fmt: skip
MON = MONDAY.date()


def test_breaches_by_hand():
    level = opening.read(LEVEL)
    assert level.promised(MON) == ((540, 720), (840, 1080))
    assert level.promised(MON + 2 * DAY) == ()  # a closed day
    assert level.promised(MON + 5 * DAY) == ()  # Saturday
    kept, found = opening.day_of(level, MON, [(545, 720), (840, 1000), (990, 1060)], [(900, 930)])
    assert kept == (720 - 545) + (1060 - 840) - 30
    assert [(b.kind, b.start, b.end) for b in found] == [("gap", 900, 930), ("early", 1060, 1080)]  # five late: grace
    whole = opening.period(level, [MON, MON + DAY], {MON: {"open": [(540, 720), (840, 1080)]}}, 100_000)
    assert [(b.kind, b.day) for b in whole.breaches] == [("not_open", MON + DAY)] * 2
    assert (whole.promised, whole.kept, whole.share, whole.met) == (840, 420, Fraction(1, 2), False)
    assert (whole.deducted, whole.due) == (7 * 5_000, 65_000)  # three hours and four hours
    assert opening.period(level, [MON + DAY], {}, 20_000).due == 0  # never below nothing


@pytest.mark.parametrize(
    "change",
    [{"week": {}}, {"week": {"8": [[1, 2]]}}, {"week": {"1": [[600, 540]]}}, {"week": {"1": [[0, 1441]]}},
     {"week": {"1": [[540, 700], [690, 800]]}}, {"least": [1, 0]}, {"least": [3, 2]}, {"grace": -1}, {"deduct": -1},
     {"closed": ["soon"]}],
)  # fmt: skip
def test_a_level_that_cannot_be_kept_is_refused(change):
    with pytest.raises(opening.BadLevel):
        opening.read(LEVEL | change)


SPAN = st.tuples(st.integers(0, 1439), st.integers(1, 300)).map(lambda pair: (pair[0], min(1440, sum(pair))))
SPANS = st.lists(SPAN, max_size=6)


@given(opened=SPANS, shut=SPANS)
@settings(max_examples=80, deadline=None)
def test_minutes_are_counted_as_one_by_one(opened, shut):
    level = opening.read(LEVEL | {"grace": 0})
    stood = {m for a, b in opened for m in range(a, b)} - {m for a, b in shut for m in range(a, b)}
    promised = {m for a, b in level.promised(MON) for m in range(a, b)}
    kept, found = opening.day_of(level, MON, opened, shut)
    assert kept == len(stood & promised)
    assert sum(b.minutes for b in found) == len(promised - stood)
    assert opening.day_of(level, MON, opened[::-1], shut[::-1]) == (kept, found)


class Canteen:
    """A canteen with its operator under an agreement from Monday on."""

    def __init__(self, street: World) -> None:
        self.street, self.one, self.two = street, street.actor("secretary"), street.actor("worker")
        self.org = organisation(street, "长者助餐社")
        self.place = services.register_facility(
            actor=self.one, body_id=street.body_of("secretary").pk, place_id=street.places[HOME].pk, kind="canteen",
            name="南油长者饭堂",
        )  # fmt: skip

    def drawn(self, **change: Any) -> Agreement:
        plain: dict[str, Any] = {
            "facility_id": self.place.pk, "operator_id": self.org.body.pk, "since": MON, "until": MON + 364 * DAY,
            "level": LEVEL, "subsidy": 300_000, "paper": "协议 5 号",
        }  # fmt: skip
        return services.draw_agreement(actor=self.one, **(plain | change))

    def running(self) -> Agreement:
        return services.settle_agreement(actor=self.two, agreement_id=self.drawn().pk, sign=True)

    def log(self, row: Agreement, day: date, start: int, end: int, who: Actor | None = None, kind: str = "open") -> Any:
        given = {"agreement_id": row.pk, "day": day, "start": start, "end": end, "kind": kind}
        return services.log_opening(actor=who or self.org.one, **given)


@pytest.fixture
def canteen(street: World) -> Canteen:
    return Canteen(street)


@pytest.mark.django_db
@pytest.mark.row("C13")
def test_the_service_level_is_computed_from_logs(canteen: Canteen):
    row = canteen.running()
    with clock.at(MONDAY + 2 * DAY):
        canteen.log(row, MON, 540, 720)
        canteen.log(row, MON, 840, 1080)
        canteen.log(row, MON, 900, 960, who=canteen.two, kind="shut")  # somebody went there and found it shut
        canteen.log(row, MON + DAY, 600, 720)
        month = partners.month_of(row, MON)
    assert [(b.day - MON, b.kind, b.minutes) for b in month.breaches] == [
        (timedelta(0), "gap", 60), (DAY, "late", 60), (DAY, "not_open", 240),
    ]  # fmt: skip
    assert (month.promised, month.kept, month.met) == (840, 480, False)
    assert (month.deducted, month.due) == (30_000, 270_000)
    with pytest.raises(DatabaseError), transaction.atomic():
        OpeningLog.objects.update(end=1080)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningLog.objects.create(agreement=row, day=MON, kind="open", start=9, end=9, by_id=1, at=MONDAY)


@pytest.mark.django_db
@pytest.mark.row("C13")
def test_residents_rate_and_the_operator_cannot(canteen: Canteen):
    row = canteen.running()
    resident = Actor(person_id=people.reporter().pk)
    services.rate_facility(actor=resident, agreement_id=row.pk, mark="poor")
    services.rate_facility(actor=resident, agreement_id=row.pk, mark="good")  # the last word of the quarter
    assert partners.ratings_of(row.pk) == {"good": 1}
    for who in (canteen.org.one, canteen.one):
        with refused("denied"):
            services.rate_facility(actor=who, agreement_id=row.pk, mark="good")
    with refused("mark"):
        services.rate_facility(actor=resident, agreement_id=row.pk, mark="5")


@pytest.mark.django_db
def test_agreements_take_two_persons_and_logs_their_week(canteen: Canteen):
    for change, code in (({"level": {}}, "level"), ({"until": MON - DAY}, "dates"), ({"subsidy": -1}, "not_money"),
                         ({"operator_id": canteen.place.body_id}, "own")):  # fmt: skip
        with refused(code):
            canteen.drawn(**change)
    row = canteen.drawn()
    with refused("once"):
        canteen.drawn()
    with refused("late"):
        canteen.log(row, MON, 0, 5)
    with refused("same_person"):
        services.settle_agreement(actor=canteen.one, agreement_id=row.pk, sign=True)
    services.settle_agreement(actor=canteen.two, agreement_id=row.pk, sign=True)
    with clock.at(MONDAY + 9 * DAY):
        for day, code in ((MON, "day"), (MON + 10 * DAY, "day")):
            with refused(code):
                canteen.log(row, day, 540, 600)
        with refused("minutes"):  # not yet
            canteen.log(row, MON + 9 * DAY, 540, 1080)
        for who in (canteen.two, organisation(canteen.street, "别家社").one):
            with refused("denied"):
                canteen.log(row, MON + 8 * DAY, 540, 600, who=who)
        with refused("denied"):
            canteen.log(row, MON + 8 * DAY, 540, 600, kind="shut")
