"""A resident reports in three steps without any script: the straight way, and everything that may come in between."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.cases.pages_support import ENGLISH, NANYOU, code_of, hidden, newest, picture, walk, words
from tests.world import SETUP, World

from gongzhi.cases import services
from gongzhi.cases.models import Case, Photo, Voice
from gongzhi.kernel.actor import Actor
from gongzhi.people.models import Person
from gongzhi.places import services as places

pytestmark = pytest.mark.usefixtures("street")
TEXT = "三单元楼道灯不亮三天了"


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Photographs of one test are seen by no other."""
    settings.MEDIA_ROOT = tmp_path


def test_three_pages_lead_from_words_to_a_receipt(client: Client, street: World) -> None:
    assert client.post("/report/", {"text": TEXT}).url == "/report/where/"
    assert (
        client.post("/report/where/", {"place": street.places["NYHY3"].pk, "where": "三单元"}).url == "/report/check/"
    )
    page = client.get("/report/check/")
    assert "3 栋" in words(page) and "三单元" in words(page) and "交给3 栋building_team，24 小时内" in words(page)
    sent = client.post("/report/check/", {**hidden(page), "matter": "LJ01"})
    case = newest()
    assert (case.text, case.where, case.matter, case.place_id) == (TEXT, "三单元", "LJ01", street.places["NYHY3"].pk)
    receipt = client.get(sent.url)
    assert receipt.status_code == 200 and "收到了" in words(receipt) and TEXT in words(receipt)
    code = code_of(sent)
    assert " ".join(code[i : i + 4] for i in range(0, 16, 4)) in words(receipt)


def test_a_code_on_the_door_leaves_one_field_and_two_taps(client: Client, street: World) -> None:
    """The budget of three: words, go on, send."""
    code_of(walk(client))
    assert newest().place_id == street.places["NYHY3"].pk


@pytest.mark.parametrize("sign", ["nyhy3 ", "NYHY3"])
def test_an_unknown_sign_is_said_and_does_not_stop_anybody(client: Client, sign: str) -> None:
    unknown = client.get("/report/?at=ZZ-9999")
    assert "没有“ZZ-9999”这个楼栋码" in words(unknown)
    assert client.post("/report/", {"text": TEXT}).url == "/report/where/"


@pytest.mark.parametrize("level", ["440305007", "440305"])
def test_a_whole_street_is_no_place(client: Client, street: World, level: str) -> None:
    client.get(f"/report/?at={level}")
    assert client.post("/report/", {"text": TEXT}).url == "/report/where/"
    page = client.post("/report/where/", {"place": street.places[level].pk})
    assert "请选到社区、小区或楼栋" in words(page)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("南油花园 3 栋", "NYHY3"), ("３號樓", "NYHY3"), ("三栋", "NYHY3"), ("后海园1栋", "HHY1")],
)
def test_own_words_that_mean_one_building_are_enough(client: Client, street: World, typed: str, found: str) -> None:
    client.post("/report/", {"text": TEXT})
    assert client.post("/report/where/", {"where": typed}).url == "/report/check/"
    assert hidden(client.get("/report/check/"))["place"] == str(street.places[found].pk)


def test_words_that_mean_several_are_asked_back_and_kept(client: Client, street: World) -> None:
    client.cookies["community"] = ""
    client.post("/report/", {"text": TEXT})
    page = client.post("/report/where/", {"where": "园"})
    assert "您说的是哪一个" in words(page) and 'value="园"' in page.content.decode()
    client.cookies["community"] = NANYOU
    assert client.post("/report/where/", {"where": "园区后门", "as_written": "1"}).url == "/report/check/"
    kept = hidden(client.get("/report/check/"))
    assert kept["where"] == "园区后门" and kept["place"] == str(street.places[NANYOU].pk)


def test_without_a_community_nobody_is_left_alone(client: Client) -> None:
    client.post("/report/", {"text": TEXT})
    page = client.post("/report/where/", {"where": "路口那棵树下"})
    assert "请先选一个社区" in words(page) and "南油社区" in words(page) and "路口那棵树下" in page.content.decode()


def test_a_community_is_chosen_by_a_button_and_remembered(client: Client, street: World) -> None:
    client.post("/report/", {"text": TEXT})
    answer = client.post("/report/where/", {"community": street.places[NANYOU].pk, "where": "楼下"})
    assert answer.url == "/report/where/" and answer.cookies["community"].value == NANYOU
    page = client.get("/report/where/")
    assert "南油花园" in words(page) and 'value="楼下"' in page.content.decode()


