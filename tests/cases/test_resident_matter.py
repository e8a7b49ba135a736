"""One matter seen by its reporter, by whoever holds the code, by neighbours and by strangers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cases.pages_support import ENGLISH, code_of, counted, newest, picture, walk, words
from tests.world import World

from gongzhi.cases import services
from gongzhi.cases.models import Case, Judgement, Photo, Voice, Word
from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.people import services as people
from gongzhi.people.models import Person

pytestmark = pytest.mark.usefixtures("street")
TEXT = "三单元楼道灯不亮，王小二家门口"
PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Photographs of one test are seen by no other."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def code(client: Client) -> str:
    """The receipt code of a report with a name and a number."""
    return code_of(walk(Client(), TEXT, phone="13912345678", name="王小二"))


def answered(street: World, case: Case, outcome: str = "solved") -> Case:
    """The holder accepts and answers."""
    holder = "head" if case.level == "building" else "grid"
    street.move(holder, case, "accept")
    return street.move(holder, case, "answer", answer="声控开关换好了", outcome=outcome)


def sign_in(client: Client, person_id: int) -> None:
    client.force_login(Person.objects.get(pk=person_id), backend=PASSWORD_BACKEND)


def shown(client: Client, address: str) -> bool:
    """Whether the address shows a picture; its file is closed again."""
    answer = client.get(address)
    seen = answer.status_code == 200 and b"".join(answer.streaming_content)[:2] == b"\xff\xd8"
    for close in answer._resource_closers:  # closing the whole answer would close the database of the test
        close()
    return seen


# --- the receipt


@pytest.mark.parametrize("typed", ["{}", " {} ", "{0[0]}-{0[1]}", "full"])
def test_a_code_is_understood_however_it_is_typed(client: Client, code: str, typed: str) -> None:
    wide = code.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    said = wide if typed == "full" else typed.format(code if "[" not in typed else (code[:8], code[8:]))
    answer = client.post("/r/", {"code": said})
    assert answer.url == f"/r/{code}/"


@pytest.mark.parametrize("wrong", ["1234", "0" * 16, "abcdefghabcdefgh", "１" * 16, "1" * 80, "😱", "'; drop table"])
def test_a_wrong_code_is_said_in_words_and_stays_in_the_field(client: Client, wrong: str) -> None:
    page = client.post("/r/", {"code": wrong})
    assert page.status_code == 404 and "没有这个回执码" in words(page)
    assert client.get(f"/r/{wrong.replace('/', '')}/").status_code == 404


def test_guessing_codes_is_held(client: Client, code: str, settings: Any) -> None:
    settings.RATE_LIMITS = True
    answers = [client.post("/r/", {"code": f"{n:016}"}).status_code for n in range(1, 25)]
    assert answers[0] == 404 and answers[-1] == 429
    assert client.get(f"/r/{code}/").status_code == 429, "a guess that hits is held, too, or guessing is not"
    assert client.get(f"/r/{code}/", REMOTE_ADDR="192.0.2.1").status_code == 200


def test_the_receipt_is_private_and_says_who_has_it_until_when(client: Client, code: str) -> None:
    page = client.get(f"/r/{code}/")
    said = words(page)
    assert "已交给3 栋building_team，最晚" in said and "自动升到上一级" in said and TEXT in said
    assert "no-store" in page["Cache-Control"] and page["Referrer-Policy"] == "same-origin"
    assert "noindex" in page["X-Robots-Tag"] and 'role="img"' in page.content.decode()


def test_the_number_that_was_left_is_on_no_page(client: Client, code: str) -> None:
    case = newest()
    for page in (client.get(f"/r/{code}/"), client.get(f"/m/{case.pk}/"), Client().get("/mine/")):
        assert "13912345678" not in page.content.decode()


def test_the_code_of_a_member_of_staff_gives_no_seat(street: World) -> None:
    """Who finds the secretary's receipt may follow that one matter, and nothing that her seats allow."""
    secretary = Client()
    sign_in(secretary, street.people["secretary"])
    code = code_of(walk(secretary, "社区门口的灯坏了"))
    theirs = street.report(text="邻居家的原话")
    finder = Client()
    page = finder.get(f"/r/{code}/")
    assert page.status_code == 200 and "/work/" not in page.content.decode()
    assert "邻居家的原话" not in words(finder.get(f"/m/{theirs.pk}/"))
    assert finder.post(f"/m/{theirs.pk}/words/", {"text": "混进来的话"}).status_code == 404
    assert finder.post(f"/m/{theirs.pk}/withdraw/").status_code == 404
    assert finder.get("/work/").status_code == 302


