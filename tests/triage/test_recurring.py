"""A recurring problem from many messages: found by the machine, decided by people, watched, and counted honestly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.world import MONDAY, World

from gongzhi.cases.models import Case
from gongzhi.cases.services import second
from gongzhi.duties.selectors import open_of, uncovered
from gongzhi.duties.services import tick
from gongzhi.flows.grouping import group_waiting
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.record.selectors import lineage
from gongzhi.record.services import deliver
from gongzhi.rulebook import selectors as rulebook
from gongzhi.triage import selectors, services
from gongzhi.triage.models import Heard, Problem

PLANT = (
    "搅拌站半夜噪音太大，丽发新城没法睡",
    "丽发新城旁边搅拌站噪音扰民，粉尘也大",
    "搅拌站的噪音和粉尘什么时候能管管，丽发新城居民",
    "丽发新城附近的搅拌站夜里噪音扰民",
    "又是搅拌站，丽发新城噪音一整夜",
)
OTHERS = (
    "三单元楼道灯坏了", "电梯里的广告太多", "小区门口共享单车乱停", "幼儿园放学时段堵车", "想问医保卡怎么补办",
    "外墙渗水，墙皮往下掉", "楼上装修周末也不停", "公交站牌被树挡住了", "快递柜超时收费不合理", "路口红绿灯坏了",
)  # fmt: skip


def say(street: World, texts: tuple[str, ...], place: str = "NYHY3", **more: object) -> list[Case]:
    """Each text by another person."""
    return [street.report("", place=place, text=text, **more) for text in texts]


@pytest.fixture
def problem(street: World) -> Problem:
    """The plant, as the machine found it."""
    say(street, OTHERS)
    say(street, PLANT)
    deliver()
    group_waiting()
    return Problem.objects.get()


def refs(cases: list[Case]) -> list[Ref]:
    return [Ref("cases.case", case.pk) for case in cases]


def confirmed(street: World, problem: Problem) -> Problem:
    lead = street.body_of("worker").pk
    return services.move_problem(
        actor=street.actor("worker"), problem_id=problem.pk, move="confirm", title="搅拌站夜间噪音", lead=lead
    )


def planned(street: World, problem: Problem) -> Problem:
    confirmed(street, problem)
    due = clock.now() + timedelta(days=20)
    return services.move_problem(
        actor=street.actor("worker"), problem_id=problem.pk, move="plan", plan="请搅拌站夜里停产", due=due
    )


def finished(street: World, problem: Problem) -> Problem:
    planned(street, problem)
    return services.move_problem(
        actor=street.actor("worker"), problem_id=problem.pk, move="finish", note="夜里十点后停产，已连看七夜"
    )


@pytest.mark.row("E03")
def test_what_five_people_say_is_found_once_with_its_people_title_and_clock(street: World, problem: Problem) -> None:
    assert (problem.people, problem.size, problem.state) == (5, 5, "found")
    assert problem.title in PLANT
    assert problem.community == street.places["440305007010"]
    duty = open_of(Ref("triage.problem", problem.pk)).get()
    assert (duty.kind, duty.body_id) == ("review", street.body_of("worker").pk)
    assert group_waiting() == 0, "nothing new: nothing to group"
    assert Problem.objects.count() == 1


@pytest.mark.row("C01")
def test_one_person_counts_once_however_often_and_whoever_says_me_too(street: World) -> None:
    say(street, OTHERS)
    first = street.report("", text=PLANT[0])
    reporter = street.reporter(first)
    for text in PLANT[1:]:
        street.report("", text=text, actor=reporter)
    deliver()
    group_waiting()
    assert not Problem.objects.exists(), "one person who writes five times is one person"
    for key in ("grid", "manager", "urban"):
        second(actor=street.actor(key), case_id=first.pk)
    street.report("", text="搅拌站噪音，丽发新城")
    street.report("", text="丽发新城搅拌站噪音扰民")
    deliver()
    group_waiting()
    assert Problem.objects.get().people == 1 + 3 + 2


@pytest.mark.row("C01")
def test_splitting_and_taking_back_is_reversible_and_survives_the_machine(street: World, problem: Problem) -> None:
    worker = street.actor("worker")
    inside = list(selectors.messages_of(problem.pk))
    moved = [heard.about for heard in inside[:2]]
    other = services.split(actor=worker, problem_id=problem.pk, messages=moved, title="搅拌站的粉尘")
    assert (other.people, Problem.objects.get(pk=problem.pk).people) == (2, 3)
    street.report("", text="搅拌站噪音扰民，丽发新城")
    deliver()
    group_waiting()
    assert {h.about for h in selectors.messages_of(other.pk)} >= set(moved), "a person's hand stays"
    assert not {h.about for h in selectors.messages_of(problem.pk)} & set(moved)
    for about in moved:
        services.put_in(actor=worker, problem_id=problem.pk, message=about)
    first, second_ = Problem.objects.get(pk=problem.pk), Problem.objects.get(pk=other.pk)
    assert first.people >= 5, "all five are back"
    assert first.people + second_.people == 6, "the sixth stands in one of them, and nobody is lost"


def test_joined_problems_count_together_and_part_again(street: World, problem: Problem) -> None:
    worker = street.actor("worker")
    moved = [heard.about for heard in selectors.messages_of(problem.pk)][:2]
    other = services.split(actor=worker, problem_id=problem.pk, messages=moved, title="粉尘")
    services.move_problem(actor=worker, problem_id=other.pk, move="join", into=problem.pk)
    assert selectors.counted([problem.pk])[problem.pk] == (5, 5)
    assert not open_of(Ref("triage.problem", other.pk)).exists(), "what is joined has no clock of its own"
    services.move_problem(actor=worker, problem_id=other.pk, move="part")
    assert selectors.counted([problem.pk, other.pk]) == {problem.pk: (3, 3), other.pk: (2, 2)}


def test_confirming_links_every_case_and_gives_a_lead_with_a_clock(street: World, problem: Problem) -> None:
    confirmed(street, problem)
    deliver()
    for heard in selectors.messages_of(problem.pk):
        assert Ref("triage.problem", problem.pk) in {effect for effect, _kind, _far in lineage(heard.about).effects}
    assert open_of(Ref("triage.problem", problem.pk)).get().kind == "plan"


def test_a_problem_is_watched_closed_when_quiet_and_never_without_owner(street: World, problem: Problem) -> None:
    began = clock.now()
    finished(street, problem)
    later = MONDAY + timedelta(days=92)
    with clock.at(later):
        tick()
        deliver()
    problem.refresh_from_db()
    assert problem.state == "solved"
    assert uncovered(Ref("triage.problem", problem.pk), began, later - timedelta(days=3)) == []


def test_what_comes_back_is_open_again(street: World, problem: Problem) -> None:
    finished(street, problem)
    with clock.at(MONDAY + timedelta(days=30)):
        say(street, PLANT[:2])
        deliver()
        group_waiting()
        assert Problem.objects.get(pk=problem.pk).state == "watched", "two people are not yet a problem"
        say(street, PLANT[2:3])
        deliver()
        group_waiting()
        again = Problem.objects.get(pk=problem.pk)
        assert (again.state, again.finished_at) == ("confirmed", None)
        assert open_of(Ref("triage.problem", problem.pk)).get().kind == "plan"


def test_a_withdrawn_message_speaks_for_nothing(street: World, problem: Problem) -> None:
    case = Case.objects.get(text=PLANT[0])
    street.move(street.reporter(case), case, "withdraw")
    deliver()
    assert Problem.objects.get(pk=problem.pk).people == 4
    assert not Heard.objects.filter(about_id=case.pk).exists()


def test_what_loses_its_people_fades_by_itself(street: World, problem: Problem) -> None:
    for text in PLANT[:3]:
        case = Case.objects.get(text=text)
        street.move(street.reporter(case), case, "withdraw")
    deliver()
    street.report("", text="搅拌站噪音")
    deliver()
    group_waiting()
    left = Problem.objects.get(pk=problem.pk)
    assert (left.state == "found") == (left.people >= 3)


@pytest.mark.parametrize("who", ["neighbour", "manager", "watcher", "grid"])
def test_others_cannot_decide_on_it(street: World, problem: Problem, who: str) -> None:
    with pytest.raises(Refused) as refused:
        services.move_problem(actor=street.actor(who), problem_id=problem.pk, move="dismiss", reason="不归我们")
    assert refused.value.code == "denied"


def test_lists_and_permits_agree(street: World, problem: Problem) -> None:
    for key in street.people:
        actor = street.actor(key)
        listed = problem.pk in set(selectors.problems_for(actor).values_list("pk", flat=True))
        assert listed == bool(may(actor, "problem.see", selectors.problem(problem.pk))), key


def test_two_at_once_one_wins_and_the_other_is_told(street: World, problem: Problem) -> None:
    seen = problem.version
    confirmed(street, problem)
    with pytest.raises(Refused) as refused:
        services.move_problem(
            actor=street.actor("officer"), problem_id=problem.pk, move="dismiss", seen=seen, reason="重复"
        )
    assert refused.value.code == "stale"


@pytest.mark.parametrize(
    ("move", "given", "code"),
    [
        ("confirm", {"title": "", "lead": 1}, "missing"),
        ("confirm", {"title": "长" * 61, "lead": 1}, "too_long"),
        ("dismiss", {"reason": ""}, "missing"),
        ("join", {"into": ""}, "missing"),
        ("join", {"into": 999_999}, "cannot_join"),
        ("plan", {"plan": "x", "due": MONDAY}, "stale"),
        ("close", {}, "stale"),
    ],
)
def test_bad_input_says_what_to_do(street: World, problem: Problem, move: str, given: dict, code: str) -> None:
    with pytest.raises(Refused) as refused:
        services.move_problem(actor=street.actor("worker"), problem_id=problem.pk, move=move, **given)
    assert refused.value.code == code


def test_a_lead_must_serve_the_place(street: World, problem: Problem) -> None:
    far = street.body_of("neighbour").pk
    with pytest.raises(Refused) as refused:
        services.move_problem(
            actor=street.actor("worker"), problem_id=problem.pk, move="confirm", title="搅拌站", lead=far
        )
    assert refused.value.code == "unknown_body"


def test_a_plan_is_due_in_the_future(street: World, problem: Problem) -> None:
    confirmed(street, problem)
    with pytest.raises(Refused) as refused:
        services.move_problem(
            actor=street.actor("worker"), problem_id=problem.pk, move="plan", plan="停产", due=clock.now()
        )
    assert refused.value.code == "past"


def test_a_month_takes_on_three_and_no_fourth(street: World, problem: Problem) -> None:
    confirmed(street, problem)
    worker = street.actor("worker")
    services.take_on(actor=worker, problem_id=problem.pk, month=202609)
    services.take_on(actor=worker, problem_id=problem.pk, month=202609)
    assert len(selectors.month_topics([problem.community_id], 202609)) == 1, "said twice is said once"
    for number in range(3):
        copy = Problem.objects.get(pk=problem.pk)
        copy.pk, copy.theme = None, 1000 + number
        copy.save()
        if number < 2:
            services.take_on(actor=worker, problem_id=copy.pk, month=202609)
    with pytest.raises(Refused) as refused:
        services.take_on(actor=worker, problem_id=copy.pk, month=202609)
    assert refused.value.code == "too_many"
    services.take_on(actor=worker, problem_id=problem.pk, month=202609, taken=False)
    services.take_on(actor=worker, problem_id=copy.pk, month=202609)


def test_before_and_after_are_counted_over_the_same_days(street: World, problem: Problem) -> None:
    finished(street, problem)
    assert selectors.before_and_after(Problem.objects.get(pk=problem.pk)).after == 0
    with clock.at(MONDAY + timedelta(days=30)):
        say(street, PLANT[:1])
        deliver()
        group_waiting()
        beside = selectors.before_and_after(Problem.objects.get(pk=problem.pk))
    assert (beside.days, beside.after) == (30, 1)


def test_a_community_is_asked_to_look_at_the_largest_first_and_at_no_more_than_it_can(
    street: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = rulebook.number

    def two(name: str, on: date) -> int:
        return 2 if name == "problem.at_once" else asked(name, on)

    monkeypatch.setattr(rulebook, "number", two)
    say(street, OTHERS)
    say(street, PLANT)
    say(street, tuple(f"南门共享单车乱停放堵住人行道{n}" for n in "甲乙丙丁"))
    say(street, tuple(f"地下车库积水没人抽{n}" for n in "甲乙丙"))
    deliver()
    group_waiting()
    first = list(Problem.objects.order_by("-people"))
    assert [p.people for p in first] == [5, 5]
    services.move_problem(actor=street.actor("worker"), problem_id=first[0].pk, move="dismiss", reason="已有专案")
    street.report("", text="问问社保怎么转")
    deliver()
    group_waiting()
    assert sorted(p.people for p in Problem.objects.filter(state="found")) == [3, 5], "a place is free: the next comes"
