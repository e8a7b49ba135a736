"""Advice beside an answer in the loop: said while writing, never in the way, and templates counted by their shape."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from tests.cases.pages_support import ENGLISH, words
from tests.cases.test_staff_pages import sign_in
from tests.world import MONDAY, World

from gongzhi.cases import services as cases
from gongzhi.cases.models import Case
from gongzhi.cases.selectors.advisers import look
from gongzhi.kernel import clock
from gongzhi.people import services as people
from gongzhi.record.models import Fact
from gongzhi.record.services import deliver
from gongzhi.rulebook import selectors as rulebook
from gongzhi.triage import services as triage
from gongzhi.triage.models import AnswerShape
from gongzhi.triage.rules.answers import fingerprint

ASKED = "三单元的楼道灯坏了三天，晚上看不见"
GOOD = "楼栋长今天上午十点把三单元的楼道灯换好了。"
HOLLOW = "您好，您的留言已收悉，已转交处理，将尽快答复。"
OTHER = "物业昨天下午看过三单元的灯，线断了，明天上午来接。如果还不亮，请打社区电话。"


@pytest.fixture
def case(street: World) -> Case:
    """In the hands of the building's head."""
    return street.move("head", street.report(text=ASKED), "accept")


def answer(street: World, case: Case, text: str, who: str = "head", outcome: str = "solved") -> Case:
    return street.move(who, case, "answer", answer=text, outcome=outcome)


def used(text: str) -> int:
    rows = AnswerShape.objects.filter(fingerprint=fingerprint(text))
    return sum(rows.values_list("times", flat=True))


# --- what is said


def test_a_full_answer_has_everything_and_nothing_to_look_at(street: World, case: Case) -> None:
    said = look(case, GOOD)
    assert said is not None and said.remarks == () and len(said.good) == 6


def test_a_hollow_one_is_pointed_at_with_its_own_sentences(street: World, case: Case) -> None:
    said = look(case, HOLLOW)
    assert said is not None and len(said.remarks) >= 4
    pointed = [one.sentence for one in said.remarks if one.sentence]
    assert pointed and all(sentence in HOLLOW for sentence in pointed)


@pytest.mark.parametrize("text", ["", " ", "啊", "🙂🙂", "qwerty zxcv", "楼" * 10_000, "Добрый день, всё готово"])
def test_any_text_is_looked_at(street: World, case: Case, text: str) -> None:
    assert look(case, text) is not None


@pytest.mark.parametrize("below", [0, 1])
def test_a_template_is_remarked_from_the_number_of_the_pack_on(street: World, case: Case, below: int) -> None:
    often = rulebook.number("answer.template_times", MONDAY.date()) - below
    AnswerShape.objects.create(
        street_id=case.street_id, fingerprint=fingerprint(HOLLOW), times=often, last_at=clock.now()
    )
    said = look(case, HOLLOW)
    assert said is not None
    assert any(f"用过 {often} 次" in one.text for one in said.remarks) == (not below)
    elsewhere = Case(text=case.text, intake=case.intake, street_id=None)
    other = look(elsewhere, HOLLOW)
    assert other is not None and not any("次了" in one.text for one in other.remarks)


# --- what is counted


def test_an_answer_is_counted_once_however_often_the_record_is_read(street: World, case: Case) -> None:
    answer(street, case, HOLLOW)
    deliver()
    deliver()
    assert used(HOLLOW) == 1 and AnswerShape.objects.count() == 1
    other = street.move("head", street.report(text="二单元的灯也坏了"), "accept")
    answer(street, other, HOLLOW)
    deliver()
    assert used(HOLLOW) == 2


def test_two_answers_before_the_record_is_read_are_two_shapes(street: World, case: Case) -> None:
    answer(street, case, HOLLOW)
    case = cases.judge(actor=street.reporter(case), case_id=case.pk, solved=False, satisfied=1)
    street.move("grid", case, "accept")
    answer(street, case, OTHER, who="grid")
    deliver()
    assert (used(HOLLOW), used(OTHER)) == (1, 1)


