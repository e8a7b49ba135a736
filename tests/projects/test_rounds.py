"""A round of a community's budget: the sum, proposals, costs by two persons, the vote, and winners with their money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.cases.conftest import street as street
from tests.projects.rounds_world import CLOSES, DAY, ENDS, OPENS, PURPOSE, Budget, budget_of, person
from tests.world import World

from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import selectors as ledger
from gongzhi.projects.models import ItemSupport, Project, Round, RoundItem
from gongzhi.projects.rules.rounds import ITEM, ROUND
from gongzhi.projects.selectors import rounds as read
from gongzhi.projects.selectors.project_rows import asked_by
from gongzhi.projects.services import rounds, rounds_items, rounds_votes
from gongzhi.projects.services.needs import raise_need
from gongzhi.record.selectors import facts_about, lineage
from gongzhi.voting import services as voting


@pytest.fixture
def budget(street: World) -> Budget:
    return budget_of(street)


def code(act: Callable[..., Any], *given: Any, **named: Any) -> str:
    """The code by which the act is refused; "" when it is not."""
    try:
        act(*given, **named)
    except Refused as error:
        return error.code
    return ""


# --- the sum ---


@pytest.mark.row("N04")
def test_a_round_takes_no_more_than_is_free_and_exactly_that_is_allowed(budget: Budget) -> None:
    assert code(budget.open, 20_000_100) == "over_free"
    assert code(budget.open, "20万元", purpose="culture") == "purpose"
    assert code(budget.open, "20万元", fund_id=9_999) == "unknown_fund"
    assert code(budget.open, 100_050) == "whole_yuan" and code(budget.open, 0) == "amount"
    assert code(budget.open, "很多钱") == "not_money" and code(budget.open, year=1999) == "year"
    budget.open("20万元")
    assert budget.round.budget == 20_000_000
    assert code(budget.open, "1万元") == "already"
    rounds.move_round(actor=budget.desk, round_id=budget.round.pk, move="announce", closes=CLOSES)
    assert ledger.free(budget.fund.pk, PURPOSE) == 0
    rounds.move_round(actor=budget.desk, round_id=budget.round.pk, move="withdraw", reason="今年先修楼顶")
    assert ledger.free(budget.fund.pk, PURPOSE) == 20_000_000
    assert budget.open("20万元").round.state == "drafted", "a withdrawn round makes room for another"


@pytest.mark.parametrize("written", ["1,000.00", "1000元", "一千元", "１０００", "￥1 000"])
def test_money_is_read_as_people_write_it(budget: Budget, written: str) -> None:
    item = budget.collecting(written).propose("修长椅", asked=written)
    assert budget.round.budget == item.asked == 100_000
    rounds_items.check_cost(actor=budget.desk, item_id=item.pk, cost=written, kind="micro_works", note="报价")
    assert RoundItem.objects.get().cost == 100_000
    for wrong in ("-5", "1.234", "", "一千"[:0] or "abc"):
        assert code(
            rounds_items.check_cost, actor=budget.desk, item_id=item.pk, cost=wrong, kind="micro_works", note="报价"
        ) in ("not_money", "missing")


def test_the_draft_is_corrected_before_it_is_announced_and_not_after(budget: Budget) -> None:
    budget.open("5万元")
    rounds.change_budget(actor=budget.desk, round_id=budget.round.pk, budget="6万元")
    assert budget.fresh().budget == 6_000_000
    rounds.move_round(actor=budget.desk, round_id=budget.round.pk, move="announce", closes=CLOSES)
    again = code(rounds.change_budget, actor=budget.desk, round_id=budget.round.pk, budget="7万元")
    assert again == "stale" and budget.fresh().budget == 6_000_000


# --- proposals ---


def test_a_resident_without_an_account_proposes_and_the_proposal_has_a_need(budget: Budget) -> None:
    item = budget.collecting().propose("北门修坡道", asked="3万元")
    need = read.needs_of([item.pk])[item.pk][0]
    assert need.title == "北门修坡道" and need.source == item.ref
    assert read.items_of(budget.fresh())[0].people == 1
    from_list = raise_need(
        actor=budget.desk, place_id=budget.fund.place_id, title="楼道太黑", text="夜里看不见", purpose="safety"
    )
    second = budget.propose("换声控灯", person(2), needs=[from_list.pk], purpose="")
    assert second.purpose == "safety" and second.number == 2
    assert [need.pk for need in read.needs_of([second.pk])[second.pk]] == [from_list.pk]


def test_what_is_wrong_with_a_proposal_is_refused(budget: Budget) -> None:
    elsewhere = budget.world.places["HHY1"].pk
    assert code(budget.open().propose, "早了") == "closed", "not announced yet"
    rounds.move_round(actor=budget.desk, round_id=budget.round.pk, move="announce", closes=CLOSES)
    assert code(budget.propose, "") == "missing" and code(budget.propose, "长" * 61) == "too_long"
    assert code(budget.propose, "坡道", place_id=elsewhere) == "place"
    assert code(budget.propose, "坡道", purpose="fun") == "purpose"
    assert code(budget.propose, "坡道", needs=[987_654]) == "unknown_need"
    with clock.at(CLOSES):
        budget.propose("压着点")
    with clock.at(CLOSES + timedelta(seconds=1)):
        assert code(budget.propose, "晚了一秒") == "closed"
        assert code(budget.propose, "柜台也不能晚", budget.desk) == "closed"
    assert RoundItem.objects.count() == 1


def test_nobody_cuts_the_collecting_short(budget: Budget) -> None:
    budget.collecting()
    early = code(rounds.move_round, actor=budget.desk, round_id=budget.round.pk, move="close_proposals")
    assert early == "running"
    budget.checking()
    assert budget.fresh().state == "checking"
    with clock.at(CLOSES + DAY):
        again = {"closes": CLOSES + 5 * DAY, "reason": "有一栋楼没有收到通知"}
        rounds.move_round(actor=budget.desk, round_id=budget.round.pk, move="collect_again", **again)
        assert budget.propose("补上的").number == 1


def test_one_person_counts_once_also_through_a_merge_and_back(budget: Budget) -> None:
    one, two = budget.collecting().propose("坡道", person(1)), budget.propose("北门坡道", person(2))
    for number in (1, 2, 3):
        rounds_items.support_item(actor=person(number), item_id=one.pk)
    assert rounds_items.support_item(actor=person(3), item_id=one.pk) == 3, "twice is once"
    rounds_items.merge_items(actor=budget.desk, item_id=two.pk, into_id=one.pk, note="说的是同一个坡道")
    listed = {row.item.pk: row.people for row in read.items_of(budget.fresh())}
    assert listed[one.pk] == 3, "the second person is behind both"
    assert rounds_items.support_item(actor=person(4), item_id=two.pk) == 4
    assert ItemSupport.objects.filter(item=one, person_id=person(4).person_id).exists(), "a voice goes where it went"
    assert code(rounds_items.merge_items, actor=budget.desk, item_id=one.pk, into_id=one.pk, note="x") == "cannot_merge"
    rounds_items.unmerge_items(actor=budget.desk, item_id=two.pk, note="一个在东边")
    listed = {row.item.pk: row.people for row in read.items_of(budget.fresh())}
    assert listed == {one.pk: 4, two.pk: 1}
    assert rounds_items.unsupport_item(actor=person(4), item_id=one.pk) == 3


# --- costs ---


def test_a_cost_needs_two_persons_and_stays_within_cap_and_sum(street: World) -> None:
    budget = budget_of(street, 300_000_000).collecting(200_000_000)
    item = budget.propose("加装连廊")

    def cost(sum_: int, kind: str = "micro_works") -> str:
        return code(rounds_items.check_cost, actor=budget.desk, item_id=item.pk, cost=sum_, kind=kind, note="三家报价")

    assert cost(100_000_100) == "over_cap" and cost(50_000_100, "micro_service") == "over_cap"
    assert cost(100_000_001) == "whole_yuan", "one fen over is refused as well"
    assert cost(200_000_100) == "over_budget" and cost(10_000, "venture") == "unknown_kind"
    assert cost(100_000_000) == "", "exactly the cap is allowed"
    alone = code(rounds_items.admit_item, actor=budget.desk, item_id=item.pk)
    assert alone == "second_person" and RoundItem.objects.get().state == "costed"
    assert rounds_items.admit_item(actor=budget.second, item_id=item.pk).state == "admitted"
    stranger = budget.world.actor("manager")
    assert code(rounds_items.move_item, actor=stranger, item_id=item.pk, move="look_again", note="x") == "denied"
    rounds_items.move_item(actor=budget.second, item_id=item.pk, move="look_again", note="报价过期了")
    assert RoundItem.objects.get().admitted_by_id is None


@pytest.mark.row("B07")
def test_exactly_the_whole_sum_may_be_given_and_never_a_yuan_more(budget: Budget) -> None:
    budget.voting({"灯": 6_000_000, "坡道": 6_000_000, "树": 100_000}, 4)
    budget.cast([["1", "2"], ["1", "2"], ["1", "2"], ["3"]]).certified()
    found = read.result(budget.fresh())
    assert found is not None and found.spent <= found.budget == 12_000_000
    done = budget.take()
    assert done.reserved == found.spent == sum(p.promised_cost for p in done.projects) <= 12_000_000


def test_who_supported_a_winner_stands_behind_its_need_and_is_asked_one_day(budget: Budget) -> None:
    budget.collecting()
    items = [budget.propose(title, person(1)) for title in ("灯", "坡道")]
    for number in (2, 3, 4):
        rounds_items.support_item(actor=person(number), item_id=items[0].pk)
    budget.checking()
    for item in items:
        budget.admit(item, 1_000_000)
    budget.put()
    made = budget.cast([["1", "2"]] * 4).certified().take().projects
    asked = [asked_by(one.pk) for one in made]
    assert asked == [{person(n).person_id for n in (1, 2, 3, 4)}, {person(1).person_id}]


def test_a_refusal_has_a_ground_and_a_sentence_and_may_be_looked_at_again(budget: Budget) -> None:
    item = budget.collecting().propose("换我家的窗")
    wrong = code(rounds_items.refuse_item, actor=budget.desk, item_id=item.pk, ground="no", note="不行")
    silent = code(rounds_items.refuse_item, actor=budget.desk, item_id=item.pk, ground="one_household", note=" ")
    assert (wrong, silent) == ("ground", "missing")
    rounds_items.refuse_item(actor=budget.desk, item_id=item.pk, ground="one_household", note="只有一户用得上")
    shown = read.items_of(budget.fresh())[0]
    assert shown.item.state == "refused" and shown.words["refused"] == "只有一户用得上"
    rounds_items.move_item(actor=budget.desk, item_id=item.pk, move="look_again", note="原来是楼道的窗")
    assert RoundItem.objects.get().state == "proposed"


def test_only_who_proposed_takes_it_back(budget: Budget) -> None:
    item = budget.collecting().propose("坡道", person(1))
    assert code(rounds_items.move_item, actor=person(2), item_id=item.pk, move="take_back") == "denied"
    assert code(rounds_items.move_item, actor=budget.desk, item_id=item.pk, move="take_back") == "denied"
    assert rounds_items.move_item(actor=person(1), item_id=item.pk, move="take_back").state == "taken_back"


# --- the vote ---


def test_what_was_not_admitted_is_not_carried_into_the_ballot(budget: Budget) -> None:
    budget.collecting()
    good, fine, bad = (budget.propose(title) for title in ("灯", "坡道", "窗"))
    budget.checking()
    budget.admit(good, 3_000_000)
    put: dict[str, Any] = {"actor": budget.desk, "round_id": budget.round.pk, "opens": OPENS, "closes": ENDS}
    assert code(rounds_votes.put_to_vote, **put) == "unchecked"
    rounds_items.refuse_item(actor=budget.desk, item_id=bad.pk, ground="one_household", note="只为一户")
    assert code(rounds_votes.put_to_vote, **put) == "unchecked"
    budget.admit(fine, 4_000_000)
    assert code(rounds_votes.put_to_vote, **put, items=[good.pk, fine.pk, bad.pk]) == "not_admitted"
    assert code(rounds_votes.put_to_vote, **put, items=[good.pk]) == "left_out"
    with clock.at(CLOSES + 3 * DAY):
        vote = rounds_votes.put_to_vote(**put)
    assert [(o.key, o.cost) for o in vote.options.order_by("position")] == [("1", 30_000), ("2", 40_000)]
    assert vote.rule == "equal_shares" and vote.charter["budget"] == 120_000 and vote.about == budget.round.ref
    late = code(rounds_items.check_cost, actor=budget.desk, item_id=good.pk, cost=1, kind="micro_works", note="x")
    assert late == "stale", "on the ballot a cost does not move"


def test_a_single_proposal_is_no_vote(budget: Budget) -> None:
    item = budget.collecting().propose("灯")
    budget.checking().admit(item, 3_000_000)
    put = code(rounds_votes.put_to_vote, actor=budget.desk, round_id=budget.round.pk, opens=OPENS, closes=ENDS)
    assert put == "too_few" and budget.fresh().state == "checking"


# --- winners ---


@pytest.mark.row("N04")
def test_winners_become_projects_with_their_money_all_of_it_by_name(budget: Budget) -> None:
    budget.voting({"灯": 3_000_000, "坡道": 5_000_000, "树": 4_000_000, "球场": 8_000_000}, 6)
    budget.cast([["1", "2"], ["1", "2"], ["1"], ["3"], ["3", "1"], ["4"]])
    assert code(budget.take) == "not_certified"
    budget.counted()
    assert code(budget.take) == "not_certified", "a preliminary result builds nothing"
    with clock.at(ENDS + 9 * DAY):
        voting.certify(actor=budget.desk, vote_id=budget.fresh().vote_id)
    done = budget.take()
    found = read.result(budget.fresh())
    assert found is not None
    winners = {line.item.title for line in found.winners}
    assert {project.title for project in done.projects} == winners and winners
    assert {project.state for project in done.projects} == {"fixed"}
    for project in done.projects:
        held = ledger.money_of(project.ref)
        assert held.reserved == project.promised_cost and held.paid == 0
        causes = {str(ref) for ref, _kind, _far in lineage(project.ref).causes}
        assert {str(budget.round.ref), f"voting.vote:{budget.fresh().vote_id}"} <= causes
    assert ledger.free(budget.fund.pk, PURPOSE) == 20_000_000 - done.reserved
    assert ledger.balance(budget.fund.pk, PURPOSE) == 20_000_000, "nothing is paid by a vote"
    assert not ledger.reserved_for(budget.round.ref)
    with clock.at(ENDS + 11 * DAY):
        rounds.move_round(actor=budget.desk, round_id=budget.round.pk, move="close", report="三件都交给项目去办了")
    assert [word.text for word in read.words_of(budget.fresh())] == ["三件都交给项目去办了"]
    kinds = [fact.kind for fact in facts_about(budget.round.ref)]
    assert kinds.count("projects.round_carried") == 1


def test_taken_twice_changes_nothing(budget: Budget) -> None:
    budget.voting({"灯": 3_000_000, "坡道": 5_000_000}, 2).cast([["1", "2"], ["1", "2"]]).certified()
    first, second = budget.take(), budget.take()
    assert [p.pk for p in first.projects] == [p.pk for p in second.projects] and second.again
    assert Project.objects.count() == 2 and ledger.free(budget.fund.pk, PURPOSE) == 12_000_000


def test_the_vote_of_something_else_or_a_withdrawn_one_builds_nothing(budget: Budget) -> None:
    budget.voting({"灯": 3_000_000, "坡道": 5_000_000}, 2)
    mine = budget.fresh().vote_id
    with clock.at(OPENS + DAY):
        other = voting.draw_up(
            actor=budget.desk, about=Ref("deliberation.topic", 7), body_id=budget.fund.body_id,
            place_id=budget.fund.place_id, title="别的事", rule="equal_shares", opens=OPENS + 2 * DAY, closes=ENDS,
            options=[voting.NewOption("1", "甲", 1), voting.NewOption("2", "乙", 1)], charter={"budget": 2},
        )  # fmt: skip
    Round.objects.filter(pk=budget.round.pk).update(vote=other)
    assert code(budget.take) == "other_vote"
    Round.objects.filter(pk=budget.round.pk).update(vote=mine)
    back: dict[str, Any] = {"actor": budget.desk, "round_id": budget.round.pk, "reason": "名册错了一栋楼"}
    assert code(rounds_votes.check_again, **back) == "vote_running"
    with clock.at(OPENS + DAY):
        voting.withdraw(actor=budget.desk, vote_id=mine, reason="名册错了一栋楼")
        assert code(budget.take) == "vote_withdrawn"
        assert rounds_votes.check_again(**back).state == "checking"
    assert not Project.objects.exists()
    with clock.at(OPENS + 2 * DAY):
        new = rounds_votes.put_to_vote(actor=budget.desk, round_id=budget.round.pk, opens=ENDS, closes=ENDS + 5 * DAY)
    assert budget.fresh().vote_id == new.pk != mine


def test_one_winner_that_cannot_be_made_leaves_everything_as_it_was(
    budget: Budget, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget.voting({"灯": 3_000_000, "坡道": 5_000_000}, 2).cast([["1", "2"], ["1", "2"]]).certified()
    real, calls = rounds_votes.propose, []

    def propose(**given: Any) -> Any:
        calls.append(given)
        if len(calls) == 2:
            raise Refused("no", code="broken")
        return real(**given)

    monkeypatch.setattr(rounds_votes, "propose", propose)
    assert code(budget.take) == "broken"
    assert not Project.objects.exists() and budget.fresh().state == "voting"
    assert ledger.free(budget.fund.pk, PURPOSE) == 8_000_000, "the round still holds its whole sum"


def test_nobody_voted_and_the_money_goes_back(budget: Budget) -> None:
    budget.voting({"灯": 3_000_000, "坡道": 5_000_000}, 2).certified()
    done = budget.take()
    assert done.projects == () and done.reserved == 0
    assert ledger.free(budget.fund.pk, PURPOSE) == 20_000_000


# --- who, and where ---


def test_every_move_is_refused_to_those_whose_round_it_is_not(budget: Budget) -> None:
    budget.open()
    given = {"closes": CLOSES, "opens": OPENS, "reason": "x", "report": "x"}
    who = [budget.world.actor(key) for key in ("neighbour", "manager", "watcher", "urban")] + [person(1)]
    for state in ROUND.states:
        for move in ROUND.moves:
            if move.name not in ("announce", "close_proposals", "collect_again", "close", "withdraw"):
                continue
            Round.objects.filter(pk=budget.round.pk).update(state=state if state in _voteless() else "drafted")
            here = budget.fresh().state
            for actor in who:
                said = code(rounds.move_round, actor=actor, round_id=budget.round.pk, move=move.name, **given)
                assert said == ("denied" if here in move.sources else "stale"), (here, move.name)
    assert code(rounds.move_round, actor=budget.desk, round_id=budget.round.pk, move="count") == "stale"
    assert code(rounds.move_round, actor=budget.desk, round_id=9_999, move="announce", closes=CLOSES) == "unknown"


def _voteless() -> tuple[str, ...]:
    return ("drafted", "collecting", "checking", "withdrawn")


def test_what_the_table_does_not_list_is_refused_for_every_proposal(budget: Budget) -> None:
    item = budget.collecting().propose("坡道")
    given = {"cost": 1_000_000, "kind": "micro_works", "note": "x", "ground": "planned", "into": item.pk}
    for state in ("proposed", "taken_back", "refused"):
        RoundItem.objects.filter(pk=item.pk).update(state=state, ground="planned" if state == "refused" else "")
        for move in {m.name for m in ITEM.moves}:
            listed = any(move == m.name and state in m.sources for m in ITEM.moves)
            if not listed:
                said = code(rounds_items.move_item, actor=budget.desk, item_id=item.pk, move=move, **given)
                assert said == "stale", (state, move)
            elif move != "take_back":
                said = code(
                    rounds_items.move_item, actor=budget.world.actor("urban"), item_id=item.pk, move=move, **given
                )
                assert said == "denied", (state, move)


def test_every_state_has_somebody_who_must_act(budget: Budget) -> None:
    def kinds() -> list[str]:
        return [duty.kind for duty in duties.clocks_on(budget.round.ref)]

    budget.open()
    assert kinds() == ["plan"]
    rounds.move_round(actor=budget.desk, round_id=budget.round.pk, move="announce", closes=CLOSES)
    assert kinds() == ["review"]
    assert duties.clocks_on(budget.round.ref)[0].due_at > CLOSES
    rounds.move_round(actor=budget.desk, round_id=budget.round.pk, move="withdraw", reason="不办了")
    assert kinds() == []
