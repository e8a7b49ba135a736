"""Equal Shares: against a plain exact count, at its edges, its certificate, and what it tells losers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.kernel.errors import Refused
from gongzhi.voting.rules import comparing, exact, greedy, pabulib, shares
from gongzhi.voting.rules.budget import Election, Project, election
from gongzhi.voting.rules.near import Nearness
from gongzhi.voting.rules.purse import Purse, search
from gongzhi.voting.rules.shares import SharesCharter
from gongzhi.voting.rules.ties import TieBreak

ONCE = SharesCharter(completion="none")


def plainly(given: Election, share: Fraction, ties: TieBreak) -> list[int]:
    """One pass as the definition says it, voter by voter, with fractions."""
    voters = [set(approved) for approved, size in given.groups for _one in range(size)]
    money = [share] * len(voters)
    left, bought = set(range(len(given.projects))), []
    while True:
        best = None
        for project in left:
            cost = given.projects[project].cost
            has = sorted(money[v] for v, approved in enumerate(voters) if project in approved)
            if not has or sum(has) < cost:
                continue
            rest, payers = Fraction(cost), len(has)
            for amount in has:
                if amount * payers >= rest:
                    break
                rest, payers = rest - amount, payers - 1
            rate = rest / payers / cost if cost else Fraction(0)
            key = (rate, ties.keys(given.projects[project].id, cost, given.votes[project]))
            if best is None or key < best[0]:
                best = (key, project, rest / payers)
        if best is None:
            return bought
        _key, project, price = best
        bought.append(project)
        left.discard(project)
        money = [m - min(m, price) if project in voters[v] else m for v, m in enumerate(money)]


costs = st.one_of(st.integers(0, 12), st.sampled_from([10, 10, 20, 30]))
elections = st.integers(1, 6).flatmap(
    lambda many: st.builds(
        lambda prices, ballots, budget: election(
            [Project(str(i), price) for i, price in enumerate(prices)],
            budget,
            [[str(i) for i in ballot] for ballot in ballots],
        ),
        st.lists(costs, min_size=many, max_size=many),
        st.lists(st.sets(st.integers(0, many - 1)), min_size=1, max_size=9),
        st.integers(1, 60),
    )
)


@given(elections, st.fractions(min_value=0, max_value=12, max_denominator=7))
def test_the_exact_count_is_the_definition(given_election, share):
    ties = TieBreak()
    purse = Purse(given_election, ties)
    bought, before = exact.run(purse, share)
    assert [purchase.project for purchase in bought] == plainly(given_election, share, ties)
    left = before[-1].floats()
    assert (left >= 0).all() and len(before) == len(bought) + 1


@given(elections)
def test_add1_ends_just_before_it_would_overspend(given_election):
    result = shares.solve(given_election)
    assert result.spent <= given_election.budget
    supported = {p for p, votes in enumerate(given_election.votes) if votes}
    if set(result.projects) == supported:
        return
    for steps in range(result.steps + 2):
        share = Fraction(given_election.budget, given_election.voters) + steps
        bought = plainly(given_election, share, TieBreak())
        spent = sum(given_election.projects[project].cost for project in bought)
        assert (spent > given_election.budget) == (steps == result.steps + 1)
    assert result.next_spent == spent


@pytest.mark.row("B07")
@given(elections, st.sampled_from(["add1", "none"]), st.sampled_from(["skip", "stop"]))
def test_an_allocation_never_exceeds_the_budget_and_takes_nothing_twice(given_election, completion, short):
    every = [
        shares.count(given_election, SharesCharter(completion=completion)),
        greedy.count(given_election, greedy.GreedyCharter(when_short=short)),
    ]
    for outcome in every:
        assert given_election.cost_of(outcome.winners) == outcome.spent <= given_election.budget
        assert len(set(outcome.winners)) == len(outcome.winners)
        assert all(given_election.votes[given_election.at[key]] for key in outcome.winners)


@given(elections, st.randoms(use_true_random=False))
def test_neither_the_order_of_ballots_nor_of_projects_matters(given_election, rng):
    ballots = [[str(i) for i in approved] for approved, size in given_election.groups for _one in range(size)]
    rng.shuffle(ballots)
    projects = list(given_election.projects)
    rng.shuffle(projects)
    again = election(projects, given_election.budget, ballots)
    assert shares.count(again).winners == shares.count(given_election).winners
    assert greedy.count(again).winners == greedy.count(given_election).winners


@settings(max_examples=40)
@given(elections)
def test_what_a_loser_lacked_is_exactly_enough(given_election):
    result = shares.solve(given_election)
    near = Nearness(given_election, TieBreak(), result)
    for project in set(range(len(given_election.projects))) - set(result.projects):
        told = near.lacked(project)
        more = told["more_supporters"]
        assert _bought(given_election, result.share, project, more, 0)
        assert more == 1 or not _bought(given_election, result.share, project, more - 1, 0)
        if told["cheaper"] is not None:
            assert _bought(given_election, result.share, project, 0, told["cheaper"])
            assert told["cheaper"] == 1 or not _bought(given_election, result.share, project, 0, told["cheaper"] - 1)


def _bought(given_election: Election, share: Fraction, project: int, more: int, less: int) -> bool:
    projects = list(given_election.projects)
    old = projects[project]
    projects[project] = Project(old.id, old.cost - less)
    groups = (*given_election.groups, ((project,), more)) if more else given_election.groups
    return project in plainly(Election(tuple(projects), given_election.budget, groups), share, TieBreak())


@settings(max_examples=40)
@given(elections)
def test_what_a_loser_lacked_by_votes_is_exactly_enough(given_election):
    won = greedy.count(given_election).winners
    for at, project in enumerate(given_election.projects):
        if project.id in won:
            continue
        told = greedy.lacked(given_election, project.id)
        for name, less in (("more_supporters", False), ("cheaper", True)):
            if told[name] is not None:
                for amount, inside in ((told[name], True), (told[name] - 1, False)):
                    changed = greedy._with(given_election, at, 0 if less else amount, amount if less else 0)
                    assert (project.id in greedy.count(changed).winners) == inside


def test_a_group_that_votes_together_gets_its_share_where_greedy_gives_it_nothing():
    projects = [Project(key, 20) for key in "abcdef"]
    ballots = [["a", "b", "c"]] * 6 + [["d", "e", "f"]] * 4
    given_election = election(projects, 60, ballots)
    by_shares, by_votes = shares.count(given_election), greedy.count(given_election)
    assert sorted(by_votes.winners) == ["a", "b", "c"] and len(set("def") & set(by_shares.winners)) == 1
    assert comparing.unheard(given_election, by_votes.winners) == 4
    assert comparing.unheard(given_election, by_shares.winners) == 0
    found = comparing.compare(given_election, by_shares.winners, by_votes.winners)
    assert (found.first, found.second, found.neither) == (4, 6, 0)


def test_ties_go_by_the_charter_and_are_told():
    given_election = election([Project("9", 10), Project("10", 10)], 10, [["9", "10"]] * 3)
    outcome = shares.count(given_election, ONCE)
    assert outcome.winners == ("9",)  # 9 before 10, as people read
    assert outcome.verdict.reasons[0].numbers == {"chosen": "9", "tied": "9, 10", "by": "id"}
    drawn = {seed: shares.count(given_election, SharesCharter(TieBreak(("lot",), seed))).winners for seed in "abcdefgh"}
    assert len(set(drawn.values())) == 2
    dear = election([Project("1", 20), Project("2", 10)], 20, [["1"], ["2"]])
    by_cost = greedy.count(dear, greedy.GreedyCharter(TieBreak(("cost",))))
    assert by_cost.winners == ("2",) and by_cost.verdict.reasons[0].numbers["by"] == "cost"


@pytest.mark.parametrize(("by", "seed", "code"), [(("luck",), "", "tie_rule"), (("lot",), "", "seed_needed")])
def test_a_tie_rule_that_cannot_be_applied_is_refused(by, seed, code):
    with pytest.raises(Refused) as refused:
        TieBreak(by, seed)
    assert refused.value.code == code


def test_nobody_votes_nothing_fits_and_a_project_for_nothing():
    nobody = election([Project("a", 10)], 100, [[], []])
    for count in (shares.count, greedy.count):
        assert count(nobody).verdict.codes == ("nobody_voted",) and count(nobody).winners == ()
    dear = election([Project("a", 500)], 100, [["a"]])
    for count in (shares.count, greedy.count):
        assert count(dear).verdict.codes == ("nothing_fits",) and count(dear).spent == 0
    free = election([Project("a", 0), Project("b", 0), Project("c", 100)], 100, [["a", "c"], ["c"]])
    for count in (shares.count, greedy.count):
        assert set(count(free).winners) == {"a", "c"}  # nobody asked for b


def test_a_withdrawn_project_leaves_its_voters_their_money():
    given_election = election([Project("a", 60), Project("b", 60), Project("c", 40)], 100, [["a"], ["a"], ["b"], ["c"]])
    assert shares.count(given_election).winners[0] == "a"
    left = given_election.without(["a"])
    assert left.voters == 4 and set(shares.count(left).winners) == {"b", "c"}


def test_rates_that_floats_cannot_tell_apart_are_told_apart():
    """Two thirds and a rate a hair above: the exact count chooses, whatever the search believed."""
    big = 10**15
    given_election = election([Project("1", 3 * big), Project("2", 3 * big - 1)], 3 * big, [["1", "2"]] * 3)
    purse = Purse(given_election, TieBreak(("id",)))
    bought, _before = exact.run(purse, Fraction(big))
    assert [purchase.project for purchase in bought] == [0]  # equal rates 1/3: by id
    short, _before = exact.run(purse, Fraction(big) - Fraction(1, 3))
    assert [purchase.project for purchase in short] == [1]  # together one unit short of the first


def test_a_project_dearer_than_everything_does_not_make_the_search_walk_for_ever():
    given_election = election([Project("a", 10), Project("b", 10**12)], 100, [["a", "b"], ["a"], []])
    result = shares.solve(given_election)
    assert [result.purse.costs[project] for project in result.projects] == [10]
    assert result.next_spent == 10**12 + 10 and result.steps > 10**11


def test_the_search_and_the_exact_count_agree_on_every_shared_file(shared_data):
    for name in ("warszawa_2018_niskie-okecie.pb", "krakow_2018_pradnik-bialy.pb.gz"):
        given_election = pabulib.read(shared_data / "budgets" / f"poland_{name}")
        result = shares.solve(given_election)
        assert search(result.purse, float(result.share)) == result.projects
        assert result.spent <= given_election.budget < result.next_spent