def test_what_follows_and_what_is_no_answer_is_not_counted(street: World, case: Case) -> None:
    same = street.report(text=ASKED)
    street.move("worker", same, "merge", primary=case.pk)
    refused = street.move("head", street.report(text="清运费谁交"), "accept")
    street.move("head", refused, "redirect", branch="beyond_duty", note=HOLLOW)
    answer(street, case, HOLLOW)
    deliver()
    assert Case.objects.get(pk=same.pk).state == "answered"
    assert used(HOLLOW) == 1 and AnswerShape.objects.count() == 1


def test_a_refused_answer_counts_nothing(street: World, case: Case) -> None:
    browser = sign_in(street, "head")
    sent = {"answer": HOLLOW, "outcome": "nonsense", "seen": case.version}
    assert browser.post(f"/work/m/{case.pk}/answer/", sent).status_code == 422
    deliver()
    assert not AnswerShape.objects.exists()


def test_nothing_is_kept_about_a_person(street: World, case: Case) -> None:
    names = {field.name for field in AnswerShape._meta.get_fields()}
    assert names == {"id", "street_id", "fingerprint", "times", "last_at"}
    before = {m._meta.label: m._default_manager.count() for m in apps.get_models() if m._meta.managed}
    browser = sign_in(street, "head")
    browser.post(f"/work/m/{case.pk}/advice/", {"answer": HOLLOW})
    after = {m._meta.label: m._default_manager.count() for m in apps.get_models() if m._meta.managed}
    quiet = {"sessions.Session"}
    assert {k: v for k, v in before.items() if k not in quiet} == {k: v for k, v in after.items() if k not in quiet}
    answer(street, case, HOLLOW)
    deliver()
    kinds = set(Fact.objects.values_list("kind", flat=True))
    assert not [kind for kind in kinds if "advice" in kind or "answer" in kind]


# --- the page


def test_advice_never_stands_in_the_way(street: World, case: Case) -> None:
    browser, address = sign_in(street, "head"), f"/work/m/{case.pk}/answer/"
    sent = {"answer": HOLLOW, "outcome": "solved", "seen": case.version}
    looked = browser.post(address, {**sent, "check": "1"})
    text = words(looked)
    assert looked.status_code == 200 and "只是建议，不拦您发送" in text and HOLLOW in text
    assert Case.objects.get(pk=case.pk).state == "handling"
    assert browser.post(address, sent).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "answered"


def test_the_piece_says_the_sentence_and_every_word_in_english(street: World, case: Case) -> None:
    browser, address = sign_in(street, "head"), f"/work/m/{case.pk}/advice/"
    piece = browser.post(address, {"answer": HOLLOW})
    assert f'<q class="gz-quiet">{HOLLOW}' in piece.content.decode()
    english = words(browser.post(address, {"answer": GOOD}, **ENGLISH)).replace(GOOD, "")
    assert "Says who" in english and not [sign for sign in english if "\u4e00" <= sign <= "\u9fff"]
    remarks = words(browser.post(address, {"answer": "qq"}, **ENGLISH))
    assert not [sign for sign in remarks if "\u4e00" <= sign <= "\u9fff"]


def test_only_who_sees_the_case_is_advised(street: World, case: Case) -> None:
    assert sign_in(street, "neighbour").post(f"/work/m/{case.pk}/advice/", {"answer": GOOD}).status_code == 403
    person = people.reporter(name="nobody")
    street.people["nobody"] = person.pk
    assert sign_in(street, "nobody").post(f"/work/m/{case.pk}/advice/", {"answer": GOOD}).status_code == 403


def test_counting_is_a_matter_of_one_street(street: World) -> None:
    with clock.at(MONDAY + timedelta(days=1)):
        triage.note_answer(street_id=1, shape=7)
        triage.note_answer(street_id=2, shape=7)
        triage.note_answer(street_id=2, shape=7)
    assert sorted(AnswerShape.objects.values_list("street_id", "times")) == [(1, 1), (2, 2)]
