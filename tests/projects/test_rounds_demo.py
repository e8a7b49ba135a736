"""The demonstration's year of a community's budget: five winners, and the other way of counting would give four."""

from __future__ import annotations

from datetime import timedelta

from tests.cases.conftest import street as street
from tests.projects.rounds_world import CLOSES, DAY, ENDS, OPENS, PURPOSE, budget_of, person
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.ledger import selectors as ledger
from gongzhi.projects.demo import BudgetYear

PHONES = [f"139{number:08d}" for number in range(1, 42)]


def test_a_year_is_lived_step_by_step(street: World) -> None:
    budget = budget_of(street)
    year = BudgetYear(
        budget.desk, budget.second, budget.fund.body_id, budget.fund.place_id, budget.fund.pk, PURPOSE, 2026
    )
    year.open()
    year.announce(CLOSES)
    year.propose([person(number) for number in range(1, 7)])
    with clock.at(CLOSES + DAY):
        year.check()
        year.put_to_vote(OPENS, ENDS, PHONES)
    with clock.at(OPENS):
        year.open_vote()
        year.cast(PHONES)
    with clock.at(ENDS + timedelta(minutes=1)):
        year.count()
    with clock.at(ENDS + 9 * DAY):
        year.certify()
        done = year.take()
    first = ["三栋楼道换声控灯", "北门修无障碍坡道", "长廊加靠背椅和扶手"]
    assert [project.title for project in done.projects] == [*first, "中心花园补种树", "雨水沟清淤改造"]
    assert done.reserved == 18_900_000 == 20_000_000 - ledger.free(budget.fund.pk, PURPOSE)
    found = year.result()
    assert found is not None
    assert {line.item.title for line in found.lines if line.greedy} == {*first, "翻新羽毛球场"}
    assert found.better[0] > found.better[1]
    assert [item.state for item in year.round.items.order_by("number")][-1] == "refused"
    with clock.at(ENDS + 20 * DAY):
        assert year.close().state == "closed"
