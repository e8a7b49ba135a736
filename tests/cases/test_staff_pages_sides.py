"""What stands beside the moves: contacts, notes, photographs, clocks, headings, taking in, whistles and their marks."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.cases.test_staff_pages import sign_in
from tests.world import World

from gongzhi.cases.models import Case, Photo, Word
from gongzhi.kernel import clock
from gongzhi.people.selectors import accesses_of

PHONE = "13812345678"


def picture() -> SimpleUploadedFile:
    """A small photograph."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (10, 90, 90)).save(out, "JPEG")
    return SimpleUploadedFile("灯.jpg", out.getvalue(), "image/jpeg")


def at_community(street: World, **more: str) -> Case:
    """In the hands of the community."""
    return street.move("worker", street.report("FW01", text="外墙渗水", **more), "accept")


def test_a_contact_is_opened_for_a_purpose_and_the_person_reads_who_looked(street: World) -> None:
    case = at_community(street, phone=PHONE, name="王女士")
    browser = sign_in(street, "worker")
    page = browser.get(f"/work/m/{case.pk}/").content.decode()
    assert PHONE not in page and "王女士" not in page and "看联系方式" in page
    assert browser.get(f"/work/m/{case.pk}/contact/").status_code == 405
    assert browser.post(f"/work/m/{case.pk}/contact/", {"purpose": "curiosity"}).status_code == 422
    assert not accesses_of(case.reporter_id)
    shown = browser.post(f"/work/m/{case.pk}/contact/", {"purpose": "handle"})
    assert PHONE in shown.content.decode() and "no-store" in shown["Cache-Control"]
    look = accesses_of(case.reporter_id)[0]
    assert (look.reader.pk, look.purpose, look.about.id) == (street.people["worker"], "handle", case.pk)


@pytest.mark.parametrize("key", ["head", "grid", "officer", "urban", "watcher", "bureau", "neighbour", "manager"])
def test_who_does_not_handle_a_case_never_sees_the_contact(street: World, key: str) -> None:
    case = at_community(street, phone=PHONE)
    browser = sign_in(street, key)
    assert "看联系方式" not in browser.get(f"/work/m/{case.pk}/").content.decode()
    answer = browser.post(f"/work/m/{case.pk}/contact/", {"purpose": "emergency"})
    assert answer.status_code == 403 and PHONE not in answer.content.decode()
    assert not accesses_of(case.reporter_id)


def test_called_departments_may_call_and_nobody_after_the_end(street: World) -> None:
    case = at_community(street, phone=PHONE)
    street.move("worker", case, "whistle", calls=[street.body_of("urban").pk])
    assert sign_in(street, "urban").post(f"/work/m/{case.pk}/contact/", {"purpose": "handle"}).status_code == 200
    street.move("worker", case, "recall", reason="不用了")
    assert sign_in(street, "urban").post(f"/work/m/{case.pk}/contact/", {"purpose": "handle"}).status_code == 403
    street.move("worker", case, "redirect", branch="beyond_duty")
    assert sign_in(street, "worker").post(f"/work/m/{case.pk}/contact/", {"purpose": "handle"}).status_code == 403


def test_a_note_with_a_photograph_stays_among_staff(street: World) -> None:
    case = at_community(street)
    browser = sign_in(street, "worker")
    sent = {"text": "约了周四", "sight": "staff", "photo": picture()}
    assert browser.post(f"/work/m/{case.pk}/note/", sent).status_code == 302
    assert Word.objects.get(case=case, kind="note").sight == "staff"
    photo = Photo.objects.get(case=case)
    assert "约了周四" in browser.get(f"/work/m/{case.pk}/").content.decode()
    seen = browser.get(f"/work/photos/{photo.pk}/")
    assert seen["Content-Type"] == "image/jpeg" and b"".join(seen.streaming_content)[:2] == b"\xff\xd8"
    assert sign_in(street, "neighbour").get(f"/work/photos/{photo.pk}/").status_code == 403
    other = sign_in(street, "neighbour").post(f"/work/m/{case.pk}/note/", {"text": "x", "sight": "staff"})
    assert other.status_code == 403


def test_a_broken_picture_or_an_empty_note_is_said_and_nothing_is_kept(street: World) -> None:
    case = at_community(street)
    browser = sign_in(street, "worker")
    broken = SimpleUploadedFile("a.jpg", b"not a picture", "image/jpeg")
    answer = browser.post(f"/work/m/{case.pk}/note/", {"sight": "staff", "photo": broken})
    assert answer.status_code == 422 and "没收到能看的照片" in answer.content.decode()
    assert browser.post(f"/work/m/{case.pk}/note/", {"sight": "staff", "text": " "}).status_code == 422
    assert not Word.objects.filter(kind="note").exists() and not Photo.objects.exists()


