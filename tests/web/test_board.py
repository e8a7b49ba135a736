"""The public board and the staff's three rates: who sees what, how small numbers are held back, both languages."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests import world as world_module
from tests.world import MONDAY, World

from gongzhi.cases import services as cases
from gongzhi.cases.selectors import cases_for
from gongzhi.indicators import selectors
from gongzhi.kernel import clock
from gongzhi.organisations import services as seats
from gongzhi.organisations.models import Term
from gongzhi.people.models import Person
from gongzhi.record import services as record

STREET, NANYOU, HOUHAI = "440305007", "440305007010", "440305007011"


@pytest.fixture
def street(db: None) -> Iterator[World]:
    """The street, on a Monday morning."""
    with clock.at(MONDAY):
        yield world_module.build()


def signed_in(street: World, who: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=street.people[who]), "django.contrib.auth.backends.ModelBackend")
    return client


def judged(street: World, *marks: tuple[bool, int], **more: Any) -> list[Any]:
    """Cases that went all the way round, one for each judgement."""
    made = []
    for solved, satisfied in marks:
        case = street.report(**more)
        street.move("head", case, "accept")
        street.move("head", case, "answer", answer="灯泡换了", outcome="solved")
        cases.judge(actor=street.reporter(case), case_id=case.pk, solved=solved, satisfied=satisfied)
        made.append(case)
    record.deliver()
    return made


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


GOOD = ((True, 5), (True, 4), (True, 3), (False, 1))
FAIR = (*GOOD[:3], *((False, 1),) * 3)  # nothing small on either side


@pytest.mark.row("K07")
def test_the_board_answers_its_question_with_base_interval_and_exclusions(street: World) -> None:
    judged(street, *FAIR)
    for _ in range(3):
        gone = street.report()
        street.move(street.reporter(gone), gone, "withdraw")
    record.deliver()
    page = text_of(Client().get("/board/"))
    for words in (
        "粤海街道办得怎么样？", "收到 9 件", "评过的 6 次里，3 次说解决了", "50.0%", "3 / 6 次",
        "置信区间 18.8% 至 81.2%",
        "反映人自己撤回", "哪几类问题最久？", "各社区怎么样？", "南油社区",
        "算到 2026 年 9 月 7 日 09:00", "威尔逊", "1.96",
        "电话里念给本人，本人评的",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.row("K07")
def test_the_one_of_four_who_was_not_satisfied_is_told_by_no_number(street: World) -> None:
    """Three of four shows the one: no share, no count and no chart point that leaves the one over."""
    judged(street, *GOOD)
    for url in ("/board/", f"/board/{NANYOU}/"):
        page = Client().get(url).content.decode()
        assert "能倒推出很小的数，不显示" in page and "收到 4 件" in text_of(Client().get(url))
        for told in ("75.0", "3 / 4", "3 次说解决了", "figure=solved", "figure=satisfied"):
            assert told not in page, (url, told)
        assert "4 / 4" in page, "all answered in time: nought is no small number"
    for figure in ("solved", "satisfied"):
        behind = text_of(Client().get(f"/board/{NANYOU}/cases/?figure={figure}"))
        assert "能倒推出很小的数" in behind and "计了" not in behind
    rows = Client().get(f"/board/{STREET}/figures.csv").content.decode()
    assert ",solved,web,," in rows and ",judged,web,4," in rows and ",solved,,," in rows
    staff = text_of(signed_in(street, "officer").get("/street/rates/"))
    assert "75.0%" in staff and "3 / 4 次" in staff


def test_a_community_is_not_told_by_its_street_less_its_neighbours(street: World) -> None:
    judged(street, *FAIR)
    street.report(place="HHY1")
    record.deliver()
    page = text_of(Client().get("/board/"))
    table = page[page.index("各社区怎么样") :]
    assert "收到 7 件" in page and "南油社区 不显示" in table and "后海社区 不显示" in table


def test_the_board_speaks_english_without_a_chinese_sentence(street: World) -> None:
    judged(street, *FAIR)
    client = Client()
    client.cookies["django_language"] = "en"
    page = client.get(f"/board/{NANYOU}/").content.decode()
    for words in ("How is 南油社区 doing?", "Of 6 judgements, 3 said solved.", "How these figures are counted"):
        assert words in page
    kept = re.sub(r"(粤海街道|南油社区|中文|共治)", "", re.sub(r"(?s)<script[^>]*json.*?</script>", "", page))
    assert not re.findall("[\u4e00-\u9fff]+", kept)


def test_small_counts_are_held_back_from_everybody(street: World) -> None:
    judged(street, (True, 5), (False, 2))
    page = text_of(Client().get(f"/board/{NANYOU}/"))
    assert "数不显示，免得认出是谁" in page and "次数太少" in page
    assert "50.0%" not in page and "次说解决了" not in page
    refused = text_of(Client().get(f"/board/{NANYOU}/cases/?figure=judged"))
    assert "次数太少" in refused and "楼道灯不亮" not in refused


def test_the_board_shows_no_words_of_a_resident_before_they_are_released(street: World) -> None:
    made = judged(street, *GOOD, text="我住三单元，电话 13800138000")
    waiting = street.report(text="我家隔壁老张")
    record.deliver()
    urls = ["/board/", f"/board/{NANYOU}/", f"/board/{NANYOU}/cases/?figure=judged", f"/board/{NANYOU}/figures.csv"]
    for url in urls:
        content = Client().get(url).content.decode()
        assert "13800138000" not in content and "老张" not in content, url
    cases.release_heading(actor=street.actor("secretary"), case_id=waiting.pk, heading="三单元楼道灯")
    cases.release_heading(actor=street.actor("secretary"), case_id=made[0].pk, heading="换灯")
    assert "三单元楼道灯" in text_of(Client().get("/board/"))
    behind = text_of(Client().get(urls[2]))
    assert "楼道灯不亮 4" in behind and "换灯" in behind and "3 栋" not in behind


def test_the_download_has_the_counts_to_work_the_rates_out_again(street: World) -> None:
    judged(street, *FAIR)
    street.report(actor=street.actor("grid"), channel="grid")
    record.deliver()
    response = Client().get(f"/board/{STREET}/figures.csv")
    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    counts = {(r["code"], r["measure"], r["word"]): r["count"] for r in rows}
    assert (counts[STREET, "judged", "web"], counts[STREET, "solved", "web"]) == ("6", "3")
    assert (counts[NANYOU, "judged", ""], counts[STREET, "reported", "web"]) == ("6", "")
    assert (counts[STREET, "reported", "grid"], counts[STREET, "in_time", ""]) == ("", "6")


def test_months_of_the_address_are_looked_at_and_broken_ones_are_the_usual_year(street: World) -> None:
    judged(street, *GOOD)
    assert "还没有人反映" in text_of(Client().get("/board/?since=2026-01&until=2026-08"))
    assert "收到 4 件" in text_of(Client().get("/board/?since=2026-09&until=2026-08"))
    for broken in ("since=x&until=y", "since=2026-13", "until=9999-99", "since=２０２６-09"):
        assert "收到 4 件" in text_of(Client().get(f"/board/?{broken}")), broken


@pytest.mark.parametrize(
    "url",
    [
        "/board/nowhere/", "/board/440305/", "/board/NYHY3/", f"/board/{STREET}/cases/",
        f"/board/{STREET}/cases/?figure=worker", "/board/nowhere/figures.csv",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(street: World, url: str) -> None:
    assert Client().get(url).status_code == 404


def test_before_anybody_reported_the_board_invites(street: World) -> None:
    assert "还没有人反映" in text_of(Client().get("/board/"))
    assert Client().get(f"/board/{NANYOU}/").status_code == 200


@pytest.mark.parametrize("who", ["officer", "bureau"])
def test_the_street_reads_its_bodies_without_any_ranking(street: World, who: str) -> None:
    judged(street, *GOOD)
    page = text_of(signed_in(street, who).get("/street/rates/"))
    for words in ("粤海街道的三率", "75.0%", "各单位怎么样？", "不排名次", "3 栋building_team", "双考核：吹哨和报到"):
        assert words in page, words


@pytest.mark.parametrize(
    ("who", "status"), [("worker", 200), ("watcher", 200), ("urban", 200), ("head", 200), ("", 302)]
)
def test_who_may_read_the_figures_of_bodies(street: World, who: str, status: int) -> None:
    client = signed_in(street, who) if who else Client()
    assert client.get("/street/rates/").status_code == status
    assert client.get("/street/rates/cases/?figure=judged").status_code == status


def test_somebody_without_an_office_reads_no_bodys_figures(street: World) -> None:
    resident = Person.objects.get(pk=judged(street, GOOD[0])[0].reporter_id)
    client = Client()
    client.force_login(resident, "django.contrib.auth.backends.ModelBackend")
    for url in (
        "/street/rates/",
        f"/street/rates/?body={street.body_of('head').pk}",
        "/street/rates/cases/?figure=judged",
    ):
        assert client.get(url).status_code == 403, url


def test_a_body_reads_its_own_figures_and_no_others(street: World) -> None:
    """A desk, a building's head and a bureau of the district: their own body's, down to the cases; not one more."""
    judged(street, *GOOD, text="灯坏了，门口黑")
    case = street.report("FW01", text="外墙漏水")
    street.move("worker", case, "accept")
    street.move("worker", case, "whistle", calls=(street.body_of("urban").pk,))
    street.move("urban", case, "arrive")
    record.deliver()
    for who, judgements in (("head", 4), ("urban", 0), ("manager", 0), ("worker", 0)):
        client, body = signed_in(street, who), street.body_of(who)
        page = text_of(client.get(f"/street/rates/?body={body.pk}"))
        assert who == "worker" or f"{body.name}的三率" in text_of(client.get("/street/rates/"))
        assert f"{body.name}的三率" in page and "只有您所在单位的数" in page
        assert "各单位怎么样" not in page and "各社区怎么样" not in page
        opened = text_of(client.get(f"/street/rates/cases/?figure=judged&body={body.pk}"))
        assert f"计了 {judgements} 次" in opened and opened.count("灯坏了") == judgements
        for other in {street.body_of(key).pk for key in ("head", "urban", "worker", "bureau")} - {body.pk}:
            for url in (f"/street/rates/?body={other}", f"/street/rates/cases/?figure=judged&body={other}"):
                refused = client.get(url)
                assert refused.status_code == 403 and "每个单位看自己的三率" in text_of(refused), url
        for url in (f"/street/rates/?place={STREET}&body={body.pk}", f"/street/rates/?place={HOUHAI}"):
            assert client.get(url).status_code == 403, url
    sides = text_of(signed_in(street, "urban").get("/street/rates/"))
    assert sides.index("报到方") < sides.index(f"{street.body_of('urban').name} 1") < sides.index("吹哨方")


def test_the_figures_of_a_body_end_with_the_seat_in_it(street: World) -> None:
    client, body = signed_in(street, "head"), street.body_of("head").pk
    assert client.get(f"/street/rates/?body={body}").status_code == 200
    term = Term.objects.get(person_id=street.people["head"])
    seats.end_term(actor=world_module.SETUP, term_id=term.pk)
    assert client.get(f"/street/rates/?body={body}").status_code == 403


def test_a_community_reads_itself_and_not_its_neighbour(street: World) -> None:
    client = signed_in(street, "worker")
    assert client.get(f"/street/rates/?place={NANYOU}").status_code == 200
    for code in (HOUHAI, STREET):
        assert client.get(f"/street/rates/?place={code}").status_code == 403
        assert client.get(f"/street/rates/cases/?figure=judged&place={code}").status_code == 403
    assert client.get("/street/rates/?place=nowhere").status_code == 404


def test_every_number_of_the_staff_opens_to_as_many_cases(street: World) -> None:
    judged(street, *GOOD)
    late = street.report()
    with clock.at(MONDAY.replace(hour=15)):
        street.move("head", late, "accept")
        record.deliver()
        client = signed_in(street, "officer")
        page = client.get("/street/rates/").content.decode()
        links = re.findall(r'<a href="(/street/rates/cases/[^"]+)">([\d,]+)</a>', page)
        assert len(links) >= 6
        for url, number in links:
            opened = client.get(url.replace("&amp;", "&")).content.decode()
            assert opened.count("<tr") - 1 == int(number), url
            assert f"计了 {number} 次" in opened
        body = street.body_of("head")
        own = client.get(f"/street/rates/?body={body.pk}").content.decode()
        assert f"{body.name}的三率" in own
        assert client.get("/street/rates/?body=999999").status_code == 404
        assert client.get("/street/rates/?body=x").status_code == 404
        assert client.get(f"/street/rates/?place={NANYOU}&body={body.pk}").status_code == 404


def test_behind_a_number_only_what_the_reader_may_see_is_shown(street: World) -> None:
    case = judged(street, *GOOD, text="只给经办的人看")[0]
    client = signed_in(street, "bureau")
    opened = client.get("/street/rates/cases/?figure=judged").content.decode()
    allowed = set(cases_for(street.actor("bureau")).values_list("pk", flat=True))
    behind = selectors.case_ids("judged", selectors.Scope(street_id=case.street_id))
    assert opened.count("只给经办的人看") == len([pk for pk in behind if pk in allowed])
    assert opened.count("您的岗位看不到这件的内容") == len([pk for pk in behind if pk not in allowed])


def test_first_answers_that_wait_past_their_time_are_said(street: World) -> None:
    street.report()
    record.deliver()
    client = signed_in(street, "officer")
    assert "过了首次回应的时限" not in text_of(client.get("/street/rates/"))
    with clock.at(MONDAY.replace(hour=15)):
        assert "现在有 1 件过了首次回应的时限" in text_of(client.get("/street/rates/"))


@pytest.mark.row("E02")
def test_both_sides_of_the_whistle_stand_on_the_page_with_the_same_columns(street: World) -> None:
    case = street.report("FW01")
    street.move("worker", case, "accept")
    street.move("worker", case, "whistle", calls=(street.body_of("urban").pk,))
    street.move("urban", case, "arrive")
    record.deliver()
    page = signed_in(street, "officer").get("/street/rates/").content.decode()
    heads = re.findall(r"(?s)<caption[^>]*>(报到方|吹哨方).*?<thead>(.*?)</thead>", page)
    assert [side for side, _ in heads] == ["报到方", "吹哨方"]
    assert heads[0][1] == heads[1][1]


def test_pages_take_a_fixed_number_of_queries(street: World, django_assert_max_num_queries: Any) -> None:
    judged(street, *GOOD)
    with django_assert_max_num_queries(45):
        Client().get("/board/")
    assert reverse("board") == "/board/"
