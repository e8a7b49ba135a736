"""The figures follow the facts: once each, the same when counted anew, and each opens to its cases."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from tests.cases import stages
from tests.cases.test_machine import STEPS, Life
from tests.world import MONDAY, World

from gongzhi.cases import services as cases
from gongzhi.cases.events import CaseReported
from gongzhi.duties import services as duties
from gongzhi.duties.events import DutyOverdue
from gongzhi.indicators import selectors
from gongzhi.indicators.models import Counted, Tally
from gongzhi.indicators.rules.counting import KINDS, OPENED, REACTION
from gongzhi.indicators.services import count_fact, rebuild
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.reference import Ref
from gongzhi.record import services as record
from gongzhi.record.models import Cursor, Fact, Line
from gongzhi.record.selectors import standing, view_of

SEPTEMBER = selectors.Months(202609, 202609)
KEY = ("month", "street_id", "community_id", "body_id", "measure", "word", "value")


def tallies() -> Counter[tuple[Any, ...]]:
    return Counter({row[:-1]: row[-1] for row in Tally.objects.values_list(*KEY, "count")})


def countings() -> Counter[tuple[Any, ...]]:
    return Counter(Counted.objects.values_list("fact_id", "case_id", *KEY[:-1]))


def in_street(street: World) -> selectors.Figures:
    record.deliver()
    return selectors.rates(street_id=street.places["440305007"].pk, months=SEPTEMBER)


def judged(street: World, case: Any, solved: bool, satisfied: int) -> None:
    cases.judge(actor=street.reporter(case), case_id=case.pk, solved=solved, satisfied=satisfied)


def answered(street: World, **more: Any) -> Any:
    case = street.report(**more)
    street.move("head", case, "accept")
    street.move("head", case, "answer", answer="灯泡换了", outcome="solved")
    return case


def test_the_name_of_the_reaction_is_the_one_that_the_record_knows(street: World) -> None:
    assert set(record.reactions()[REACTION]) == set(KINDS)


def test_one_case_is_counted_once_on_every_level(street: World) -> None:
    case = answered(street)
    judged(street, case, True, 4)
    found = in_street(street)
    assert [(r.numerator, r.denominator) for r in found.rates] == [(1, 1), (1, 1), (1, 1)]
    body, community = street.body_of("head").pk, street.places["440305007010"].pk
    for scope in ({"community_id": community}, {"body_id": body}, {"street_id": case.street_id, "body_id": body}):
        assert selectors.rates(**scope, months=SEPTEMBER).cells == found.cells
    other = street.places["440305007011"].pk
    assert selectors.rates(community_id=other, months=SEPTEMBER).cells == {}
    assert selectors.rates(street_id=case.street_id, months=selectors.Months(202608, 202608)).cells == {}
    assert (record.deliver(), in_street(street).cells) == (0, found.cells)


def test_a_fact_that_is_counted_cannot_be_counted_again(street: World) -> None:
    answered(street)
    record.deliver()
    fact = view_of(Fact.objects.filter(kind=CaseReported.kind).latest("id"))
    before = tallies()
    with pytest.raises(IntegrityError), transaction.atomic():
        count_fact(fact)
    assert tallies() == before


@pytest.mark.row("K07")
@settings(max_examples=8)  # each lives through weeks of clock ticks
@given(steps=STEPS)
def test_counted_as_it_happens_or_anew_it_is_the_same(street: World, steps: list[tuple[Any, ...]]) -> None:
    """Whatever people do: reaction and rebuild agree, and every figure is as long as the list behind it."""
    with transaction.atomic():
        life = Life(street)
        acts = {
            "move": life.move, "judge": life.judge, "undo": life.undo, "me_too": lambda which, *_: life.me_too(which),
        }  # fmt: skip
        for kind, one, two, three in steps:
            with clock.at(life.now):
                if kind == "wait":
                    life.wait(one)
                else:
                    acts[kind](one, two, three)
        record.deliver()
        kept, opened = tallies(), countings()
        assert standing()["parked"] == 0
        done = rebuild()
        assert (tallies(), countings()) == (kept, opened)
        assert done.facts == Line.objects.filter(kind__in=KINDS).count()
        _opens(street, life)
        transaction.set_rollback(True)


def _opens(street: World, life: Life) -> None:
    months = selectors.Months(202609, 202812)
    scopes = [
        selectors.Scope(street_id=street.places["440305007"].pk),
        selectors.Scope(community_id=street.places["440305007010"].pk),
        *(selectors.Scope(body_id=body.pk) for body in street.bodies.values()),
    ]
    for scope in scopes:
        found = selectors.rates(**vars(scope), months=months)
        for measure in OPENED:
            assert found.count(measure) == len(selectors.case_ids(measure, scope, months)), measure
            for word, count in found.shares(measure).items():
                assert count == len(selectors.opened(measure, scope, months, word=word))


def test_the_command_counts_anew_and_the_reaction_goes_on_from_there(street: World, capsys: Any) -> None:
    answered(street)
    record.deliver()
    kept = tallies()
    Tally.objects.all().delete()
    Counted.objects.all().delete()
    second = street.report()
    call_command("indicators_rebuild")
    assert "2 cases" in capsys.readouterr().out
    assert sum(n for key, n in tallies().items() if key[4] == "reported" and key[3]) == 2
    assert record.deliver() >= 0
    assert Cursor.objects.get(pk=REACTION).seq == Line.objects.order_by("-seq").first().seq
    assert tallies() - kept == Counter({k: n for k, n in tallies().items() if k not in kept} | _more(kept))
    assert second.pk in selectors.case_ids("reported", selectors.Scope(street_id=second.street_id), SEPTEMBER)


def _more(kept: Counter[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    return {k: n - kept[k] for k, n in tallies().items() if k in kept and n > kept[k]}


def test_late_and_missed_first_answers_stay_in_the_denominator(street: World) -> None:
    in_time, late, missed = street.report(), street.report(), street.report()
    street.move("head", in_time, "accept")
    with clock.at(MONDAY + timedelta(hours=5)):
        street.move("head", late, "accept")
        street.move(street.reporter(missed), missed, "withdraw")
        found = in_street(street)
    assert (found.response.numerator, found.response.denominator) == (1, 3)
    assert (found.count("late"), found.count("missed")) == (1, 2)


def all_ticked(*hours: int) -> None:
    """The worker wakes so many hours after Monday morning."""
    for hour in hours:
        with clock.at(MONDAY + timedelta(hours=hour)):
            duties.tick()
            record.deliver()


@pytest.mark.row("K07")
def test_a_first_answer_that_never_comes_is_missed_once_its_clock_is_overdue(street: World) -> None:
    """At the top rung nothing ends the clock, so the clock itself counts: once, the same when counted anew."""
    case = street.report()
    record.deliver()
    assert selectors.rates(street_id=case.street_id, months=SEPTEMBER).response.denominator == 0
    all_ticked(*range(0, 24 * 45, 24))
    case.refresh_from_db()
    assert (case.level, case.state) == ("district", "filed")
    span = selectors.Months(202609, 202612)
    found = selectors.rates(street_id=case.street_id, months=span)
    assert (found.response.numerator, found.response.denominator) == (0, found.count("missed"))
    bureau = street.body_of("bureau").pk
    top = selectors.rates(body_id=bureau, months=span)
    assert (top.response.numerator, top.response.denominator) == (0, 1)
    assert selectors.case_ids("missed", selectors.Scope(body_id=bureau), span) == [case.pk]
    all_ticked(24 * 90)
    assert selectors.rates(body_id=bureau, months=span).response.denominator == 1
    kept = tallies(), countings()
    rebuild()
    assert (tallies(), countings()) == kept


def test_an_answer_after_the_clock_ran_out_is_not_a_second_first_answer(street: World) -> None:
    """Whether the clock's own fact or the late answer is first: one miss, one late answer beside it."""
    noticed, quick, gone = street.report(), street.report(), street.report()
    street.move("head", street.report(), "accept")
    with clock.at(MONDAY + timedelta(hours=5)):
        street.move("head", quick, "accept")
        duties.tick()
        street.move("head", noticed, "accept")
        street.move(street.reporter(gone), gone, "withdraw")
        found = in_street(street)
        assert (found.response.numerator, found.response.denominator) == (1, 4)
        assert (found.count("late"), found.count("missed"), found.response.left_out) == (2, 3, 0)
        kept = tallies(), countings()
        rebuild()
    assert (tallies(), countings()) == kept