@pytest.mark.parametrize("number", ["0", "-3", "999999", "x", "99999999999999999999", "１"])
def test_an_unknown_place_is_said_in_words(client: Client, number: str) -> None:
    """Full-width digits are digits, and the first place is a district, where nothing can be reported."""
    client.post("/report/", {"text": TEXT})
    page = client.post("/report/where/", {"place": number, "where": "楼下"})
    said = words(page)
    assert page.status_code == 200 and ("没有找到这个地点" in said or "请选到社区、小区或楼栋" in said)
    assert 'value="楼下"' in page.content.decode()
    sent = client.post("/report/check/", {"text": TEXT, "place": number})
    assert sent.status_code == 200 and "处要改" in words(sent) and TEXT in sent.content.decode()
    assert not Case.objects.exists()


def test_changing_one_thing_keeps_the_others(client: Client, street: World) -> None:
    client.get("/report/?at=NYHY3")
    client.post("/report/", {"text": TEXT, "intake": "complaint", "photos": picture()})
    assert client.post("/report/", {"text": "改过的话：灯全灭了", "intake": "complaint"}).url == "/report/check/"
    page = client.get("/report/check/")
    assert hidden(page)["text"] == "改过的话：灯全灭了" and hidden(page)["intake"] == "complaint"
    assert "1 张" in words(page)


@pytest.mark.parametrize(
    "text",
    [
        "灯坏了😱🔦👨‍👩‍👧",
        "樓道燈壞了，請來修理",
        "３单元　灯坏了ＡＢＣ",
        "العربية مع الصينية 灯坏了",
        "灯\x07坏了\r\n两天",
    ],
)
def test_every_script_is_kept_as_it_was_typed(client: Client, text: str) -> None:
    code_of(walk(client, text))
    assert newest().text == text.replace("\x07", "").replace("\r\n", "\n")


@pytest.mark.parametrize("text", ["", "   ", "嗯", "\u200b"])
def test_nothing_said_is_asked_again(client: Client, text: str) -> None:
    page = client.post("/report/", {"text": text})
    assert page.status_code == 200 and "请写下是什么事" in words(page) and "有 1 处要改" in words(page)
    assert not Case.objects.exists()


def test_ten_thousand_characters_come_back_whole(client: Client) -> None:
    page = client.post("/report/", {"text": "灯" * 10_000})
    assert "写了 10000 个字，最多 5000 个" in words(page) and "灯" * 10_000 in page.content.decode()
    sent = client.post("/report/check/", {"text": "灯" * 10_000, "place": "1"})
    assert sent.status_code == 200 and not Case.objects.exists()


def test_unknown_kind_and_matter_are_refused_with_everything_kept(client: Client, street: World) -> None:
    page = client.post("/report/", {"text": TEXT, "intake": "gossip"})
    assert "请选一种" in words(page) and TEXT in page.content.decode()
    place = street.places["NYHY3"].pk
    page = client.post("/report/check/", {"text": TEXT, "place": place, "matter": "ZZ99"})
    assert "责任清单里没有这个事项" in words(page) and TEXT in page.content.decode()
    assert not Case.objects.exists()


def test_not_known_which_goes_to_the_sorting_desk(client: Client) -> None:
    code_of(walk(client, matter=""))
    assert newest().state == "sorting"


def test_the_same_sending_twice_is_one_case_with_one_receipt(client: Client) -> None:
    client.get("/report/?at=NYHY3")
    client.post("/report/", {"text": TEXT, "photos": picture()})
    sent = {**hidden(client.get("/report/check/")), "matter": "LJ01"}
    first, second = client.post("/report/check/", sent), client.post("/report/check/", sent)
    assert first.url == second.url and Case.objects.count() == 1 and Photo.objects.count() == 1
    other = Client()
    assert other.post("/report/check/", sent).url == first.url and Case.objects.count() == 1


def test_a_lost_session_loses_no_report(client: Client) -> None:
    client.get("/report/?at=NYHY3")
    client.post("/report/", {"text": TEXT})
    sent = hidden(client.get("/report/check/"))
    client.cookies.clear()
    code_of(client.post("/report/check/", sent))
    assert newest().text == TEXT


