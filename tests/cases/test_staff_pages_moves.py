"""Every move of the lifecycle, sent by a plain form: by the right person, by the wrong one, twice, and too late."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from tests.cases.test_staff_pages import sign_in
from tests.world import SETUP, World

from gongzhi.cases.lifecycle import CASE, JUDGING, UNDOS
from gongzhi.cases.models import Case
from gongzhi.cases.selectors import moves_open
from gongzhi.cases.selectors.page import with_file
from gongzhi.cases.services import clocks, follow_clock, move_case
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.organisations import selectors as organisations
from gongzhi.organisations import services as seats
from gongzhi.record.services import deliver

Make = Callable[[World], Case]


def filed(street: World) -> Case:
    """At the building team."""
    return street.report()


def at_community(street: World, matter: str = "FW01") -> Case:
    """In the hands of the community."""
    return street.move("worker", street.report(matter, text="外墙渗水，一下雨就湿"), "accept")


def offered(street: World) -> Case:
    """Offered by the community to the street's housing office."""
    case = at_community(street)
    return street.move("worker", case, "offer", to_body=street.body_of("housing").pk, clause="FW01:street")


def disputed(street: World) -> Case:
    """Refused once by the building team."""
    return street.move("head", filed(street), "refuse", clause="LJ01:grid")


def whistled(street: World) -> Case:
    """Two departments are called."""
    calls = [street.body_of("urban").pk, street.body_of("housing").pk]
    return street.move("worker", at_community(street), "whistle", calls=calls)


def arrived(street: World) -> Case:
    """One of them is there."""
    return street.move("urban", whistled(street), "arrive")


def a_part(street: World) -> Case:
    """The part of a divided case that the building team accepted."""
    whole = at_community(street)
    street.move("worker", whole, "divide", parts=[("LJ01", "换灯"), ("FW01", "补墙")])
    part = Case.objects.filter(part_of=whole, matter="LJ01").get()
    return street.move("head", part, "accept")


def merged(street: World) -> Case:
    """Merged into another."""
    main, case = at_community(street), street.report("FW01", text="又渗水")
    return street.move("worker", case, "merge", primary=main.pk)


def unsorted(street: World) -> Case:
    """At the sorting desk."""
    return street.report("", text="楼道灯不亮")


@dataclass(frozen=True)
class Try:
    """One move: from where, by whom, with what, not by whom, and where it leads."""

    make: Make
    who: str
    state: str
    wrong: str = "bureau"
    sends: Callable[[World, Case], dict[str, Any]] = field(default=lambda street, case: {})