def test_a_photograph_is_released_by_the_community_only(street: World) -> None:
    case = street.move("head", street.report(), "accept")
    sign_in(street, "head").post(f"/work/m/{case.pk}/note/", {"sight": "staff", "photo": picture()})
    photo = Photo.objects.get()
    assert sign_in(street, "head").post(f"/work/photos/{photo.pk}/release/", {"shown": "1"}).status_code == 403
    assert "公开照片" not in sign_in(street, "head").get(f"/work/m/{case.pk}/").content.decode()
    browser = sign_in(street, "worker")
    assert "公开照片" in browser.get(f"/work/m/{case.pk}/").content.decode()
    for shown in ("1", "0"):
        browser.post(f"/work/photos/{photo.pk}/release/", {"shown": shown})
        assert Photo.objects.get().released is (shown == "1")


def test_the_public_heading_is_written_and_taken_back(street: World) -> None:
    case = at_community(street)
    browser = sign_in(street, "worker")
    browser.post(f"/work/m/{case.pk}/heading/", {"heading": "3 栋外墙渗水"})
    assert Case.objects.get(pk=case.pk).heading == "3 栋外墙渗水"
    assert browser.post(f"/work/m/{case.pk}/heading/", {"heading": "长" * 61}).status_code == 422
    assert sign_in(street, "watcher").post(f"/work/m/{case.pk}/heading/", {"heading": "x"}).status_code == 403
    browser.post(f"/work/m/{case.pk}/heading/", {"heading": ""})
    assert Case.objects.get(pk=case.pk).heading == ""


def test_the_clock_stands_for_a_listed_reason_and_goes_on(street: World) -> None:
    case = at_community(street)
    browser = sign_in(street, "worker")
    assert browser.post(f"/work/m/{case.pk}/pause/", {"reason": "tea"}).status_code == 422
    assert browser.post(f"/work/m/{case.pk}/pause/", {"reason": "owners_vote"}).status_code == 302
    assert "停表中" in browser.get("/work/?bucket=waiting").content.decode()
    page = browser.get(f"/work/m/{case.pk}/").content.decode()
    assert "让时限接着走" in page and f"/work/m/{case.pk}/pause/" not in page
    assert sign_in(street, "officer").post(f"/work/m/{case.pk}/resume/").status_code == 403
    with clock.at(clock.now() + timedelta(hours=2)):
        browser.post(f"/work/m/{case.pk}/resume/")
        assert "停表中" not in browser.get("/work/").content.decode()


FIVE = {
    "text": "老人说楼道灯不亮",
    "where": "南油花园3栋",
    "phone": PHONE,
    "name": "李伯",
    "intake": "help",
    "channel": "phone",
}


def _take_in(browser: Client, **more: str) -> tuple[str, dict[str, str]]:
    """Step two of taking in, and what it will send."""
    key = re.search(r'name="key" value="(\w+)"', browser.get("/work/take-in/").content.decode())
    assert key
    sent = FIVE | {"key": key[1]} | more
    return browser.post("/work/take-in/", sent).content.decode(), sent


def test_taking_in_for_somebody_ends_in_a_receipt_to_read_out(street: World) -> None:
    street.report("ZS01", text="楼道灯不亮已经三天")
    street.report("FW01", text="楼道灯不亮，别的单位在办")
    browser = sign_in(street, "grid")
    page, sent = _take_in(browser)
    assert (
        "附近有人说过像的" in page
        and "已经三天" in page
        and "别的单位在办" not in page
        and "南油花园" in page
        and "因为说到" in page
    )
    place = re.search(r'name="place" value="(\d+)"', page)
    assert place
    answer = browser.post("/work/take-in/", sent | {"send": "1", "place": place[1], "matter": "LJ01"}, follow=True)
    receipt = answer.content.decode()
    assert re.search(r"\d{4} \d{4} \d{4} \d{4}", receipt) and "/r/" not in re.sub("<[^>]*>", "", receipt)
    case = Case.objects.latest("pk")
    assert (case.helper_id, case.channel, case.matter) == (street.people["grid"], "phone", "LJ01")
    assert case.reporter_id != street.people["grid"]
    again = browser.post("/work/take-in/", sent | {"send": "1", "place": place[1], "matter": "LJ01"}, follow=True)
    assert Case.objects.count() == 3 and answer.redirect_chain == again.redirect_chain
    assert sign_in(street, "worker").get(answer.redirect_chain[-1][0]).status_code == 404


def test_a_place_outside_the_area_is_not_found_and_nothing_is_lost(street: World) -> None:
    browser = sign_in(street, "grid")
    page, _sent = _take_in(browser, where="后海园1栋")
    assert "您的片区里没找到" in page and "老人说楼道灯不亮" in page
    other = street.places["HHY1"].pk
    page, sent = _take_in(browser)
    answer = browser.post("/work/take-in/", sent | {"send": "1", "place": str(other)})
    assert "是这个地方吗" in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": ""}, "请写对方说了什么"),
        ({"where": ""}, "请写在哪里"),
        ({"intake": "gossip"}, "gossip"),
        ({"text": "长" * 5001}, "请写短一点"),
        ({"channel": "web"}, "web"),
    ],
)
def test_what_is_missing_is_said_at_its_field(street: World, wrong: dict[str, str], said: str) -> None:
    answer = sign_in(street, "worker").post("/work/take-in/", FIVE | wrong)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Case.objects.exists()


