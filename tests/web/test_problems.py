"""The pages of recurring problems: who may read them, what they say empty and full, and every act on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import world as world_module
from tests.triage.test_recurring import OTHERS, PLANT
from tests.world import MONDAY, World

from gongzhi.cases.models import Case
from gongzhi.flows.grouping import group_waiting
from gongzhi.kernel import clock
from gongzhi.people.models import Person
from gongzhi.record.services import deliver
from gongzhi.triage import selectors
from gongzhi.triage.models import Problem

LIST = "/work/problems/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def street(db: None) -> Iterator[World]:
    """The small street on a Monday morning, in which nobody has spoken yet."""
    with clock.at(MONDAY):
        yield world_module.build()


@pytest.fixture
def problem(street: World) -> Problem:
    """The plant of which five people spoke, as the machine found it."""
    for text in (*OTHERS, *PLANT):
        street.report("", text=text)
    deliver()
    group_waiting()
    return Problem.objects.get()


def signed_in(street: World, who: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=street.people[who]), BACKEND)
    return client


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def page(problem: Problem, act: str = "") -> str:
    return f"{LIST}{problem.pk}/{act}/" if act else f"{LIST}{problem.pk}/"


def now(problem: Problem) -> Problem:
    return Problem.objects.get(pk=problem.pk)


def send(street: World, problem: Problem, act: str, who: str = "worker", **given: Any) -> Any:
    """The act's form as a browser sends it, with the version that the page showed."""
    return signed_in(street, who).post(page(problem, act), {"seen": now(problem).version, **given})


def confirm(street: World, problem: Problem, title: str = "搅拌站夜间噪音") -> None:
    answer = send(street, problem, "confirm", title=title, lead=street.body_of("worker").pk)
    assert answer.status_code == 302, words_of(answer)


def plan(street: World, problem: Problem, text: str = "请搅拌站夜里停产") -> None:
    assert send(street, problem, "plan", plan=text, day="2026-09-30").status_code == 302


def finish(street: World, problem: Problem) -> None:
    assert send(street, problem, "finish", note="夜里十点后停产").status_code == 302


def numbers(problem: Problem) -> list[int]:
    return [heard.about_id for heard in selectors.messages_of(problem.pk)]


# --- reading


@pytest.mark.parametrize(
    ("who", "status"),
    [("worker", 200), ("officer", 200), ("watcher", 200), ("neighbour", 403), ("manager", 403), ("grid", 403)],
)
def test_the_desks_and_watchers_of_the_area_read_it_and_nobody_else(
    street: World, problem: Problem, who: str, status: int
) -> None:
    client = signed_in(street, who)
    assert client.get(page(problem)).status_code == status
    listed = client.get(LIST)
    assert listed.status_code == 200
    assert (problem.title in words_of(listed)) == (status == 200)
    assert (problem.title in words_of(client.get(f"{LIST}?open={problem.pk}"))) == (status == 200)


def test_strangers_sign_in_and_residents_are_told_where_to_look(street: World, problem: Problem) -> None:
    for address in (LIST, page(problem), page(problem, "confirm")):
        assert Client().get(address).status_code == 302
    nobody = Client()
    nobody.force_login(Person.objects.get(pk=Case.objects.first().reporter_id), BACKEND)
    assert nobody.get(LIST).status_code == 403


def test_an_empty_list_explains(street: World) -> None:
    assert "还没有重复出现的问题" in words_of(signed_in(street, "worker").get(LIST))
    assert "只列您的岗位管得到的地方" in words_of(signed_in(street, "grid").get(LIST))


@pytest.mark.row("E03")
def test_a_row_says_what_how_many_where_when_and_how_it_goes(street: World, problem: Problem) -> None:
    said = words_of(signed_in(street, "worker").get(LIST))
    for words in (
        problem.title, "5 人说过，5 件", "近四周 5 件，前四周 0 件，多了", "等人看一看", "南油花园 · 3 栋", "还剩 7 天",
        "等您单位：1 个要看一看。", "没了结的 1", "等我们办 1", "等定办法 0",
    ):  # fmt: skip
        assert words in said, words
    assert "这一栏里没有" in words_of(signed_in(street, "worker").get(f"{LIST}?state=planned"))


@pytest.mark.row("E03")
def test_the_page_says_who_must_do_what_by_when_and_what_people_said(street: World, problem: Problem) -> None:
    said = words_of(signed_in(street, "worker").get(page(problem)))
    assert "前定下它是不是一个问题，过了记为超时" in said
    assert all(text in said for text in PLANT)
    assert "还没有答复" in said and "手上还有 5 件没答复" in said
    assert "近 26 周 5 件" in said and "说不准接下来会怎样" in said
    assert "系统看出 5 个人在说同一件事" in said
    assert "说的人来自 1 个地方" in said


def test_whoever_may_not_see_a_case_reads_day_and_place_only(street: World, problem: Problem) -> None:
    answer = send(street, problem, "confirm", title="搅拌站噪音", lead="", other=street.body_of("urban").pk)
    assert answer.status_code == 302
    said = words_of(signed_in(street, "urban").get(page(problem)))
    assert "其中 5 件您的岗位看不到内容" in said and "南油花园 · 3 栋" in said
    assert not [text for text in PLANT if text in said]
    assert "定办法" in said and "改题目" not in said


def test_what_was_answered_stands_by_body(street: World, problem: Problem) -> None:
    case = Case.objects.get(text=PLANT[0])
    street.move("worker", case, "sort", matter="ZS01")
    case.refresh_from_db()
    street.move("grid", case, "accept")
    street.move("grid", case, "answer", answer="网格员李工九月七日去看过，城管周三复查", outcome="explained")
    said = words_of(signed_in(street, "worker").get(page(problem)))
    assert "网格员李工九月七日去看过，城管周三复查" in said and "NY1" not in said
    assert "说明原因，暂时解决不了" in said and "手上还有 4 件没答复" in said