def _due() -> str:
    return (clock.today() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")


def _part(n: int, matter: str, text: str) -> dict[str, Any]:
    return {f"part_matter_{n}": matter, f"part_text_{n}": text}


def _main(street: World, case: Case) -> dict[str, Any]:
    return {"primary_number": str(at_community(street).pk)}


TRIES = {
    "sort": Try(unsorted, "worker", "filed", "head", lambda s, c: {"matter": "LJ01"}),
    "reclassify": Try(at_community, "worker", "filed", "head", lambda s, c: {"matter": "LJ01"}),
    "accept": Try(filed, "head", "handling"),
    "offer": Try(
        at_community, "worker", "offered", "officer",
        lambda s, c: {"to_body": s.body_of("housing").pk, "clause": "FW01:street"},
    ),
    "take": Try(offered, "housing", "handling", "worker"),
    "decline": Try(offered, "housing", "disputed", "worker", lambda s, c: {"clause": "FW01:community"}),
    "refuse": Try(filed, "head", "disputed", "worker", lambda s, c: {"clause": "LJ01:grid"}),
    "decide": Try(disputed, "worker", "filed", "head", lambda s, c: {"to_body": s.body_of("grid").pk, "reason": "格"}),
    "whistle": Try(
        at_community, "worker", "whistled", "officer",
        lambda s, c: {"calls": [s.body_of("urban").pk, s.body_of("housing").pk]},
    ),
    "arrive": Try(whistled, "urban", "responding", "worker"),
    "report_in": Try(arrived, "urban", "responding", "worker", lambda s, c: {"report": "看过了，是外墙裂缝"}),
    "decline_call": Try(whistled, "urban", "whistled", "worker", lambda s, c: {"clause": "FW01:district"}),
    "recall": Try(whistled, "worker", "handling", "urban", lambda s, c: {"reason": "物业已经来了"}),
    "plan": Try(
        arrived, "worker", "joint", "urban",
        lambda s, c: {"lead": s.body_of("urban").pk, "plan": "城管科拆，居委会盯", "due": _due()},
    ),
    "answer": Try(at_community, "worker", "answered", "officer", lambda s, c: {"answer": "补好", "outcome": "solved"}),
    "divide": Try(
        at_community, "worker", "split", "officer",
        lambda s, c: {"rows": "2"} | _part(0, "LJ01", "换灯") | _part(1, "FW01", "补墙"),
    ),
    "finish_part": Try(a_part, "head", "part_done", "worker", lambda s, c: {"answer": "灯换了"}),
    "rise": Try(at_community, "worker", "filed", "watcher", lambda s, c: {"reason": "要动用维修资金"}),
    "merge": Try(lambda s: s.report("FW01", text="又渗水"), "worker", "merged", "watcher", _main),
    "unmerge": Try(merged, "worker", "filed", "watcher"),
    "redirect": Try(at_community, "worker", "lawful", "watcher", lambda s, c: {"branch": "beyond_duty"}),
}  # fmt: skip
BY_THE_CLOCK = {m.name for m in CASE.moves if m.permit == "case.clock"}


def test_every_move_of_the_lifecycle_is_tried() -> None:
    assert set(TRIES) == {m.name for m in CASE.moves} - BY_THE_CLOCK - set(JUDGING) - set(UNDOS) - {"withdraw"}


def address(case: Case, move: str) -> str:
    return reverse("work_move", args=[case.pk, move])


@pytest.mark.parametrize("move", TRIES)
def test_a_plain_form_makes_the_move(street: World, move: str) -> None:
    tried = TRIES[move]
    case = tried.make(street)
    browser = sign_in(street, tried.who)
    page = browser.get(address(case, move))
    assert page.status_code == 200, page.headers
    seen = re.search(r'name="seen" value="(\d+)"', page.content.decode())
    assert seen and int(seen[1]) == Case.objects.get(pk=case.pk).version
    answer = browser.post(address(case, move), {"seen": seen[1], **tried.sends(street, case)}, follow=True)
    assert answer.status_code == 200
    assert Case.objects.get(pk=case.pk).state == tried.state
    assert "gz-notice-done" in answer.content.decode()


@pytest.mark.parametrize("move", TRIES)
def test_nobody_else_makes_it(street: World, move: str) -> None:
    tried = TRIES[move]
    case = tried.make(street)
    before = Case.objects.get(pk=case.pk)
    answer = sign_in(street, tried.wrong).post(
        address(case, move), {"seen": before.version, **tried.sends(street, case)}
    )
    assert answer.status_code == 403
    assert "什么都没有改动" in answer.content.decode()
    after = Case.objects.get(pk=case.pk)
    assert (after.state, after.version) == (before.state, before.version)


@pytest.mark.parametrize("move", sorted({*BY_THE_CLOCK, *JUDGING, *UNDOS, "nonsense"}))
def test_what_the_clock_and_the_reporter_do_has_no_address(street: World, move: str) -> None:
    case = filed(street)
    assert sign_in(street, "head").post(address(case, move), {"seen": 1}).status_code == 404


@pytest.mark.parametrize("move", [m for m in TRIES if m not in ("accept", "take", "arrive", "unmerge", "rise")])
def test_an_empty_form_says_what_is_missing_and_changes_nothing(street: World, move: str) -> None:
    case = TRIES[move].make(street)
    answer = sign_in(street, TRIES[move].who).post(address(case, move), {"seen": case.version})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="error-summary"' in page and "<title>有 " in page
    assert Case.objects.get(pk=case.pk).version == Case.objects.get(pk=case.pk).version == case.version


def test_two_at_once_the_second_reads_who_did_what_and_keeps_the_words(street: World) -> None:
    case = at_community(street)
    first, second = sign_in(street, "worker"), sign_in(street, "secretary")
    sent = {"seen": case.version, "answer": "我写的很长的答复", "outcome": "solved", "loaded": clock.now().isoformat()}
    assert first.post(address(case, "answer"), sent | {"answer": "先到的答复"}).status_code == 302
    late = second.post(address(case, "answer"), sent)
    page = late.content.decode()
    assert late.status_code == 409
    assert "刚有人办过" in page and "南油社区residents_committee答复了" in page and "我写的很长的答复" in page
    assert Case.objects.get(pk=case.pk).state == "answered"


def test_a_stale_page_whose_step_is_still_open_can_be_sent_again(street: World) -> None:
    case = at_community(street)
    browser = sign_in(street, "worker")
    move_case(actor=street.actor("worker"), case_id=case.pk, move="reclassify", matter="FW01")
    move_case(actor=street.actor("worker"), case_id=case.pk, move="accept")
    sent = {"seen": case.version, "answer": "补好了墙", "outcome": "solved"}
    page = browser.post(address(case, "answer"), sent).content.decode()
    assert "补好了墙" in page and 'name="answer"' in page
    fresh = re.search(r'name="seen" value="(\d+)"', page)
    assert fresh
    assert browser.post(address(case, "answer"), sent | {"seen": fresh[1]}).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "answered"


def test_the_same_button_twice_is_one_move(street: World) -> None:
    case = filed(street)
    browser = sign_in(street, "head")
    codes = [browser.post(address(case, "accept"), {"seen": case.version}).status_code for _ in range(2)]
    assert codes == [302, 409]
    assert Case.objects.get(pk=case.pk).version == case.version + 1


def test_a_seat_that_ended_between_opening_and_sending(street: World) -> None:
    case = filed(street)
    browser = sign_in(street, "head")
    assert browser.get(address(case, "refuse")).status_code == 200
    from_now = street.people["head"]
    _end_all_terms(from_now)
    answer = browser.post(address(case, "refuse"), {"seen": case.version, "clause": "LJ01:grid"})
    assert answer.status_code == 403
    assert Case.objects.get(pk=case.pk).state == "filed"


def _end_all_terms(person_id: int) -> None:
    for term in organisations.terms_of(person_id):
        seats.end_term(actor=SETUP, term_id=term.pk)


def test_a_clause_that_is_not_on_the_list_is_no_clause(street: World) -> None:
    case = filed(street)
    answer = sign_in(street, "head").post(address(case, "refuse"), {"seen": case.version, "clause": "LJ01:moon"})
    assert answer.status_code == 422
    assert "没有依据不能退" in answer.content.decode()


def test_a_body_of_another_place_cannot_be_chosen(street: World) -> None:
    case = at_community(street)
    sent = {"seen": case.version, "to_body": street.body_of("neighbour").pk, "clause": "FW01:street"}
    assert sign_in(street, "worker").post(address(case, "offer"), sent).status_code == 422


def test_looking_for_a_matter_changes_nothing_and_shows_what_is_on_the_list(street: World) -> None:
    case = unsorted(street)
    browser = sign_in(street, "worker")
    page = browser.post(address(case, "sort"), {"seen": case.version, "q": "渗水", "find": "1"}).content.decode()
    assert 'id="found-FW01"' in page and 'id="matter-LJ01"' in page and "因为说到" in page
    assert Case.objects.get(pk=case.pk).state == "sorting"
    assert 'value="FW01"' in browser.get("/work/matters/", {"q": "外墙"}).content.decode()


def test_one_more_part_keeps_what_was_written(street: World) -> None:
    case = at_community(street)
    sent = {"seen": case.version, "rows": "2", "part_text_0": "换灯泡", "more": "1"}
    page = sign_in(street, "worker").post(address(case, "divide"), sent).content.decode()
    assert "换灯泡" in page and "第 3 部分" in page


def test_one_part_is_no_division(street: World) -> None:
    case = at_community(street)
    sent = {"seen": case.version, "rows": "2", "part_matter_0": "LJ01", "part_text_0": "换灯"}
    answer = sign_in(street, "worker").post(address(case, "divide"), sent)
    assert answer.status_code == 422 and "至少拆成两部分" in answer.content.decode()


def test_a_plan_for_yesterday_is_refused_in_words(street: World) -> None:
    case = arrived(street)
    sent = {"seen": case.version, "lead": case.holder_id, "plan": "补墙", "due": "2020-01-01T10:00"}
    answer = sign_in(street, "worker").post(address(case, "plan"), sent)
    assert answer.status_code == 422 and "今天以后" in answer.content.decode()


def test_the_answer_is_looked_at_and_never_barred(street: World) -> None:
    case = at_community(street)
    browser = sign_in(street, "worker")
    poor = browser.post(f"/work/m/{case.pk}/advice/", {"answer": "工单已闭环"}).content.decode()
    assert "没写是谁" in poor and "看不出答的是他问的事" in poor and "工单" in poor
    good = browser.post(f"/work/m/{case.pk}/advice/", {"answer": "物业 11 月 25 日上午补外墙"}).content.decode()
    assert "写了是谁" in good and "写了什么时候" in good and "说到了他问的事" in good and "没有听不懂的词" in good
    assert browser.post(address(case, "answer"), {"answer": "工单已闭环", "outcome": "solved"}).status_code == 302


@pytest.mark.parametrize(
    "name", sorted({"head", "grid", "worker", "officer", "urban", "housing", "watcher", "neighbour"})
)
@pytest.mark.parametrize("make", [filed, at_community, offered, disputed, whistled, arrived, a_part, merged, unsorted])
def test_the_bar_holds_exactly_what_the_services_would_do(street: World, make: Make, name: str) -> None:
    """Each move is in the bar, or its sending is refused; nothing is offered that would be."""
    case = make(street)
    browser = sign_in(street, name)
    page = browser.get(f"/work/m/{case.pk}/")
    shown = set(re.findall(rf"/work/m/{case.pk}/([a-z_]+)/", page.content.decode())) & set(TRIES)
    if page.status_code == 403:
        assert not shown
    for move in set(TRIES) - shown:
        assert not _would_be_made(street.actor(name), case, move), move


def _would_be_made(actor: Actor, case: Case, move: str) -> bool:
    whole = with_file(case.pk)
    bodies = {s.body_id for s in actor.seats}
    own = {c.state for c in whole.calls.all() if c.body_id in bodies and c.ended_at is None}
    steps = {"arrive": "called", "decline_call": "called", "report_in": "arrived"}
    return move in {m.move.name for m in moves_open(actor, whole)} and steps.get(move, "x") in {*own, "x"}


def test_a_reporter_on_the_staff_judges_as_a_person(street: World) -> None:
    case = street.report(actor=street.actor("bureau"))
    street.move("head", case, "accept")
    street.move("head", case, "answer", answer="换了", outcome="solved")
    browser = sign_in(street, "bureau")
    assert f"/work/m/{case.pk}/judge/" in browser.get(f"/work/m/{case.pk}/").content.decode()
    assert browser.post(f"/work/m/{case.pk}/judge/", {"solved": "yes", "satisfied": "5"}).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "solved"
    assert sign_in(street, "head").post(f"/work/m/{case.pk}/judge/", {"solved": "yes"}).status_code == 403


def test_a_withdrawal_is_the_reporters(street: World) -> None:
    case = street.report(actor=street.actor("bureau"))
    assert sign_in(street, "bureau").post(address(case, "withdraw"), {"seen": case.version}).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "withdrawn"
    other = street.report()
    assert sign_in(street, "head").post(address(other, "withdraw"), {"seen": other.version}).status_code == 403


def test_call_back_by_telephone_is_marked_and_never_by_the_handler(
    street: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "drawn_for_call_back", lambda case, share: True)
    case = at_community(street)
    street.move("worker", case, "answer", answer="补好了", outcome="solved")
    with clock.at(clock.now() + timedelta(days=9)):
        follow_clock(case_id=case.pk, kind="judge", body_id=None)
        deliver()
        browser = sign_in(street, "officer")
        script = browser.get(f"/work/m/{case.pk}/call-back/").content.decode()
        assert "照着读" in script and "补好了" in script
        assert sign_in(street, "worker").get(f"/work/m/{case.pk}/call-back/").status_code == 403
        assert browser.post(f"/work/m/{case.pk}/call-back/", {"solved": "no", "satisfied": "1"}).status_code == 302
        judged = Case.objects.get(pk=case.pk).judgements.get()
        assert (judged.channel, judged.solved, judged.reader_id) == ("telephone", False, street.people["officer"])