# --- what everybody sees


def test_the_public_page_tells_nothing_of_anybody(client: Client, code: str, street: World) -> None:
    case = newest()
    services.add_photo(actor=street.reporter(case), case_id=case.pk, file=picture())
    services.add_words(actor=street.reporter(case), case_id=case.pk, text="我是王小二，住甲乙丙室")
    answered(street, case)
    page = client.get(f"/m/{case.pk}/")
    said = page.content.decode()
    for secret in ("王小二", "13912345678", "三单元", "甲乙丙", "3 栋 ", "声控开关", "/picture/", code):
        assert secret not in said.replace("3 栋building_team", ""), secret
    assert "楼道灯不亮" in words(page) and "南油社区 · 南油花园" in words(page) and "等反映人评" in words(page)


def test_a_released_heading_and_photograph_are_shown(client: Client, code: str, street: World) -> None:
    case = newest()
    photo = services.add_photo(actor=street.reporter(case), case_id=case.pk, file=picture())
    address = f"/m/{case.pk}/picture/{photo.pk}/"
    assert client.get(address).status_code == 404
    assert shown(client, f"/r/{code}/picture/{photo.pk}/")
    services.release_photo(actor=street.actor("secretary"), photo_id=photo.pk, shown=True)
    services.release_heading(actor=street.actor("secretary"), case_id=case.pk, heading="三号楼梯灯")
    assert shown(client, address)
    page = client.get(f"/m/{case.pk}/")
    assert "三号楼梯灯" in words(page) and address in page.content.decode()


def test_a_photograph_of_another_matter_is_not_found(client: Client, code: str, street: World) -> None:
    other = street.report(text="别人的事")
    photo = services.add_photo(actor=street.reporter(other), case_id=other.pk, file=picture())
    assert client.get(f"/r/{code}/picture/{photo.pk}/").status_code == 404
    services.release_photo(actor=street.actor("secretary"), photo_id=photo.pk, shown=True)
    assert client.get(f"/m/{newest().pk + 7}/picture/{photo.pk}/").status_code == 404


@pytest.mark.parametrize("act", ["judge", "words", "photo", "withdraw"])
def test_a_strangers_act_is_refused(client: Client, code: str, act: str, street: World) -> None:
    case = newest()
    sign_in(client, street.people["neighbour"])
    answer = client.post(f"/m/{case.pk}/{act}/", {"text": "不是我的事", "solved": "yes", "satisfied": "5"})
    assert answer.status_code == 404 and not Word.objects.filter(text="不是我的事").exists()
    assert client.post(f"/r/0000000000000000/{act}/").url == "/r/"
    assert not Judgement.objects.exists()


def test_no_matter_has_an_unknown_number(client: Client) -> None:
    assert client.get("/m/999999/").status_code == 404


def test_who_handles_it_is_led_to_the_desk(client: Client, code: str, street: World) -> None:
    case = newest()
    for key, led in (("head", True), ("neighbour", False)):
        sign_in(client, street.people[key])
        page = client.get(f"/m/{case.pk}/").content.decode()
        assert (f"/work/m/{case.pk}/" in page) is led and TEXT not in page


# --- judge


def test_a_resident_judges_by_receipt_in_two_taps(client: Client, code: str, street: World) -> None:
    case = answered(street, newest())
    page = client.get(f"/r/{code}/")
    assert "您来评" in words(page) and "声控开关换好了" in words(page)
    given = {"solved": "yes", "satisfied": "5", "seen": str(case.version)}
    done = client.post(f"/r/{code}/judge/", given, follow=True)
    assert "谢谢，记下了" in words(done) and "您来评" not in words(done)
    row = Judgement.objects.get()
    assert (row.solved, row.satisfied, row.channel) == (True, 5, "receipt")


def test_a_reporter_signed_in_judges_on_the_web(client: Client, street: World) -> None:
    person = people.register_account(username="liming", password="a-long-password", name="李")
    sign_in(client, person.pk)
    walk(client)
    case = answered(street, newest())
    client.post(f"/m/{case.pk}/judge/", {"solved": "yes", "satisfied": "4", "seen": str(case.version)})
    assert Judgement.objects.get().channel == "web"


