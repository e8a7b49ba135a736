"""The lists of staff: counts, filters, search, several at once, constant queries, and a file that opens harmlessly."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cases.test_staff_pages import sign_in
from tests.world import SETUP, World

from gongzhi.cases.models import Case
from gongzhi.kernel import clock
from gongzhi.organisations import services as seats
from gongzhi.people import services as people
from gongzhi.places import services as places

TWO_PAGES = 60
FEW = 5


def page_of(browser: Client, address: str, **query: Any) -> str:
    """The page's text."""
    answer = browser.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def rows_of(page: str) -> list[str]:
    """The addresses of a list's rows, in order."""
    return re.findall(r'<a href="([^"]+)" data-row-link', page)


def test_the_inbox_says_why_each_is_here_and_counts_by_day(street: World) -> None:
    late = street.report("RQ01", text="煤气味很重")
    street.report("LJ01", place="HHY1")
    held = street.move("worker", street.report("FW01", text="外墙渗水"), "accept")
    street.move("worker", held, "whistle", calls=[street.body_of("safety").pk])
    with clock.at(clock.now() + timedelta(hours=3)):
        page = page_of(sign_in(street, "safety"), "/work/")
    assert "等接下" in page and "吹哨等到场" in page and "煤气味很重" in page
    assert "1 件过期了" in page
    assert len(rows_of(page)) == 2 and f"open={late.pk}" in rows_of(page)[0]


def test_while_it_waits_to_be_accepted_a_case_is_one_line(street: World) -> None:
    street.report()
    assert len(rows_of(page_of(sign_in(street, "head"), "/work/"))) == 1


def test_what_is_offered_called_disputed_stands_in_the_right_inbox(street: World) -> None:
    case = street.move("worker", street.report("FW01", text="外墙渗水"), "accept")
    street.move("worker", case, "offer", to_body=street.body_of("housing").pk, clause="FW01:street")
    assert "转来等接" in page_of(sign_in(street, "housing"), "/work/")
    street.move("head", street.report(), "refuse", clause="LJ01:grid")
    assert "等裁定" in page_of(sign_in(street, "worker"), "/work/")


def test_filters_are_in_the_address_and_a_broken_one_is_none(street: World) -> None:
    street.report("FW01", text="外墙渗水")
    street.move("worker", street.report("FW01", text="墙又湿了"), "accept")
    street.report("", text="不知道什么事")
    browser = sign_in(street, "worker")
    assert len(rows_of(page_of(browser, "/work/"))) == 3
    assert len(rows_of(page_of(browser, "/work/", kind="accept"))) == 1
    assert len(rows_of(page_of(browser, "/work/", state="sorting"))) == 1
    assert len(rows_of(page_of(browser, "/work/", mine="1"))) == 0
    assert len(rows_of(page_of(browser, "/work/", kind="'; drop", state="x", after="~", bucket="?"))) == 3
    assert "kind=accept&amp;open=" in page_of(browser, "/work/", kind="accept")


def test_the_list_goes_on_where_the_page_ended(street: World) -> None:
    for n in range(55):
        street.report(text=f"灯坏了 {n}")
    browser = sign_in(street, "head")
    first = page_of(browser, "/work/")
    onward = re.search(r'rel="next" href="([^"]+)"', first)
    assert onward and len(rows_of(first)) == 50
    second = browser.get("/work/" + onward[1].replace("&amp;", "&")).content.decode()
    assert len(rows_of(second)) == 5
    opened = {re.search(r"open=(\d+)", a)[1] for a in rows_of(first) + rows_of(second)}  # type: ignore[index]
    assert len(opened) == 55


def test_search_needs_two_characters_and_finds_only_what_one_may_see(street: World) -> None:
    street.report("FW01", text="外墙渗水厉害")
    street.report("FW01", place="HHY1", text="渗水到地下室")
    browser = sign_in(street, "worker")
    page = page_of(browser, "/work/", q="渗水")
    assert "外墙渗水厉害" in page and "地下室" not in page
    assert "请写两个字" in page_of(browser, "/work/", q="渗")
    assert "地下室" in page_of(sign_in(street, "officer"), "/work/", q="渗水")
    number = Case.objects.latest("pk").pk
    assert "没有找到" in page_of(browser, "/work/", q=str(number))


def test_the_detail_beside_the_list_only_for_what_one_may_see(street: World) -> None:
    mine, other = street.report(), street.report(place="HHY1", text="别处的灯")
    browser = sign_in(street, "head")
    assert "gz-panes-open" in page_of(browser, "/work/", open=mine.pk)
    hidden = page_of(browser, "/work/", open=other.pk)
    assert "gz-panes-open" not in hidden and "别处的灯" not in hidden
    assert page_of(browser, "/work/", open="9" * 30)
    assert sign_in(street, "head").get(f"/work/m/{other.pk}/").status_code == 403
    assert sign_in(street, "head").get("/work/m/999999/").status_code == 404