def test_a_bad_number_is_said_at_the_end_without_losing_the_words(street: World) -> None:
    browser = sign_in(street, "worker")
    page, sent = _take_in(browser, phone="abc")
    place = re.search(r'name="place" value="(\d+)"', page)
    assert place
    answer = browser.post("/work/take-in/", sent | {"send": "1", "place": place[1]})
    assert answer.status_code == 422
    assert "电话号码只有数字" in answer.content.decode() and "老人说楼道灯不亮" in answer.content.decode()


def test_a_department_arrives_in_one_step_and_both_sides_rate(street: World) -> None:
    case = at_community(street)
    street.move("worker", case, "whistle", calls=[street.body_of("urban").pk])
    urban, worker = sign_in(street, "urban"), sign_in(street, "worker")
    page = urban.get("/work/whistles/").content.decode()
    assert "叫我们到场的，1 件" in page and "等到场" in page
    arrived = urban.post(f"/work/m/{case.pk}/arrive/", {"next": "/work/whistles/"})
    assert arrived.headers["Location"] == "/work/whistles/"
    assert "报告办理情况" in urban.get("/work/whistles/").content.decode()
    urban.post(f"/work/m/{case.pk}/report_in/", {"report": "看过了"})
    call = Case.objects.get(pk=case.pk).calls.get()
    assert "等互评的" in urban.get("/work/whistles/").content.decode()
    for browser, mark in ((urban, "5"), (worker, "4")):
        browser.post(f"/work/calls/{call.pk}/rate/", {"mark": mark})
    call.refresh_from_db()
    assert (call.department_mark, call.whistler_mark) == (5, 4)
    second = worker.post(f"/work/calls/{call.pk}/rate/", {"mark": "1"}, follow=True).content.decode()
    assert "已经评过了" in second
    assert "请选 1 到 5 分" in worker.post(f"/work/calls/{call.pk}/rate/", {"mark": "9"}, follow=True).content.decode()
    assert sign_in(street, "housing").post(f"/work/calls/{call.pk}/rate/", {"mark": "1"}).status_code == 403
    assert worker.post("/work/calls/99999/rate/", {"mark": "1"}).status_code == 404


def test_no_show_is_seen_on_the_page_without_anybody_writing_it(street: World) -> None:
    case = at_community(street)
    street.move("worker", case, "whistle", calls=[street.body_of("urban").pk])
    with clock.at(clock.now() + timedelta(days=3)):
        page = sign_in(street, "urban").get("/work/whistles/").content.decode()
    assert "已超" in page and "gz-edge-late" in page


def test_the_keys_of_the_map_are_on_the_controls(street: World) -> None:
    case = at_community(street)
    page = sign_in(street, "worker").get(f"/work/m/{case.pk}/").content.decode()
    assert 'role="toolbar"' in page
    for key, move in (("h", "offer"), ("w", "whistle"), ("r", "answer"), ("n", "note"), ("p", "pause"), ("m", "merge")):
        assert re.search(rf'href="/work/m/{case.pk}/{move}/" data-key="{key}" aria-keyshortcuts="{key}"', page)
    final = re.search(r'class="btn btn-final" href="[^"]*redirect/"([^>]*)>', page)
    assert final and "data-key" not in final[1]
    filed = street.report()
    page = sign_in(street, "head").get(f"/work/m/{filed.pk}/").content.decode()
    assert re.search(r'<button class="btn btn-primary" data-key="a"', page)
    assert 'data-key="/"' in sign_in(street, "head").get("/work/").content.decode()


def test_who_held_it_when_stands_on_the_page(street: World) -> None:
    case = street.move("head", street.report(), "accept")
    with clock.at(clock.now() + timedelta(hours=1)):
        street.move("head", case, "rise")
    page = sign_in(street, "worker").get(f"/work/m/{case.pk}/").content.decode()
    table = page[page.index("谁在什么时候负责") :]
    assert table.index("3 栋building_team") < table.index("南油一网格grid_team")


def test_a_form_that_opens_in_place_goes_on_to_the_list_that_it_came_from(street: World) -> None:
    case = at_community(street)
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/work/?kind=solve&open={case.pk}&done=x"}
    piece = sign_in(street, "worker").get(f"/work/m/{case.pk}/answer/", headers=headers).content.decode()
    assert "<html" not in piece and f'value="/work/?kind=solve&amp;open={case.pk}&amp;done=answer"' in piece
    elsewhere = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/work/"}
    piece = sign_in(street, "worker").get(f"/work/m/{case.pk}/answer/", headers=elsewhere).content.decode()
    assert "elsewhere" not in piece


def test_nobody_signed_in_is_asked_to_sign_in_and_returns(street: World) -> None:
    answer = Client().get("/work/?kind=solve")
    assert answer.status_code == 302 and "next=/work/%3Fkind%3Dsolve" in answer.headers["Location"]
    case = street.report()
    resident = Client()
    resident.force_login(case.reporter, backend="django.contrib.auth.backends.ModelBackend")
    assert resident.get("/work/").status_code == 403
    assert resident.get(f"/work/m/{case.pk}/").status_code == 403