def test_a_missed_answer_belongs_to_the_month_in_which_its_time_ran_out(street: World) -> None:
    with clock.at(MONDAY.replace(day=30, hour=15)):
        case = street.report()
    all_ticked(24 * 30)
    scope = selectors.Scope(body_id=street.body_of("head").pk)
    assert selectors.case_ids("missed", scope, SEPTEMBER) == [case.pk]
    assert selectors.case_ids("missed", scope, selectors.Months(202610, 202610)) == []


def test_a_clock_that_is_no_first_answer_or_no_case_adds_nothing(street: World) -> None:
    with transaction.atomic():
        duties.open_duty(
            kind="accept", about=Ref("places.place", 1), body_id=street.body_of("head").pk, limit=Limit(1, "hours")
        )
    case = street.report()
    street.move("head", case, "accept")
    all_ticked(20, 30)  # the clock of the answer runs out and the case rises
    assert DutyOverdue.kind in {f.kind for f in Fact.objects.filter(about_id=case.pk)}
    kept = tallies(), countings()
    assert selectors.rates(street_id=case.street_id, months=SEPTEMBER).count("missed") == 0
    rebuild()
    assert (tallies(), countings()) == kept


def test_every_exclusion_says_its_ground(street: World) -> None:
    withdrawn, path, silent = street.report(), street.report(), answered(street)
    street.move(street.reporter(withdrawn), withdrawn, "withdraw")
    street.move("head", path, "redirect", branch="beyond_duty")
    merged = street.report("FW01", text="外墙漏水")
    street.move("worker", merged, "merge", primary=street.report("FW01", text="同一面外墙").pk)
    hands = Life.__new__(Life)
    hands.now = MONDAY
    with clock.at(MONDAY):
        hands.wait(24 * 30)
    with clock.at(hands.now):
        found = selectors.rates(street_id=silent.street_id, months=selectors.lately(clock.now()))
    out = {e.ground: e.count for e in found.solution.excluded}
    assert {k: out[k] for k in ("withdrawn", "beyond_duty", "silent")} == {
        "withdrawn": 1, "beyond_duty": 1, "silent": 1,
    }  # fmt: skip
    cut_short = {e.ground: e.count for e in found.response.excluded}
    assert (cut_short["withdrawn"], cut_short["merged"]) == (1, 1)
    assert (found.solution.denominator, found.solution.share) == (0, None)