def test_a_strangers_form_is_refused(street: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/report/check/", {"text": TEXT, "place": street.places["NYHY3"].pk})
    assert answer.status_code == 403 and not Case.objects.exists()


# --- photographs


def test_photographs_go_with_the_report_and_leave_nothing_behind(client: Client) -> None:
    code = code_of(walk(client, first={"photos": [picture(), picture("2.png", kind="PNG")]}))
    assert Photo.objects.filter(case=newest()).count() == 2
    assert client.get(f"/r/{code}/").content.decode().count("/picture/") >= 2
    assert default_storage.listdir("drafts")[1] == []


def test_a_good_photograph_survives_the_mistakes_beside_it(client: Client) -> None:
    broken = SimpleUploadedFile("x.jpg", b"not a picture", content_type="image/jpeg")
    page = client.post("/report/", {"text": "", "photos": [picture(), broken]})
    assert "请写下是什么事" in words(page) and "没收到能看的照片" in words(page) and "去掉照片 1" in words(page)
    kept = client.session["report"]["photos"]
    assert len(kept) == 1
    seen = client.get(f"/report/photo/{kept[0]}/")
    assert seen.status_code == 200 and b"".join(seen.streaming_content)[:2] == b"\xff\xd8"
    assert Client().get(f"/report/photo/{kept[0]}/").status_code == 404
    answer = client.post("/report/", {"text": TEXT, "remove": kept[0]})
    assert answer.url == "/report/" and client.session["report"]["photos"] == []
    assert TEXT in client.get("/report/").content.decode()


def test_a_fourth_photograph_is_refused_and_three_are_kept(client: Client) -> None:
    page = client.post("/report/", {"text": TEXT, "photos": [picture(f"{n}.jpg") for n in range(4)]})
    assert "最多放 3 张照片" in words(page) and len(client.session["report"]["photos"]) == 3


def test_a_photograph_of_eleven_megabytes_is_refused(client: Client) -> None:
    large = SimpleUploadedFile("large.jpg", picture().read() + b"\0" * (11 * 2**20), content_type="image/jpeg")
    page = client.post("/report/", {"text": TEXT, "photos": large})
    assert "照片超过 10 MB" in words(page) and TEXT in page.content.decode()


def bomb() -> SimpleUploadedFile:
    """A few kilobytes that would unfold into gigabytes."""
    side = 60_000
    out = io.BytesIO()
    Image.new("1", (8, 8)).save(out, "PNG")
    data = bytearray(out.getvalue())
    data[16:24] = side.to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return SimpleUploadedFile("bomb.png", bytes(data), content_type="image/png")


def test_a_picture_bomb_is_refused(client: Client) -> None:
    page = client.post("/report/", {"text": TEXT, "photos": bomb()})
    said = words(page)
    assert page.status_code == 200 and ("照片尺寸太大" in said or "没收到能看的照片" in said)
    assert TEXT in page.content.decode() and not client.session["report"].get("photos")


def test_an_empty_file_is_refused(client: Client) -> None:
    page = client.post("/report/", {"text": TEXT, "photos": SimpleUploadedFile("e.jpg", b"")})
    assert page.status_code == 200 and "有 1 处要改" in words(page)


# --- who speaks


def test_nothing_left_is_one_person_a_browser(client: Client) -> None:
    walk(client)
    walk(client, "二单元的灯也坏了")
    first, second = Case.objects.order_by("pk")
    assert first.reporter_id == second.reporter_id
    walk(Client(), "一单元的灯也坏了")
    assert newest().reporter_id != first.reporter_id


def test_a_number_is_kept_with_its_person_and_opens_nothing_else(client: Client) -> None:
    """Whoever types a neighbour's number does not become that neighbour in this browser."""
    walk(client, phone="138 0000 0000", name="王")
    person = Person.objects.get(pk=newest().reporter_id)
    assert person.phone == "13800000000" and "resident" not in client.session
    other = Client()
    walk(other, "电梯坏了", phone="13800000000")
    assert newest().reporter_id == person.pk
    assert TEXT not in words(other.get("/mine/")) and "电梯坏了" in words(other.get("/mine/"))


def test_a_wrong_number_is_said_and_everything_is_kept(client: Client) -> None:
    page = walk(client, phone="打我电话")
    assert page.status_code == 200 and "电话号码只有数字" in words(page) and TEXT in page.content.decode()
    assert "打我电话" in page.content.decode() and not Case.objects.exists()


def test_many_reports_from_one_address_are_held_and_keep_their_words(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = True
    client.get("/report/?at=NYHY3")
    client.post("/report/", {"text": TEXT})
    sent = hidden(client.get("/report/check/"))
    answers = [client.post("/report/check/", {**sent, "key": "", "place": "0"}) for _ in range(2)]
    assert {a.status_code for a in answers} == {200}, "what is refused anyway is not counted"
    answers = [client.post("/report/check/", sent) for _ in range(61)]
    assert answers[0].status_code == 302 and answers[-1].status_code == 429
    assert "这里送得太密了" in words(answers[-1]) and TEXT in answers[-1].content.decode()


# --- before sending


def test_the_forecast_says_its_base(client: Client, street: World) -> None:
    for number in range(3):
        case = street.report(text=f"{number} 号灯坏了")
        street.move("head", case, "accept")
        street.move("head", case, "answer", answer="换好了", outcome="solved")
    client.get("/report/?at=NYHY3")
    client.post("/report/", {"text": TEXT})
    assert "这类事，近 90 天这里答复了 3 件，一半在 1 小时内。" in words(client.get("/report/check/"))


def test_neighbours_see_a_kind_never_words_and_join_with_one_tap(client: Client, street: World) -> None:
    theirs = street.report("FW01", place="NYHY", text="外墙渗水，我家孩子张小明过敏")
    client.get("/report/?at=NYHY3")
    client.post("/report/", {"text": "外墙渗水了，墙皮往下掉"})
    page = client.get("/report/check/")
    assert "外墙渗水" in words(page) and "张小明" not in words(page) and "1 位邻居反映" in words(page)
    answer = client.post(f"/m/{theirs.pk}/me-too/", follow=True)
    assert "已算上您" in words(answer) and Voice.objects.get(case=theirs)
    client.post(f"/m/{theirs.pk}/me-too/")
    theirs.refresh_from_db()
    assert theirs.voices == 2


def test_a_tip_off_is_shown_to_no_neighbour(client: Client, street: World) -> None:
    tip = street.report("FW01", place="NYHY", text="外墙渗水是物业偷工减料", intake="report")
    client.get("/report/?at=NYHY3")
    client.post("/report/", {"text": "外墙渗水是物业偷工减料"})
    assert "附近有人" not in words(client.get("/report/check/"))
    assert client.get(f"/m/{tip.pk}/").status_code == 404
    services.release_heading(actor=street.actor("secretary"), case_id=tip.pk, heading="外墙渗水")
    assert client.get(f"/m/{tip.pk}/").status_code == 200


@pytest.mark.parametrize("path", ["/report/", "/report/where/", "/report/map/", "/report/check/"])
def test_each_step_stands_in_both_languages(client: Client, path: str) -> None:
    client.get("/report/?at=NYHY3")
    client.post("/report/", {"text": TEXT})
    for headers, said in (({}, "步，共 3 步"), (ENGLISH, "of 3")):
        page = client.get(path, **headers)
        assert page.status_code == 200 and said in words(page)
        assert "no-store" in page["Cache-Control"]


def test_later_steps_without_the_first_lead_back(client: Client) -> None:
    assert client.get("/report/check/").url == "/report/"
    client.post("/report/", {"text": TEXT})
    assert client.get("/report/check/").url == "/report/where/"


SQUARE = {"type": "Polygon", "coordinates": [[[113.9, 22.5], [114, 22.5], [114, 22.6], [113.9, 22.6], [113.9, 22.5]]]}


@pytest.mark.parametrize(
    "point", [{"lon": "nan", "lat": "1"}, {"lon": "999", "lat": "1"}, {}, {"lon": "1e400", "lat": "x"}]
)
def test_a_point_that_is_none_is_asked_again(client: Client, street: World, point: dict[str, str]) -> None:
    assert "还没有画好的地图" in words(client.post("/report/map/", point))
    draw(street)
    page = client.post("/report/map/", point)
    assert page.status_code == 200 and "这个点不在划好的地方里" in words(page)


def draw(street: World) -> None:
    """Draw the estate as a square."""
    place_id = street.places["NYHY"].pk
    places.draw_outline(actor=SETUP, place_id=place_id, geojson=SQUARE, datum="gcj02", synthetic=True)


def test_a_point_on_the_map_becomes_the_smallest_drawn_place(client: Client, street: World) -> None:
    draw(street)
    client.post("/report/", {"text": TEXT})
    assert client.post("/report/map/", {"lon": "113.95", "lat": "22.55"}).url == "/report/check/"
    page = client.get("/report/check/")
    assert hidden(page)["place"] == str(street.places["NYHY"].pk) and "南油花园" in words(page)
    code_of(client.post("/report/check/", hidden(page)))
    assert (newest().lon, newest().lat) == (113.95, 22.55)


def test_the_code_on_the_door_is_understood_as_people_type_it(client: Client, street: World) -> None:
    places.sign_buildings(actor=SETUP, under_id=street.places[NANYOU].pk, prefix="NY")
    client.post("/report/", {"text": TEXT})
    assert client.post("/report/where/", {"where": "ｎｙ 1"}).url == "/report/check/"
    kept = hidden(client.get("/report/check/"))
    assert kept["place"] == str(street.places["NYHY3"].pk) and kept["where"] == ""


def test_a_member_of_staff_reports_as_a_resident(client: Client, street: World) -> None:
    worker = Person.objects.get(pk=street.people["worker"])
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    code_of(walk(client))
    case = newest()
    assert case.reporter_id == worker.pk and case.helper_id is None
    assert Actor(person_id=worker.pk).seats == ()