def test_a_no_rises_once_and_the_second_no_is_explained(client: Client, code: str, street: World) -> None:
    case = answered(street, newest())
    given = {"solved": "no", "satisfied": "1", "reason": "还是不亮"}
    done = client.post(f"/r/{code}/judge/", {**given, "seen": str(case.version)}, follow=True)
    assert "已升到格，由南油一网格grid_team重新办" in words(done) and "还是不亮" in words(done)
    case.refresh_from_db()
    case = answered(street, case)
    assert "这次还评没办好，就列入街道督查" in words(client.get(f"/r/{code}/"))
    done = client.post(f"/r/{code}/judge/", {**given, "seen": str(case.version)}, follow=True)
    assert "列入街道督查，不再重办" in words(done)
    case.refresh_from_db()
    assert case.state == "explained" and Judgement.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"satisfied": "5"}, "请先点“解决了”或“没解决”"),
        ({"solved": "yes"}, "请点一个"),
        ({"solved": "yes", "satisfied": "9"}, "请选 1 到 5"),
        ({"solved": "maybe", "satisfied": "5"}, "处要改"),
        ({"solved": "no", "satisfied": "1", "reason": "长" * 1001}, "最多 1000 个字"),
    ],
)
def test_a_half_judgement_is_asked_again(
    client: Client, code: str, street: World, given: dict[str, str], said: str
) -> None:
    answered(street, newest())
    page = client.post(f"/r/{code}/judge/", given)
    assert page.status_code == 200 and said in words(page) and not Judgement.objects.exists()


def test_a_stale_judgement_changes_nothing_and_says_so(client: Client, code: str, street: World) -> None:
    case = answered(street, newest())
    late = {"solved": "yes", "satisfied": "5", "seen": str(case.version - 1)}
    assert "不是最新的" in words(client.post(f"/r/{code}/judge/", late, follow=True))
    fresh = {**late, "seen": str(case.version)}
    client.post(f"/r/{code}/judge/", fresh)
    assert "不是最新的" in words(client.post(f"/r/{code}/judge/", fresh, follow=True))
    assert Judgement.objects.count() == 1


def test_who_handled_it_cannot_judge_even_with_the_code(client: Client, street: World) -> None:
    sign_in(client, street.people["head"])
    code = code_of(walk(client))
    case = answered(street, newest())
    assert "您来评" not in words(client.get(f"/m/{case.pk}/"))
    given = {"solved": "yes", "satisfied": "5", "seen": str(case.version)}
    page = Client().post(f"/r/{code}/judge/", given, follow=True)
    assert "经办单位的人不能评" in words(page) and not Judgement.objects.exists()


# --- add, take back, join


def test_words_and_photographs_are_added(client: Client, code: str) -> None:
    done = client.post(f"/r/{code}/words/", {"text": "今天更暗了"}, follow=True)
    assert "今天更暗了" in words(done) and "补充的话记下了" in words(done)
    done = client.post(f"/r/{code}/photo/", {"photo": picture()}, follow=True)
    assert "照片收到了" in words(done) and Photo.objects.count() == 1


@pytest.mark.parametrize(
    ("act", "given", "said"),
    [
        ("words", {"text": ""}, "还没有写字"),
        ("words", {"text": "长" * 10_000}, "写了 10000 个字"),
        ("photo", {}, "没收到照片"),
        ("photo", {"photo": SimpleUploadedFile("x.jpg", b"\xff\xd8\xff not")}, "没收到能看的照片"),
    ],
)
def test_what_cannot_be_added_is_said(client: Client, code: str, act: str, given: dict[str, Any], said: str) -> None:
    page = client.post(f"/r/{code}/{act}/", given)
    assert page.status_code == 200 and said in words(page) and "有 1 处要改" in words(page)


def test_a_fourth_photograph_is_refused_later_too(client: Client, code: str) -> None:
    for number in range(3):
        assert client.post(f"/r/{code}/photo/", {"photo": picture(f"{number}.jpg")}).status_code == 302
    page = client.post(f"/r/{code}/photo/", {"photo": picture("4.jpg")})
    assert "最多放 3 张照片" in words(page) and Photo.objects.count() == 3


def test_withdrawing_asks_once_and_closes(client: Client, code: str) -> None:
    case = newest()
    assert "撤回以后就不办了" in words(client.get(f"/r/{code}/withdraw/"))
    case.refresh_from_db()
    assert case.is_open
    done = client.post(f"/r/{code}/withdraw/", {"seen": str(case.version)}, follow=True)
    case.refresh_from_db()
    assert case.state == "withdrawn" and "已撤回" in words(done) and "不用办了" not in words(done)
    again = client.post(f"/r/{code}/withdraw/", {"seen": str(case.version)}, follow=True)
    assert "不是最新的" in words(again)


