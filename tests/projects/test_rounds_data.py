"""A real city's budget as one round of ours: its projects, its costs, some of its ballots, the same winners."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cases.conftest import street as street
from tests.projects.rounds_world import budget_of
from tests.world import World

from gongzhi.projects.selectors import rounds as read
from gongzhi.voting.rules import budget as elections
from gongzhi.voting.rules import greedy, pabulib, shares

VOTERS = 40


@pytest.mark.shared_data
def test_a_district_of_gdynia_divides_its_money_here(street: World, shared_data: Path) -> None:
    file = pabulib.read(shared_data / "budgets" / "poland_gdynia_2020_kamienna-gora-small.pb")
    all_ballots = [[file.projects[i].id for i in approved] for approved, size in file.groups for _n in range(size)]
    ballots = all_ballots[:: len(all_ballots) // VOTERS][:VOTERS]
    costs = {one.id: one.cost * 100 for one in file.projects}
    sum_ = 1_901_700  # the small projects of the district share a tenth of the sum that the file prints
    budget = budget_of(street).voting(dict(costs), VOTERS, sum_)
    at = {item.title: item.key for item in budget.fresh().items.all()}
    budget.cast([[at[key] for key in ballot] for ballot in ballots]).certified()
    done = budget.take()
    projects = [elections.Project(one.id, one.cost) for one in file.projects]
    same = elections.election(projects, sum_ // 100, ballots)
    assert {p.title for p in done.projects} == set(shares.count(same).winners)
    found = read.result(budget.fresh())
    assert found is not None
    assert {line.item.title for line in found.lines if line.greedy} == set(greedy.count(same).winners)
    assert done.reserved == sum(costs[p.title] for p in done.projects) <= sum_
