"""Words that become public: headings and a report's own words, covered by a worker, taken back, shown as they are."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from tests.cases.pages_support import code_of, counted, newest, walk, words
from tests.cases.test_staff_pages import sign_in
from tests.world import World

from gongzhi.cases import services as cases
from gongzhi.cases.models import Case
from gongzhi.flows import publishing
from gongzhi.kernel.actor import system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.record.selectors import facts_about
from gongzhi.record.services import deliver
from gongzhi.triage import services as triage
from gongzhi.triage.models import Cleared
from gongzhi.triage.rules.covering import Stretch, covered, found_in, left_open

TEXT = "王阿姨家住302室，电话13822221111，车牌粤B12345，楼上天天漏水，她儿子小名豆豆也病了"
PARTS = ("13822221111", "粤B12345", "302", "王阿姨", "豆豆")
HEADING = "13822221111 说漏水"


def spans(text: str) -> list[Stretch]:
    bare = left_open(text)
    return [Stretch(m.start, m.end, m.kind) for m in (*bare.sure, *bare.unsure)]


@pytest.fixture
def case(street: World) -> Case:
    """In the hands of the community."""
    return street.move("worker", street.report("FW01", text=TEXT), "accept")


def release(street: World, case: Case, heading: str, checked: bool = False, who: str = "worker") -> Case:
    return cases.release_heading(actor=street.actor(who), case_id=case.pk, heading=heading, checked=checked)


# --- the heading


@pytest.mark.row("L03")
@pytest.mark.parametrize("checked", [False, True])
@pytest.mark.parametrize("heading", [HEADING, "粤B12345 占道", "加微信 wx_13800001111", "身份证110101199003074514"])
def test_a_number_never_stands_in_a_heading(street: World, case: Case, heading: str, checked: bool) -> None:
    with pytest.raises(Refused) as refused:
        release(street, case, heading, checked)
    assert (refused.value.code, refused.value.field) == ("personal", "heading")
    assert Case.objects.get(pk=case.pk).heading == ""


@pytest.mark.row("L03")
@pytest.mark.parametrize("heading", ["王阿姨家漏水", "302室漏水"])
def test_what_looks_like_somebody_needs_a_look(street: World, case: Case, heading: str) -> None:
    with pytest.raises(Refused) as refused:
        release(street, case, heading)
    assert refused.value.code == "personal"
    assert release(street, case, heading, checked=True).heading == heading


def test_a_plain_heading_needs_no_tick_and_an_empty_one_takes_back(street: World, case: Case) -> None:
    assert release(street, case, "3 栋外墙渗水").heading == "3 栋外墙渗水"
    assert release(street, case, " ").heading == ""


def test_the_field_names_the_number_and_proposes_it_covered(street: World, case: Case) -> None:
    browser, address = sign_in(street, "worker"), f"/work/m/{case.pk}/heading/"
    page = browser.post(address, {"heading": HEADING, "next": "/work/"})
    assert page.status_code == 422
    text = page.content.decode()
    assert 'value="[电话] 说漏水"' in text and "13822221111" in words(page)
    assert 'name="checked"' not in text and 'name="next" value="/work/"' in text
    assert browser.post(address, {"heading": "[电话] 说漏水"}).status_code == 302
    assert Case.objects.get(pk=case.pk).heading == "[电话] 说漏水"


def test_the_tick_counts_for_the_line_under_which_it_stood(street: World, case: Case) -> None:
    browser, address = sign_in(street, "worker"), f"/work/m/{case.pk}/heading/"
    page = browser.post(address, {"heading": "王阿姨家漏水", "checked": "on"})
    assert page.status_code == 422 and 'value="王阿姨家漏水"' in page.content.decode()
    sent = {"heading": "王阿姨家漏水", "looked": "王阿姨家漏水"}
    assert browser.post(address, sent).status_code == 422
    assert browser.post(address, {**sent, "heading": "李阿姨家漏水", "checked": "on"}).status_code == 422
    assert Case.objects.get(pk=case.pk).heading == ""
    assert browser.post(address, {**sent, "checked": "on"}).status_code == 302
    assert Case.objects.get(pk=case.pk).heading == "王阿姨家漏水"


# --- the rules


def test_what_a_person_covers_besides_is_covered_everywhere_and_overlaps_are_one() -> None:
    text = "豆豆和豆豆妈住302室"
    held = [*spans(text), *found_in(text, ["豆豆", "302室漏", "妈住302"])]
    assert covered(text, held) == "[不公开]和[不公开][门牌]"
    assert left_open(text, held).unsure == ()
    assert found_in(text, ["", "  ", "没有"]) == []


def test_half_a_number_is_not_covered() -> None:
    at = TEXT.index("13822221111")
    assert left_open(TEXT, [Stretch(at, at + 5, "own")]).sure


# --- the service


@pytest.mark.row("L03")
def test_covered_words_are_let_out_with_one_fact_of_counts(street: World, case: Case) -> None:
    own = found_in(TEXT, ["豆豆"])
    text = publishing.publish(actor=street.actor("worker"), case_id=case.pk, stretches=[*spans(TEXT), *own])
    kept = Cleared.objects.get()
    assert kept.text == text and kept.shown and kept.kinds["own"] == 1 and kept.kinds["telephone"] == 1
    assert not [part for part in PARTS if part in text and part != "王阿姨"] and "王" not in text
    fact = facts_about(Ref("cases.case", case.pk))[-1]
    assert fact.kind == "triage.cleared"
    assert fact.data == {"about": f"cases.case:{case.pk}", "covered": sum(kept.kinds.values()), "shown": True}
    assert fact.body_id == street.body_of("worker").pk
    assert Case.objects.get(pk=case.pk).text == TEXT


@pytest.mark.row("L03")
def test_numbers_are_covered_whoever_ticks_what(street: World, case: Case) -> None:
    held = [one for one in spans(TEXT) if one.kind != "telephone"]
    with pytest.raises(Refused) as refused:
        publishing.publish(actor=street.actor("worker"), case_id=case.pk, stretches=held, checked=True)
    assert refused.value.code == "personal" and not Cleared.objects.exists()
    open_name = [one for one in spans(TEXT) if one.kind != "name"]
    with pytest.raises(Refused):
        publishing.publish(actor=street.actor("worker"), case_id=case.pk, stretches=open_name)
    assert "王阿姨" in publishing.publish(
        actor=street.actor("worker"), case_id=case.pk, stretches=open_name, checked=True
    )


@pytest.mark.parametrize("bad", [Stretch(0, 0, "own"), Stretch(-1, 2, "own"), Stretch(0, 999, "own")])
def test_only_stretches_of_the_original_are_taken(street: World, case: Case, bad: Stretch) -> None:
    with pytest.raises(Refused) as refused:
        publishing.publish(actor=street.actor("worker"), case_id=case.pk, stretches=[*spans(TEXT), bad])
    assert refused.value.code == "range"
    with pytest.raises(Refused):
        publishing.publish(actor=street.actor("worker"), case_id=case.pk, stretches=[Stretch(0, 2, "free words")])


@pytest.mark.parametrize("who", ["grid", "neighbour", "watcher", "bureau"])
def test_only_the_desks_over_the_place_let_words_out(street: World, case: Case, who: str) -> None:
    with pytest.raises(Refused) as refused:
        publishing.publish(actor=street.actor(who), case_id=case.pk, stretches=spans(TEXT))
    assert refused.value.code == "denied"
    with pytest.raises(Refused):
        triage.clear_text(
            actor=system("tests.part"), about=Ref("cases.case", case.pk), place=case.place, original=TEXT,
            stretches=spans(TEXT),
        )  # fmt: skip
    assert not Cleared.objects.exists()


def test_a_tip_off_and_a_part_are_never_let_out(street: World) -> None:
    tip = street.report("FW01", text="举报二楼改燃气管", intake="report")
    with pytest.raises(Refused) as refused:
        publishing.publish(actor=street.actor("worker"), case_id=tip.pk, stretches=[])
    assert refused.value.code == "denied"
    assert sign_in(street, "worker").get(f"/work/m/{tip.pk}/public-text/").status_code == 403


# --- the pages


def sent(page: Any, **more: Any) -> dict[str, Any]:
    """What the browser would send: everything ticked, and the stamp of the preview."""
    text = page.content.decode()
    ticked = re.findall(r'name="cover" value="([^"]+)"[^>]*checked', text)
    stamp = re.search(r'name="seen" value="([^"]+)"', text)
    return {"cover": ticked, "also": "", **({"seen": stamp[1]} if stamp else {}), **more}


def preview_of(page: Any) -> str:
    found = re.search(r"<blockquote[^>]*data-preview>(.*?)</blockquote>", page.content.decode(), re.S)
    return html.unescape(found[1]) if found else ""


@pytest.mark.row("L03")
def test_a_worker_covers_looks_and_lets_out_without_scripts(street: World) -> None:
    code = code_of(walk(Client(), TEXT, matter="FW01"))
    case, browser = newest(), sign_in(street, "worker")
    address, public = f"/work/m/{case.pk}/public-text/", f"/m/{case.pk}/"
    assert address in browser.get(f"/work/m/{case.pk}/").content.decode()
    page = browser.get(address)
    assert "<mark>13822221111" in page.content.decode() and "公开这段话" not in words(page)
    looked = browser.post(address, sent(page, also="豆豆\n小名", look="1"))
    seen = preview_of(looked)
    assert "[不公开]" in seen and not [part for part in PARTS if part in seen]
    assert not Cleared.objects.exists()
    assert browser.post(address, sent(looked, also="豆豆\n小名", publish="1")).status_code == 302
    anybody = Client().get(public)
    assert seen in html.unescape(anybody.content.decode())
    assert not [part for part in PARTS if part in words(anybody)]
    assert "公开了遮住私人信息的原话" in words(anybody)
    own = Client().get(f"/r/{code}/")
    assert seen in html.unescape(own.content.decode()) and TEXT in words(own)
    assert browser.post(address, {"take_back": "1"}).status_code == 302
    assert "反映人的话" not in words(Client().get(public))
    assert [f.data["shown"] for f in facts_about(Ref("cases.case", case.pk)) if f.kind == "triage.cleared"] == [
        True, False,
    ]  # fmt: skip
    assert browser.post(address, {"take_back": "1"}).status_code == 302


def test_nothing_is_let_out_that_was_not_looked_at(street: World, case: Case) -> None:
    browser, address = sign_in(street, "worker"), f"/work/m/{case.pk}/public-text/"
    page = browser.get(address)
    assert browser.post(address, sent(page, publish="1")).status_code == 409
    looked = browser.post(address, sent(page, look="1"))
    assert browser.post(address, sent(looked, also="豆豆", publish="1")).status_code == 409
    some = sent(looked)["cover"][:-1]
    less = browser.post(address, sent(looked, cover=some, look="1"))
    refused = browser.post(address, sent(less, cover=some, publish="1"))
    assert refused.status_code == 422 and "这里像姓名、门牌" in words(refused) and not Cleared.objects.exists()
    assert browser.post(address, sent(less, cover=some, publish="1", checked="on")).status_code == 302
    assert Cleared.objects.get().shown


def test_words_that_do_not_stand_there_and_made_up_marks_are_said(street: World, case: Case) -> None:
    browser, address = sign_in(street, "worker"), f"/work/m/{case.pk}/public-text/"
    missing = browser.post(address, {"also": "没说过的话", "look": "1"})
    assert missing.status_code == 422 and "原话里没有这些字：没说过的话" in words(missing)
    assert browser.post(address, {"cover": "0-5", "also": "", "look": "1"}).status_code == 422


def test_who_may_not_let_out_reads_why(street: World, case: Case) -> None:
    for who in ("grid", "watcher", "neighbour"):
        assert sign_in(street, who).get(f"/work/m/{case.pk}/public-text/").status_code == 403
    assert Client().get(f"/work/m/{case.pk}/public-text/").status_code == 302
    assert sign_in(street, "worker").get("/work/m/999999/public-text/").status_code == 404


def test_the_released_case_on_the_board_shows_the_covered_words(street: World, case: Case) -> None:
    held = [*spans(TEXT), *found_in(TEXT, ["豆豆"])]
    publishing.publish(actor=street.actor("worker"), case_id=case.pk, stretches=held)
    deliver()
    assert "反映人的话" in words(Client().get(f"/m/{case.pk}/"))
    board = Client().get("/board/440305007/").content.decode()
    assert "反映人的话" not in board and "[电话]" not in board
    release(street, case, "外墙渗水")
    board = words(Client().get("/board/440305007/"))
    assert "外墙渗水" in board and "[电话]" in board and not [part for part in PARTS if part in board]
    browser = sign_in(street, "worker")
    with counted() as queries:
        browser.get(f"/work/m/{case.pk}/public-text/")
    assert len(queries) <= 12