def test_joining_counts_people_not_taps(client: Client, code: str) -> None:
    case = newest()
    for _ in range(3):
        client.post(f"/m/{case.pk}/me-too/")
    Client().post(f"/m/{case.pk}/me-too/")
    case.refresh_from_db()
    assert case.voices == 3 and Voice.objects.count() == 2
    assert "已算上您" in words(client.get(f"/m/{case.pk}/"))
    client.post(f"/m/{case.pk}/me-too/", {"back": "1"})
    case.refresh_from_db()
    assert case.voices == 2
    assert client.get(f"/m/{case.pk}/me-too/").status_code == 405


def test_ones_own_and_closed_matters_are_not_joined(client: Client, street: World) -> None:
    walk(client)
    case, before = newest(), Person.objects.count()
    assert "已经算上您了" in words(client.post(f"/m/{case.pk}/me-too/", follow=True))
    street.move(street.reporter(case), case, "withdraw")
    assert "已经办结" in words(Client().post(f"/m/{case.pk}/me-too/", follow=True))
    assert not Voice.objects.exists() and Person.objects.count() == before


def test_the_reporter_reads_who_looked_at_her_number(client: Client, code: str, street: World) -> None:
    case = newest()
    street.move("head", case, "rise")
    about = Ref("cases.case", case.pk)
    people.read_contact(actor=street.actor("grid"), person_id=case.reporter_id, purpose="handle", about=about)
    said = words(client.get(f"/r/{code}/"))
    assert "南油一网格grid_team：办理您反映的事，需要时联系您" in said
    assert "grid_team：" not in words(client.get(f"/m/{case.pk}/"))


# --- lists, languages, queries


def test_my_matters_are_those_of_this_browser_or_this_account(client: Client, street: World) -> None:
    walk(client)
    assert "三单元楼道灯不亮三天了" in words(client.get("/mine/"))
    assert "这里还没有您反映的事" in words(Client().get("/mine/"))
    person = people.register_account(username="liming", password="a-long-password", name="李")
    signed = Client()
    sign_in(signed, person.pk)
    walk(signed, "我账号里的事")
    phone = Client()
    sign_in(phone, person.pk)
    assert "我账号里的事" in words(phone.get("/mine/")) and "三单元" not in words(phone.get("/mine/"))
    assert phone.get(f"/mine/?before={newest().pk}").status_code == 200
    assert phone.get("/mine/?before=x").status_code == 200


@pytest.mark.parametrize("state", ["sorting", "filed", "handling", "answered", "withdrawn"])
def test_each_page_stands_in_both_languages_in_every_state(client: Client, street: World, state: str) -> None:
    code = code_of(walk(client, matter="" if state == "sorting" else "LJ01"))
    case = newest()
    moves = {"handling": ["accept"], "answered": ["accept", "answer"]}.get(state, [])
    for move in moves:
        street.move("head", case, move, **({"answer": "好了", "outcome": "solved"} if move == "answer" else {}))
    if state == "withdrawn":
        street.move(street.reporter(case), case, "withdraw")
    for path in (f"/r/{code}/", f"/m/{case.pk}/", "/mine/", "/r/"):
        for who in (client, Client()):
            assert who.get(path).status_code == who.get(path, **ENGLISH).status_code == 200
    assert "经过" not in words(client.get(f"/r/{code}/", **ENGLISH))


def test_the_number_of_queries_does_not_grow(client: Client, street: World) -> None:
    walk(client)
    client.get("/mine/")
    with counted() as one:
        client.get("/mine/")
    reporter = street.reporter(newest())
    for number in range(40):
        with clock.at(clock.now()):
            case = street.report(text=f"{number} 号灯坏了", actor=reporter)
        session = client.session
        session["sent_here"] = [*session["sent_here"], case.pk]
        session.save()
    with counted() as many:
        page = client.get("/mine/")
    assert len(many) == len(one) <= 12 and page.content.count(b"data-row-link") == 30
    first = Case.objects.earliest("pk")
    with counted() as few:
        client.get(f"/m/{first.pk}/")
    for number in range(20):
        services.add_words(actor=reporter, case_id=first.pk, text=f"第 {number} 次补充")
    with counted() as more:
        client.get(f"/m/{first.pk}/")
    assert len(more) == len(few)
