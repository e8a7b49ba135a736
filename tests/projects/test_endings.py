"""Agreements and grades end at their day by the clock, both sides are told before, once, whatever happens to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests import world
from tests.at_once import at_once
from tests.projects.partners_world import DAY, graded, organisation, refused
from tests.projects.test_facilities import MON, Canteen
from tests.world import MONDAY, World

from gongzhi.assessments import selectors as assessments_read
from gongzhi.assessments import services as assessments
from gongzhi.assessments.models import Assessment, Scheme
from gongzhi.cases.selectors import advisers
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.projects import services
from gongzhi.projects.models import Agreement
from gongzhi.projects.services import facilities_clock
from gongzhi.record import services as record
from gongzhi.record.selectors import facts_about

LAST = MON + 364 * DAY
NEAR, OVER = MONDAY + 334 * DAY, MONDAY + 365 * DAY  # thirty days before its last day; the day after it


def kinds(row: Any, *wanted: str) -> list[str]:
    return [fact.kind for fact in facts_about(row.ref) if fact.kind in wanted]


def told(actor: Actor) -> list[str]:
    return [str(one.text) for one in advisers.errands(actor) if "到期" in str(one.text)]


def signed(canteen: Canteen, **change: Any) -> Agreement:
    drawn = canteen.drawn(**change)
    return services.settle_agreement(actor=canteen.two, agreement_id=drawn.pk, sign=True)


@pytest.mark.django_db
@pytest.mark.row("C13")
def test_an_agreement_ends_the_day_after_its_last_and_both_sides_were_told(street: World) -> None:
    canteen = Canteen(street)
    with refused("dates"):
        canteen.drawn(warn_days=365)  # before it begins
    row = signed(canteen, warn_days=30)
    stranger = organisation(street, "别家社").one
    with clock.at(NEAR - DAY):
        assert services.keep_agreements() == 0 and told(canteen.one) == []
    with clock.at(NEAR):
        assert (services.keep_agreements(), services.keep_agreements()) == (1, 0)
        assert told(canteen.one) == told(canteen.org.one) == ["1 份运营协议快到期"] and told(stranger) == []
    with clock.at(OVER - DAY):
        assert services.keep_agreements() == 0, "the last day is a day of the agreement"
        with refused("once"):
            canteen.drawn()
    with clock.at(OVER):
        assert (services.keep_agreements(), services.keep_agreements()) == (1, 0)
        row.refresh_from_db()
        assert (row.state, row.ended_at) == ("ended", OVER)
        assert told(canteen.one) == ["1 处设施的协议到期了，还没有新的"] and told(canteen.org.one) == []
        canteen.log(row, LAST, 540, 600)  # the last days are still noted within the week
        with refused("day"):
            canteen.log(row, LAST + DAY, 540, 600)
        with refused("late"):
            services.rate_facility(actor=Actor(person_id=1), agreement_id=row.pk, mark="good")
        canteen.drawn(since=LAST + DAY, until=LAST + 365 * DAY)
        assert told(canteen.one) == []
    assert kinds(row, "projects.agreement_ending") == ["projects.agreement_ending"]
    assert record.replay("projects.agreement").different == ()


@pytest.mark.django_db
def test_a_clock_that_stood_still_ends_what_is_over_and_warns_of_nothing_that_has_ended(street: World) -> None:
    row, quiet = signed(Canteen(street), warn_days=30), Canteen(street)
    silent = signed(quiet)
    with clock.at(NEAR):
        assert services.keep_agreements() == 1 and told(quiet.org.one) == [], "nobody asked to be told of this one"
    with clock.at(OVER + 40 * DAY):
        assert services.keep_agreements() == 2 and told(quiet.one) == []
    assert set(Agreement.objects.values_list("state", flat=True)) == {"ended"}
    assert kinds(silent, "projects.agreement_ending") == [] and row.pk != silent.pk


@pytest.mark.django_db
def test_a_worker_that_is_killed_leaves_whole_agreements(street: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [signed(Canteen(street)), signed(Canteen(street))]
    done, append = [], facilities_clock.append

    def dies(*given: Any, **named: Any) -> Any:
        if done:
            raise SystemExit(9)
        done.append(1)
        return append(*given, **named)

    with clock.at(OVER):
        monkeypatch.setattr(facilities_clock, "append", dies)
        with pytest.raises(SystemExit):
            services.keep_agreements()
        assert list(Agreement.objects.order_by("pk").values_list("state", flat=True)) == ["ended", "running"]
        monkeypatch.setattr(facilities_clock, "append", append)
        assert services.keep_agreements() == 1
    ends = [[f.data["state"] for f in facts_about(row.ref)].count("ended") for row in rows]
    assert ends == [1, 1]
    assert record.replay("projects.agreement").different == ()


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_say_each_end_once() -> None:
    with clock.at(MONDAY):
        street = world.build()
        row = signed(Canteen(street), warn_days=30)
        org = graded(street, organisation(street, "书法社"), "4A", years=1)
        _warned_by_scheme(org)
        grade = Assessment.objects.get(body=org.body)
    assert sum(at_once(*[services.keep_agreements] * 2, when=NEAR)) == 1
    assert sum(at_once(*[services.keep_agreements] * 2, when=OVER)) == 1
    assert sum(at_once(*[assessments.warn_due] * 2, when=NEAR)) == 1
    assert sum(at_once(*[assessments.expire_due] * 2, when=OVER)) == 1
    assert kinds(row, "projects.agreement_ending") == ["projects.agreement_ending"]
    assert kinds(grade, "assessments.ending", "assessments.moved") == ["assessments.ending", "assessments.moved"]
    assert (Agreement.objects.get().state, Assessment.objects.get().state) == ("ended", "expired")


def _warned_by_scheme(org: Any) -> None:
    """The organisation's grade comes from a scheme whose body warns thirty days before."""
    row = Assessment.objects.select_related("scheme").get(body=org.body)
    content = row.scheme.content | {"warn_days": 30}
    row.scheme = Scheme.objects.create(
        key="warned", version=1, title="短方案", body=row.scheme.body, content=content, digest="0" * 64,
        published_at=row.scheme.published_at,
    )  # fmt: skip
    row.save()


@pytest.mark.django_db
@pytest.mark.row("C16")
def test_an_organisation_is_told_that_its_grade_ends(street: World) -> None:
    org = graded(street, organisation(street, "书法社"), "4A", years=1)
    other = graded(street, organisation(street, "太极社"), "4A", years=1)
    _warned_by_scheme(org)
    until = Assessment.objects.get(body=org.body).valid_until
    assert until == date(2027, 8, 8)

    def at(days: int) -> Any:
        return clock.at(MONDAY + (until - MON) + timedelta(days=days))

    with at(-31):
        assert assessments.warn_due() == 0 and told(org.one) == []
    with at(-30):
        assert (assessments.warn_due(), assessments.warn_due()) == (1, 0)
        assert told(org.one) == ["1 个评估等级快到期或者刚到期"] and told(other.one) == []
    with at(0):
        assert assessments.expire_due() == 0 and assessments_read.grade_in_force(org.body.pk, until) is not None
    with at(1):
        assert (assessments.expire_due(), assessments.expire_due()) == (2, 0)
        assert told(org.one) == ["1 个评估等级快到期或者刚到期"]
        assert assessments_read.grade_now(org.body.pk) is None
    with at(31):
        assert told(org.one) == []