def test_accept_several_and_read_what_somebody_else_took(street: World) -> None:
    cases = [street.report(text=f"灯 {n}") for n in range(4)]
    street.move("head", cases[0], "refuse", clause="LJ01:grid")
    away = street.report(place="HHY1")
    sent = {"act": "accept", "select": [c.pk for c in cases] + [away.pk, "x"], "next": "/work/?kind=accept"}
    answer = sign_in(street, "head").post("/work/batch/", sent, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [("/work/?kind=accept", 302)]
    assert "接下 3 件，1 件刚被别人办了，1 件没办：" in page
    assert Case.objects.filter(state="handling").count() == 3


def test_nothing_chosen_and_a_foreign_address_to_go_on_to(street: World) -> None:
    browser = sign_in(street, "head")
    answer = browser.post("/work/batch/", {"act": "accept", "next": "https://elsewhere.example/"}, follow=True)
    assert answer.redirect_chain == [("/work/", 302)]
    assert "一件也没选" in answer.content.decode()


def test_hand_several_on_each_with_the_line_of_its_own_matter(street: World) -> None:
    cases = [street.move("worker", street.report(m, text=m, place="NYHY3"), "accept") for m in ("FW01", "FW01")]
    browser = sign_in(street, "worker")
    chosen = {"act": "offer", "select": [c.pk for c in cases]}
    assert "一起转 2 件" in browser.post("/work/batch/", chosen).content.decode()
    to = street.body_of("housing").pk
    assert "转出 2 件" in browser.post("/work/batch/", chosen | {"to_body": to}, follow=True).content.decode()
    assert set(Case.objects.values_list("state", "offered_to_id")) == {("offered", to)}
    again = browser.post("/work/batch/", chosen | {"to_body": street.body_of("neighbour").pk}, follow=True)
    assert "转出 0 件" in again.content.decode()


def _many(street: World, n: int) -> None:
    for i in range(n):
        street.report("LJ01" if i % 2 else "FW01", text=f"渗水和灯 {i}", place="NYHY3" if i % 3 else "HHY1")
        if i % 4 == 0:
            case = street.report("FW01", text=f"要吹哨的渗水 {i}")
            street.move("worker", case, "accept")
            street.move("worker", case, "whistle", calls=[street.body_of("urban").pk])


LISTS = (
    ("worker", "/work/"), ("worker", "/work/?q=渗水"), ("worker", "/street/cases/"), ("officer", "/street/cases/"),
    ("worker", "/work/whistles/"), ("urban", "/work/whistles/"), ("worker", "/work/?kind=accept&state=filed"),
)  # fmt: skip


@pytest.mark.parametrize(("who", "address"), LISTS)
def test_a_list_asks_the_database_as_often_for_sixty_as_for_five(street: World, who: str, address: str) -> None:
    _many(street, FEW)
    browser = sign_in(street, who)
    browser.get(address)  # the list of matters is read once a process
    few = _asked(browser, address)
    _many(street, TWO_PAGES)
    many = _asked(browser, address)
    assert few == many, (few, many)
    assert many <= 12


def _asked(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


def test_the_street_page_does_not_ask_more_for_more(street: World) -> None:
    browser = sign_in(street, "officer")
    _many(street, FEW)
    with clock.at(clock.now() + timedelta(days=3)):
        few = _asked(browser, "/street/")
        with clock.at(clock.now() - timedelta(days=3)):
            _many(street, 30)
        assert _asked(browser, "/street/") == few


def test_the_ladder_stands_in_rungs_and_its_rows_are_there(street: World) -> None:
    street.report(text="要督办的灯")
    street.report(place="HHY1", text="后海的灯")
    with clock.at(clock.now() + timedelta(days=2)):
        page = page_of(sign_in(street, "officer"), "/street/")
    assert re.search(r'督办 <span class="gz-number">2</span>', page)
    assert "要督办的灯" in page and "后海的灯" in page and "2 件过期要督办" in page
    assert page.index('id="rung-supervise"') < page.index('id="rung-soon"')


def test_the_map_has_a_list_beside_it_and_says_that_the_lines_are_drawn(street: World) -> None:
    street.report()
    shape = {"type": "Polygon", "coordinates": [[[113.9, 22.5], [113.91, 22.5], [113.91, 22.51], [113.9, 22.5]]]}
    place = street.places["440305007010"]
    places.draw_outline(actor=SETUP, place_id=place.pk, geojson=shape, datum="gcj02", synthetic=True)
    page = page_of(sign_in(street, "officer"), "/street/")
    assert "南油社区最多，1 件。" in page and "边界是示意的" in page
    assert f"/street/cases/?community_id={place.pk}" in page and "后海社区" in page


def test_a_community_reads_its_own_list_and_cannot_widen_it(street: World) -> None:
    street.report(text="南油的灯")
    street.report(place="HHY1", text="后海的灯")
    other = street.places["440305007011"].pk
    for query in ({}, {"community_id": other}, {"street_id": "1"}, {"before": "abc"}, {"state": "nonsense"}):
        page = page_of(sign_in(street, "worker"), "/street/cases/", **query)
        assert "南油的灯" in page and "后海的灯" not in page
    narrowed = page_of(sign_in(street, "officer"), "/street/cases/", community_id=other)
    assert "后海的灯" in narrowed and "南油的灯" not in narrowed
    assert "没有这样的事" in page_of(sign_in(street, "worker"), "/street/cases/", state="joint")


def _file(browser: Client, **query: Any) -> tuple[str, list[list[str]]]:
    answer = browser.get("/street/cases.csv", query)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return text, list(csv.reader(io.StringIO(text)))


def test_the_file_has_no_personal_data_and_no_formula(street: World) -> None:
    places.rename(actor=SETUP, place_id=street.places["NYHY"].pk, name="=HYPERLINK(1)", on=clock.today().date())
    case = street.report(text="王先生 13800000000 家的灯", phone="13800000000", name="王先生", where="=cmd|calc 301")
    text, rows = _file(sign_in(street, "officer"))
    assert rows[0][0] == "编号" and rows[1][0] == str(case.pk)
    for secret in ("13800000000", "王先生", "家的灯", "301", "calc"):
        assert secret not in text
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell[:1]]
    assert rows[1][4] == "等接手" and "3 栋" in rows[1][3]


def test_the_file_is_as_wide_as_the_seat_and_as_narrow_as_the_filter(street: World) -> None:
    for n in range(7):
        street.report("LJ01" if n % 2 else "FW01", place="NYHY3" if n % 3 else "HHY1", text=f"第 {n} 件")
    assert len(_file(sign_in(street, "officer"))[1]) == 8
    assert len(_file(sign_in(street, "officer"), matter="LJ01")[1]) == 4
    inside = Case.objects.filter(community_id=street.places["440305007010"].pk).count()
    assert len(_file(sign_in(street, "worker"), community_id=street.places["440305007011"].pk)[1]) == inside + 1


def test_the_sorting_desk_goes_from_one_to_the_next(street: World) -> None:
    first, second = street.report("", text="楼道灯不亮"), street.report("", text="外墙渗水")
    browser = sign_in(street, "worker")
    page = page_of(browser, "/work/sort/")
    assert "楼道灯不亮" in page and "还有 2 件等分" in page
    assert 'data-key="1"' in page and 'value="LJ01"' in page and "因为说到" in page
    sent = {"seen": first.version, "matter": "LJ01"}
    after = browser.post(f"/work/sort/{first.pk}/", sent, follow=True).content.decode()
    assert "已交" in after and "剩 1 件。" in after and "外墙渗水" in after
    late = browser.post(f"/work/sort/{first.pk}/", sent, follow=True).content.decode()
    assert "刚被别人分好了" in late
    wrong = browser.post(f"/work/sort/{second.pk}/", {"seen": second.version, "matter": "XX99"})
    assert wrong.status_code == 422 and "责任清单里没有" in wrong.content.decode()
    assert sign_in(street, "neighbour").post(f"/work/sort/{second.pk}/", sent).status_code == 403
    browser.post(f"/work/sort/{second.pk}/", {"seen": second.version, "matter": "FW01"})
    assert "都分完了" in page_of(browser, "/work/sort/")


def test_what_looks_like_no_business_of_the_community_is_said_at_the_desk(street: World) -> None:
    street.report("", text="帮我代取快递")
    page = page_of(sign_in(street, "worker"), "/work/sort/")
    assert "告诉反映人走别的路" in page


def test_a_seat_over_less_than_a_community_does_not_read_the_whole_of_it(street: World) -> None:
    street.report(text="南油的灯")
    person = people.reporter(name="片区").pk
    body = street.body_of("worker")
    grid = street.places["NY1"].pk
    seat = seats.create_seat(actor=SETUP, body_id=body.pk, role="supervisor", place_id=grid)
    seats.seat_person(actor=SETUP, seat_id=seat.pk, person_id=person)
    street.people["inspector"] = person
    for address in ("/street/cases/", "/street/cases.csv"):
        assert sign_in(street, "inspector").get(address).status_code == 403