def test_the_english_page_is_whole(street: World, problem: Problem) -> None:
    confirm(street, problem)
    plan(street, problem)
    client = signed_in(street, "worker")
    client.cookies["django_language"] = "en"
    parts = {text[:n] for text in (*PLANT, now(problem).title) for n in range(4, len(text) + 1)}
    own = {*parts, "请搅拌站夜里停产", "南油", "粤海", "南山", "中文", "3 栋"}
    for address in (
        LIST,
        page(problem),
        page(problem, "progress"),
        f"/problems/of/{problem.pk}/",
        "/problems/440305007010/",
    ):
        said = words_of(client.get(address))
        for words in sorted(own, key=len, reverse=True):
            said = said.replace(words, "")
        assert not re.findall(r"[\u4e00-\u9fff]{3,}", re.sub(r"花园|社区|街道|区", "", said)), address


# --- the month


@pytest.mark.row("F09")
def test_what_a_community_takes_on_stands_on_its_public_page(street: World, problem: Problem) -> None:
    month = "/problems/440305007010/202609/"
    assert "还没有列出每月一题" in words_of(Client().get(month))
    assert Client().get(f"/problems/of/{problem.pk}/").status_code == 404, "nobody has confirmed it"
    confirm(street, problem)
    plan(street, problem)
    assert send(street, problem, "take_on", month="202609").status_code == 302
    said = words_of(Client().get(month))
    for words in ("认领了 1 题", "搅拌站夜间噪音", "请搅拌站夜里停产", "9 月 30 日 18:00", "5 位邻居说过"):
        assert words in said, words
    assert not [text for text in PLANT if text in said]
    assert "搅拌站夜间噪音" in words_of(Client().get("/c/440305007010/")), "the community's first page says so"
    open_page = words_of(Client().get(f"/problems/of/{problem.pk}/"))
    assert "请搅拌站夜里停产" in open_page and "列为 2026 年 9 月 的每月一题" in open_page
    assert not [text for text in PLANT if text in open_page]
    assert send(street, problem, "take_off", month="202609").status_code == 302
    assert "搅拌站夜间噪音" not in words_of(Client().get(month))


def test_before_and_after_are_shown_and_small_counts_held_back(street: World, problem: Problem) -> None:
    confirm(street, problem)
    plan(street, problem)
    finish(street, problem)
    assert send(street, problem, "take_on", month="202609").status_code == 302
    with clock.at(MONDAY + timedelta(days=20)):
        street.report("", text=PLANT[0])
        deliver()
        group_waiting()
        said = words_of(Client().get("/problems/440305007010/202609/"))
        own = words_of(signed_in(street, "worker").get(page(problem)))
    assert "以前 5 件，以后 不到 3 件" in said
    assert "以前 5 件，以后 1 件" in own


def test_why_a_problem_is_none_stays_inside_the_house(street: World, problem: Problem) -> None:
    confirm(street, problem)
    assert send(street, problem, "take_on", month="202609").status_code == 302
    assert send(street, problem, "dismiss", reason="内部理由").status_code == 302
    assert Client().get(f"/problems/of/{problem.pk}/").status_code == 404
    assert "搅拌站" not in words_of(Client().get("/problems/440305007010/202609/"))


def test_the_months_address_remembers_the_community_and_lets_choose(street: World) -> None:
    visitor = Client()
    assert "南油社区" in words_of(visitor.get("/problems/"))
    visitor.cookies["community"] = "440305007010"
    assert visitor.get("/problems/").url == "/problems/440305007010/"
    assert visitor.get("/problems/?choose=1").status_code == 200
    for wrong in (
        "/problems/nowhere/",
        "/problems/440305007/",
        "/problems/440305007010/202613/",
        "/problems/440305007010/1/",
    ):
        assert visitor.get(wrong).status_code == 404, wrong


# --- beside cases


def test_a_case_names_its_problem_to_staff_and_neighbours_to_its_reporter(street: World, problem: Problem) -> None:
    case = Case.objects.get(text=PLANT[0])
    staff = f"/work/m/{case.pk}/"
    assert f'href="{page(problem)}"' in signed_in(street, "worker").get(staff).content.decode()
    reporter = Client()
    reporter.force_login(Person.objects.get(pk=case.reporter_id), BACKEND)
    assert "邻居说过同一件事" not in words_of(reporter.get(f"/m/{case.pk}/")), "nobody has confirmed it"
    confirm(street, problem)
    own = reporter.get(f"/m/{case.pk}/")
    assert "另有 4 位邻居说过同一件事" in words_of(own)
    assert f"/problems/of/{problem.pk}/" in own.content.decode()


def test_the_inbox_says_what_waits_and_leads_there(street: World, problem: Problem) -> None:
    inbox = signed_in(street, "worker").get("/work/")
    assert "1 个重复出现的问题等您单位" in words_of(inbox) and f"{LIST}?state=asked" in inbox.content.decode()
    assert problem.title in words_of(signed_in(street, "worker").get(f"{LIST}?state=asked"))
    assert "重复出现的问题等您单位" not in words_of(signed_in(street, "officer").get("/work/"))


def test_lists_and_pages_ask_the_database_a_fixed_number_of_times(
    street: World, problem: Problem, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(street, "worker")
    with django_assert_max_num_queries(12):
        client.get("/work/")
    with django_assert_max_num_queries(14):
        client.get(LIST)
    with django_assert_max_num_queries(45):
        client.get(page(problem))
