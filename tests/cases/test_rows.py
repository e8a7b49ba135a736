"""The acceptance checks of the rows that the loop fulfils."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cases.stages import given, make
from tests.world import MONDAY, SETUP, World

from gongzhi.cases import services
from gongzhi.cases.models import Call, Case, Holding
from gongzhi.cases.selectors import holders_of, story
from gongzhi.cases.selectors.story import STAFF as STAFF_SIGHT
from gongzhi.duties import services as duties
from gongzhi.duties.selectors import open_of
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import services as seats
from gongzhi.record import services as record
from gongzhi.record.selectors import facts_about, lineage

SECOND = timedelta(seconds=1)


def refused(code: str):
    """The act is refused with this code."""
    return pytest.raises(Refused, check=lambda error: error.code == code)


def ref(case: Case) -> Ref:
    return Ref("cases.case", case.pk)


def work(world: World, moment) -> None:
    """The worker at this instant."""
    with clock.at(moment):
        duties.tick()
        record.deliver()


@pytest.mark.row("C-A")
def test_every_change_is_one_fact_with_who_where_and_when(street: World) -> None:
    case = street.report()
    with clock.at(MONDAY + timedelta(hours=1)):
        street.move("head", case, "accept")
    fact = next(f for f in facts_about(ref(case)) if f.kind == "case.moved")
    seat = street.actor("head").seats[0]
    assert (fact.person_id, fact.seat_id, fact.body_id) == (street.people["head"], seat.id, seat.body_id)
    assert fact.at == MONDAY + timedelta(hours=1)
    assert (fact.data["source"], fact.data["state"], fact.data["move"]) == ("filed", "handling", "accept")


@pytest.mark.row("E02")
def test_whistle_arrivals_no_shows_and_both_sides(street: World) -> None:
    case = make(street, "whistled")
    by = {call.body_id: call for call in Call.objects.filter(case=case)}
    urban, housing = by[street.body_of("urban").pk], by[street.body_of("housing").pk]
    with clock.at(urban.arrive_by):
        street.move("urban", case, "arrive")
    work(street, housing.arrive_by + SECOND)
    urban.refresh_from_db()
    housing.refresh_from_db()
    assert (urban.state, urban.missed) == ("arrived", False), "arriving at the very instant is in time"
    assert (housing.state, housing.missed) == ("called", True)
    with clock.at(housing.arrive_by + timedelta(hours=3)):
        street.move("housing", case, "arrive")
        housing.refresh_from_db()
        assert (housing.state, housing.missed) == ("arrived", True), "late stays on the record"
        street.move("worker", case, "plan", **given(street, "plan"))
        with refused("denied"):
            services.rate_call(actor=street.actor("bureau"), call_id=urban.pk, mark=5)
        services.rate_call(actor=street.actor("worker"), call_id=urban.pk, mark=4)
        services.rate_call(actor=street.actor("urban"), call_id=urban.pk, mark=2)
        with refused("rated"):
            services.rate_call(actor=street.actor("worker"), call_id=urban.pk, mark=5)
        with refused("range"):
            services.rate_call(actor=street.actor("worker"), call_id=housing.pk, mark=6)
    urban.refresh_from_db()
    assert (urban.whistler_mark, urban.department_mark) == (4, 2)
    case.refresh_from_db()
    assert case.holder_id == street.body_of("housing").pk, "the plan's lead has the case"


@pytest.mark.row("E02")
def test_where_life_is_in_danger_departments_have_two_hours(street: World) -> None:
    case = street.report("RQ01")
    street.move("safety", case, "accept")
    street.move("safety", case, "whistle", calls=(street.body_of("housing").pk,))
    assert Call.objects.get(case=case).arrive_by == MONDAY + timedelta(hours=2)


@pytest.mark.row("E02")
def test_declining_a_whistle_needs_a_clause(street: World) -> None:
    case = make(street, "whistled")
    with refused("clause_needed"):
        street.move("urban", case, "decline_call", clause="没有这条")
    street.move("urban", case, "decline_call", clause="FW01:street")
    assert Call.objects.get(case=case, body=street.body_of("urban")).clause == "FW01:street"
    with refused("denied"):
        street.move("urban", case, "arrive")


@pytest.mark.row("E03")
def test_duplicates_count_people_once_and_come_apart_again(street: World) -> None:
    one, two = street.report(phone="13800000001"), street.report(phone="13800000002", text="三单元灯坏")
    again = street.report(phone="13800000001", text="灯还是坏的")
    services.second(actor=street.actor("manager"), case_id=one.pk)
    services.second(actor=street.actor("manager"), case_id=one.pk)
    with refused("own"):
        services.second(actor=street.reporter(one), case_id=one.pk)
    for other in (two, again):
        street.move("worker", other, "merge", primary=one.pk)
    one.refresh_from_db()
    assert one.voices == 3, "two reporters, one of them twice, and one neighbour"
    assert {r.id for r, kind, _d in lineage(ref(one)).effects if kind == "merged"} == {two.pk, again.pk}
    street.move("worker", two, "unmerge")
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.voices, two.state, two.text, two.primary_id) == (2, "filed", "三单元灯坏", None)


@pytest.mark.row("E03")
def test_a_merged_reporter_gets_the_answer_and_judges_alone(street: World) -> None:
    one, two = street.report(), street.report(text="三单元灯坏")
    street.move("worker", two, "merge", primary=one.pk)
    street.move("head", one, "accept")
    street.move("head", one, "answer", answer="换好了", outcome="solved")
    services.judge(actor=street.reporter(two), case_id=two.pk, solved=False, satisfied=1)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, two.state, two.level) == ("answered", "filed", "grid")


@pytest.mark.row("E04")
@pytest.mark.parametrize(
    ("matter", "place", "kind"),
    [
        ("LJ01", "NYHY3", "building_team"),
        ("LJ01", "NYHY", "grid_team"),
        ("LJ01", "HHY1", "residents_committee"),
        ("LJ01", "440305007", "street_urban"),
        ("ZS01", "NYHY3", "grid_team"),
        ("ZS01", "HHY1", "residents_committee"),
        ("RQ01", "NYHY3", "street_safety"),
        ("FW01", "NYHY3", "residents_committee"),
        ("FW01", "440305007", "street_housing"),
    ],
)
def test_the_list_routes(street: World, matter: str, place: str, kind: str) -> None:
    case = street.report(matter, place=place)
    assert case.holder.kind == kind
    fact = facts_about(ref(case))[-1]
    assert fact.data["clause"].startswith(f"{matter}:")


@pytest.mark.row("E04")
def test_no_second_bounce_without_review_and_none_after_the_street(street: World) -> None:
    case = street.report("LJ01")
    with refused("clause_needed"):
        street.move("head", case, "refuse", clause="随便写的")
    street.move("head", case, "refuse", clause="LJ01:building", reason="电梯间的灯归物业")
    case.refresh_from_db()
    assert (case.state, case.bounces, case.holder_id) == ("disputed", 1, street.body_of("head").pk)
    with refused("stale"):
        street.move("head", case, "refuse", clause="LJ01:building")
    with refused("denied"):
        street.move("neighbour", case, "decide", to_body=street.body_of("grid").pk, reason="归网格")
    street.move("worker", case, "decide", to_body=street.body_of("manager").pk, reason="物业负责")
    street.move("manager", case, "refuse", clause="LJ01:grid")
    with refused("denied"):
        street.move("worker", case, "decide", to_body=street.body_of("head").pk, reason="再退")
    street.move("officer", case, "decide", to_body=street.body_of("manager").pk, reason="按合同归物业")
    with refused("denied"):
        street.move("manager", case, "refuse", clause="LJ01:grid")
    said = [entry.says for entry in story(Case.objects.get(pk=case.pk))]
    assert sum("裁定" in one for one in said) >= 2, "the resident sees who refused and who decided"


@pytest.mark.row("E04")
def test_first_receiver_keeps_it_until_another_has_taken_it(street: World) -> None:
    case = make(street, "offered")
    assert case.holder_id == street.body_of("worker").pk
    take = open_of(ref(case), "take").get()
    work(street, take.due_at + SECOND)
    case.refresh_from_db()
    assert (case.state, case.holder_id) == ("handling", street.body_of("worker").pk)


@pytest.mark.row("E05")
def test_rises_at_the_exact_instant_and_skips_no_level(street: World) -> None:
    case = street.report("LJ01")
    for level, above in (("building", "grid"), ("grid", "community"), ("community", "street"), ("street", "district")):
        case.refresh_from_db()
        assert case.level == level
        due = open_of(ref(case), "solve").get().due_at
        work(street, due)
        case.refresh_from_db()
        assert case.level == level, "the very instant is still in time"
        late = due + timedelta(microseconds=1)
        work(street, late)
        case.refresh_from_db()
        assert case.level == above
        moved = [f for f in facts_about(ref(case)) if f.kind == "case.moved"][-1]
        assert moved.at == late
    words = [entry.says for entry in story(case, STAFF_SIGHT)]
    assert any("前面的材料都带着" in says for says in words)


@pytest.mark.row("E05")
def test_urgent_matters_start_where_the_power_is(street: World) -> None:
    case = street.report("RQ01")
    assert case.level == "street"
    assert case.due_at == MONDAY + timedelta(hours=2)


@pytest.mark.row("E05")
def test_solved_in_place_goes_no_further(street: World) -> None:
    case = street.report("LJ01")
    street.move("head", case, "accept")
    street.move("head", case, "answer", answer="换了灯泡", outcome="solved")
    services.judge(actor=street.reporter(case), case_id=case.pk, solved=True, satisfied=5)
    work(street, MONDAY + timedelta(days=60))
    assert {h.level for h in holders_of(case)} == {"building"}


@pytest.mark.row("E12")
def test_who_held_it_when_has_no_gap(street: World) -> None:
    case = make(street, "joint")
    with clock.at(MONDAY + timedelta(days=2)):
        street.move("housing", case, "answer", answer="修好了", outcome="solved")
        services.judge(actor=street.reporter(case), case_id=case.pk, solved=False, satisfied=1)
    spans = holders_of(case)
    assert spans[0].since == case.reported_at and spans[-1].until is None
    assert all(a.until == b.since for a, b in zip(spans, spans[1:], strict=False))
    assert [s.name for s in spans][:2] == [street.body_of("worker").name, street.body_of("housing").name]


@pytest.mark.row("E13")
def test_the_class_of_a_matter_decides_whose_desk_looks_first(street: World) -> None:
    station = seats.create_body(
        actor=SETUP, kind="service_station", name="南油社区服务站", place_id=street.places["440305007010"].pk
    )
    committee = street.body_of("worker").pk
    for intake, desk in (("consult", station.pk), ("help", committee), ("complaint", committee), ("report", committee)):
        case = street.report("", intake=intake, text="想问高龄津贴怎么领")
        assert (case.state, case.holder_id) == ("sorting", desk), intake
    elsewhere = street.report("", place="HHY1", intake="consult", text="想问医保怎么转")
    assert elsewhere.holder_id == street.body_of("neighbour").pk, "no station there: the committee's desk"
    street.move("worker", Case.objects.get(holder_id=station.pk), "sort", matter="LJ01")


@pytest.mark.row("K07")
def test_the_handler_never_writes_the_judgement(street: World) -> None:
    case = make(street, "answered")
    for key in ("worker", "secretary"):
        with refused("denied"):
            services.judge(actor=street.actor(key), case_id=case.pk, solved=True, satisfied=5)
        with refused("denied"):
            services.read_out(actor=street.actor(key), case_id=case.pk, solved=True, satisfied=5)
    services.read_out(actor=street.actor("officer"), case_id=case.pk, solved=True, satisfied=4)
    judgement = case.judgements.get()
    assert (judgement.channel, judgement.reader_id) == ("telephone", street.people["officer"])


@pytest.mark.row("K07")
def test_a_handler_who_reported_it_does_not_judge_either(street: World) -> None:
    worker = street.actor("worker")
    case = street.report("FW01", actor=worker)
    street.move("worker", case, "accept")
    street.move("worker", case, "answer", answer="好了", outcome="solved")
    with refused("denied"):
        services.judge(actor=worker, case_id=case.pk, solved=True, satisfied=5)


@pytest.mark.row("K07")
def test_dissatisfied_reopens_once_to_the_next_level_then_closes_on_the_list(street: World) -> None:
    case = make(street, "answered")
    services.judge(actor=street.reporter(case), case_id=case.pk, solved=True, satisfied=2)
    case.refresh_from_db()
    assert (case.state, case.level, case.reopened) == ("filed", "street", 1)
    street.move("housing", case, "accept")
    street.move("housing", case, "answer", answer="又修了一次", outcome="solved")
    case = services.judge(actor=street.reporter(case), case_id=case.pk, solved=False, satisfied=1)
    assert (case.state, case.is_open) == ("explained", False)
    assert [j.solved for j in case.judgements.order_by("round")] == [True, False]


@pytest.mark.row("K07")
def test_silence_ends_without_a_judgement_or_is_drawn_for_a_call(street: World) -> None:
    ends = set()
    for _n in range(12):
        case = make(street, "answered")
        judge = open_of(ref(case), "judge").get()
        work(street, judge.due_at + SECOND)
        case.refresh_from_db()
        assert not case.judgements.exists()
        ends.add(case.state)
        if case.state == "answered":
            call = open_of(ref(case), "call_back").get()
            assert call.body_id == street.body_of("officer").pk
            work(street, call.due_at + SECOND)
            case.refresh_from_db()
            assert case.state == "solved" and not case.judgements.exists()
    assert "solved" in ends


def test_parts_join_again_and_only_the_whole_is_answered(street: World) -> None:
    case = make(street, "split")
    parts = list(case.parts.order_by("id"))
    with refused("stale"):
        services.judge(actor=street.reporter(case), case_id=parts[0].pk, solved=True, satisfied=5)
    street.move("worker", parts[0], "accept")
    street.move("worker", parts[0], "finish_part", answer="外墙好了")
    case.refresh_from_db()
    assert case.state == "split"
    street.move("head", parts[1], "accept")
    with refused("denied"):
        street.move("head", parts[1], "answer", answer="x", outcome="solved")
    street.move("head", parts[1], "finish_part", answer="灯好了")
    case.refresh_from_db()
    assert (case.state, case.holder_id) == ("handling", street.body_of("worker").pk)
    assert Holding.objects.filter(case=case, until=None).count() == 1


def test_withdrawing_the_main_case_takes_nobody_else_back(street: World) -> None:
    one, two = street.report("FW01"), street.report("FW01", text="我家也漏")
    street.move("worker", two, "merge", primary=one.pk)
    street.move(street.reporter(one), one, "withdraw")
    two.refresh_from_db()
    assert (two.state, two.is_open, two.primary_id) == ("filed", True, None)


def test_a_pause_needs_a_listed_reason_and_moves_the_due_time(street: World) -> None:
    case = make(street, "handling")
    with refused("reason"):
        services.pause_clock(actor=street.actor("worker"), case_id=case.pk, reason="太忙")
    with refused("denied"):
        services.pause_clock(actor=street.actor("urban"), case_id=case.pk, reason="weather")
    before = Case.objects.get(pk=case.pk).due_at
    services.pause_clock(actor=street.actor("worker"), case_id=case.pk, reason="weather")
    with clock.at(MONDAY + timedelta(days=2)):
        services.resume_clock(actor=street.actor("worker"), case_id=case.pk)
    assert before is not None and Case.objects.get(pk=case.pk).due_at > before