def test_matters_that_the_list_leaves_out_are_left_out_and_listed(street: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(
        "gongzhi.indicators.services.counting.InForce.counts", lambda self, matter, day: matter != "LJ01"
    )
    case = answered(street)
    judged(street, case, True, 5)
    found = in_street(street)
    assert [(r.denominator, r.left_out) for r in found.rates] == [(0, 1), (0, 1), (0, 1)]
    assert {e.ground for r in found.rates for e in r.excluded} == {"not_counted"}
    assert (found.count("reported"), found.count("answered")) == (1, 1)


@pytest.mark.row("K07")
def test_satisfied_begins_where_the_rule_pack_says_and_channels_stay_apart(street: World) -> None:
    for mark, solved in ((1, False), (2, True), (3, True), (5, True)):
        judged(street, answered(street), solved, mark)
    read_out = answered(street)
    cases.read_out(actor=street.actor("officer"), case_id=read_out.pk, solved=False, satisfied=2)
    found = in_street(street)
    assert (found.solution.numerator, found.solution.denominator) == (3, 5)
    assert (found.satisfaction.numerator, found.satisfaction.denominator) == (2, 5)
    web, receipt, telephone = found.by_channel(("web", "receipt", "telephone"))
    assert (web.judged, web.solved, web.satisfied) == (4, 3, 2)
    assert (receipt.judged, telephone.judged, telephone.solved) == (0, 1, 0)
    low, high = found.satisfaction.interval or (0, 0)
    assert low < 2 / 5 < high
    assert found.count("reopened") == 3


@pytest.mark.row("K07")
def test_who_handled_a_case_cannot_enter_its_judgement_so_none_is_counted(street: World) -> None:
    case = answered(street)
    for who in ("head", "grid", "worker", "urban"):
        with pytest.raises(Refused):
            cases.judge(actor=street.actor(who), case_id=case.pk, solved=True, satisfied=5)
    with pytest.raises(Refused):
        cases.read_out(actor=street.actor("head"), case_id=case.pk, solved=True, satisfied=5)
    assert in_street(street).solution.denominator == 0


def test_a_part_is_nobodys_report_but_its_body_still_answers_in_time(street: World) -> None:
    case = stages.make(street, "split")
    street.move("head", case.parts.get(matter="LJ01"), "accept")
    found = in_street(street)
    assert found.count("reported") == 1
    assert found.response.denominator == 2


def test_medians_and_groups_count_whole_hours_from_report_to_answer(street: World) -> None:
    for hours in (3, 5, 80):
        with clock.at(MONDAY):
            case = street.report()
            street.move("head", case, "accept")
        with clock.at(MONDAY + timedelta(hours=hours, minutes=59)):
            street.move("head", case, "answer", answer="换好了", outcome="solved")
    record.deliver()
    scope = selectors.Scope(street_id=case.street_id)
    assert selectors.median_hours(scope, SEPTEMBER) == selectors.Median(5, 3)
    (group,) = selectors.by_group(scope, SEPTEMBER)
    assert (group.name, group.classified, group.median.hours) == ("楼道与小区环境", 3, 5)
    assert selectors.busiest(scope, SEPTEMBER) == [group]
    assert selectors.median_hours(selectors.Scope(community_id=1), SEPTEMBER) == selectors.Median(None, 0)


@pytest.mark.row("E03")
def test_sources_and_classes_are_reported_with_nought_where_nobody_came(street: World) -> None:
    street.report(intake="consult")
    street.report(actor=street.actor("grid"), channel="grid", intake="complaint")
    found = in_street(street)
    shares = selectors.source_shares(found)
    assert (shares["web"], shares["grid"], shares["hotline"], sum(shares.values())) == (1, 1, 0, 2)
    classes = selectors.intake_classes(found)
    assert (classes.kinds["consult"], classes.kinds["complaint"]) == (1, 1)
    assert classes.classes == {"policy": 1, "need": 0, "appeal": 1, "governance": 0}


def test_the_trend_has_every_month_and_knows_how_fresh_it_is(street: World) -> None:
    answered(street)
    record.deliver()
    scope = selectors.Scope(street_id=street.places["440305007"].pk)
    found = selectors.trend(scope, selectors.Months(202607, 202609))
    assert [(month, f.count("reported")) for month, f in found] == [(202607, 0), (202608, 0), (202609, 1)]
    with clock.at(MONDAY + timedelta(hours=1)):
        assert selectors.as_of() == clock.now()
        street.report()
    with clock.at(MONDAY + timedelta(hours=2)):
        assert selectors.as_of() == MONDAY + timedelta(hours=1)
        record.deliver()
        assert selectors.as_of() == clock.now()
    assert selectors.streets() == [scope.street_id]
    assert selectors.first_month(scope) == 202609


def test_a_scope_is_named_and_a_figure_exists(street: World) -> None:
    with pytest.raises(ValueError, match="street"):
        selectors.rates()
    with pytest.raises(ValueError, match="street"):
        selectors.Scope(community_id=1, body_id=1)
    with pytest.raises(ValueError, match="no figure"):
        selectors.case_ids("best_worker", selectors.Scope(street_id=1))


def test_rates_take_few_queries(street: World, django_assert_max_num_queries: Any) -> None:
    answered(street)
    record.deliver()
    with django_assert_max_num_queries(4):
        selectors.rates(street_id=street.places["440305007"].pk, months=SEPTEMBER)


@pytest.mark.parametrize("late", [False, True])
def test_an_answer_that_was_taken_back_is_no_answer(street: World, late: bool) -> None:
    """Nor is it a miss, a cut clock or a known type; when the act is made again, it counts once and as it then came."""
    case = street.report("", text="不知道归谁管的事")
    before = tallies_after()
    moment = MONDAY + timedelta(hours=1)
    with clock.at(moment):
        street.move("worker", case, "sort", matter="FW01")
        assert tallies_after() != before
        cases.undo(actor=street.actor("worker"), case_id=case.pk)
        assert tallies_after() == before
        assert not Tally.objects.filter(count=0).exists()
    with clock.at(MONDAY + timedelta(days=2) if late else moment):
        street.move("worker", case, "sort", matter="FW01")
        kept, opened = tallies_after(), countings()
    words = Counter(Counted.objects.filter(case_id=case.pk, measure__in=["in_time", "late"]).values_list("measure"))
    assert words == {("late" if late else "in_time",): 1}
    rebuild()
    assert (tallies(), countings()) == (kept, opened)


def test_taken_back_before_or_after_it_was_counted(street: World) -> None:
    """Whether the worker has read the act already or reads both at once, the figures are the same."""
    for deliver_between in (True, False):
        case = street.report("FW01", text="外墙漏水")
        before = tallies_after()
        street.move("worker", case, "accept")
        if deliver_between:
            record.deliver()
        cases.undo(actor=street.actor("worker"), case_id=case.pk)
        assert tallies_after() == before
        assert standing()["parked"] == 0


def tallies_after() -> Counter[tuple[Any, ...]]:
    record.deliver()
    return tallies()
