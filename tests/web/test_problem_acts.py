"""Every act on a recurring problem through its form: done, refused at its field, out of date, and not theirs."""

from __future__ import annotations

import re

import pytest
from tests.web.test_problems import (
    confirm,
    finish,
    now,
    numbers,
    page,
    plan,
    send,
    signed_in,
    words_of,
)
from tests.web.test_problems import problem as problem
from tests.web.test_problems import street as street
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.triage import selectors
from gongzhi.triage.models import Heard, MonthTopic, Problem

LIST = "/work/problems/"


def test_every_act_by_its_form_from_found_to_watched(street: World, problem: Problem) -> None:
    confirm(street, problem)
    assert (now(problem).state, now(problem).title, now(problem).named_by_hand) == ("confirmed", "搅拌站夜间噪音", True)
    plan(street, problem)
    assert now(problem).plan_due.astimezone(clock.CHINA).isoformat() == "2026-09-30T18:00:00+08:00"
    assert send(street, problem, "progress", note="已经谈过一次").status_code == 302
    finish(street, problem)
    assert now(problem).state == "watched"
    said = words_of(signed_in(street, "worker").get(page(problem)))
    for words in ("请搅拌站夜里停产", "已经谈过一次", "夜里十点后停产", "同样 1 天：以前 5 件，以后 0 件"):
        assert words in said, words


def test_the_bar_shows_exactly_what_is_open_now(street: World, problem: Problem) -> None:
    def acts(who: str) -> set[str]:
        body = signed_in(street, who).get(page(problem)).content.decode()
        bar = body.partition("data-actbar")[2].partition('id="panel"')[0]
        return set(re.findall(rf"{page(problem)}([a-z_]+)/", bar))

    assert acts("worker") == {"confirm", "rename", "put_in", "split", "dismiss"}, "there is no other to join"
    assert acts("watcher") == set()
    confirm(street, problem)
    assert acts("worker") == {"plan", "take_on", "rename", "put_in", "split", "dismiss"}
    plan(street, problem)
    assert acts("worker") == {"plan", "progress", "finish", "take_on", "rename", "put_in", "split"}
    finish(street, problem)
    assert acts("worker") == {"take_on", "rename", "put_in", "split"}


def test_ending_acts_have_no_single_key(street: World, problem: Problem) -> None:
    body = signed_in(street, "worker").get(page(problem)).content.decode()
    keys = dict(re.findall(r'href="[^"]*/([a-z_]+)/" data-key="(.)"', body))
    assert keys == {"confirm": "c", "rename": "r"}


@pytest.mark.parametrize(
    ("act", "given", "field", "words"),
    [
        ("confirm", {"title": "", "lead": "1"}, "f_title", "请写一个别人一看就懂的题目"),
        ("confirm", {"title": "长" * 61}, "f_title", "题目最多 60 个字"),
        ("confirm", {"title": "搅拌站", "lead": "999999"}, "f_lead", "请选一个单位来牵头"),
        ("confirm", {"title": "搅拌站", "lead": ""}, "f_lead", "请选一个单位来牵头"),
        ("dismiss", {"reason": ""}, "f_reason", "请写一句为什么"),
        ("put_in", {"number": "999999"}, "f_number", "请选同一个街道里的一件事"),
        ("put_in", {"number": "一"}, "f_number", "编号只有数字"),
        ("split", {"title": "粉尘"}, "f_select", "请勾选要分出去的几件"),
        ("split", {"title": "", "select": "1"}, "f_title", "请写一个别人一看就懂的题目"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    street: World, problem: Problem, act: str, given: dict[str, str], field: str, words: str
) -> None:
    answer = send(street, problem, act, **given)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}_error"' in body and words in words_of(answer) and "处要改" in words_of(answer)
    kept = given.get("title") or given.get("number", "")
    assert kept in body
    assert now(problem).state == "found" and now(problem).version == problem.version


def test_a_day_in_the_past_is_refused_at_its_field(street: World, problem: Problem) -> None:
    confirm(street, problem)
    answer = send(street, problem, "plan", plan="夜里停产", day="2026-09-01")
    assert answer.status_code == 422 and 'id="f_day_error"' in answer.content.decode()
    assert "夜里停产" in answer.content.decode()


@pytest.mark.parametrize("act", ["dismiss", "rename", "split"])
def test_a_page_that_is_not_the_latest_says_so_and_keeps_what_was_typed(
    street: World, problem: Problem, act: str
) -> None:
    seen = problem.version
    confirm(street, problem)
    given = {"reason": "写了好久的理由", "title": "写了好久的题目", "select": numbers(problem)[:1]}
    answer = signed_in(street, "officer").post(page(problem, act), {"seen": seen, **given})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "刚有人动过" in said and "写了好久的" in said and "确认是一个问题，由" in words_of(answer)
    assert f'name="seen" value="{now(problem).version}"' in said, "sent again, it counts"
    assert now(problem).state == "confirmed" and now(problem).title == "搅拌站夜间噪音"


def test_a_step_that_somebody_else_made_is_not_asked_again(street: World, problem: Problem) -> None:
    seen = problem.version
    confirm(street, problem)
    given = {"seen": seen, "title": "我写的题目", "lead": street.body_of("worker").pk}
    answer = signed_in(street, "officer").post(page(problem, "confirm"), given)
    assert answer.status_code == 409 and "已由别人做了" in words_of(answer) and "我写的题目" in words_of(answer)


@pytest.mark.row("C01")
def test_rows_are_ticked_then_split_with_a_title_and_taken_out_and_put_back(street: World, problem: Problem) -> None:
    first, second, *rest = numbers(problem)
    begun = send(street, problem, "split", start="1", select=[first, second])
    body = begun.content.decode()
    assert begun.status_code == 200 and body.count('form="act-form" checked') == 2, "the ticks come along"
    done = send(street, problem, "split", title="搅拌站的粉尘", select=[first, second])
    other = Problem.objects.exclude(pk=problem.pk).get()
    assert done.status_code == 302 and done.url == f"{page(other)}?of={problem.pk}"
    assert set(numbers(other)) == {first, second}
    assert (other.people, now(problem).people) == (2, 3)
    assert "从另一个问题里分出来" in words_of(signed_in(street, "worker").get(page(other)))

    assert send(street, problem, "take_out", select=rest[:1]).status_code == 302
    assert now(problem).people == 2 and not Heard.objects.get(about_id=rest[0]).problem_id
    assert send(street, problem, "put_in", number=rest[0]).status_code == 302
    assert now(problem).people == 3

    joined = send(street, other, "join", into=problem.pk)
    assert joined.status_code == 302 and selectors.counted([problem.pk])[problem.pk] == (5, 5)
    said = words_of(signed_in(street, "worker").get(page(problem)))
    assert "并进来的：搅拌站的粉尘" in said and "在并进来的问题里" in said
    assert send(street, other, "part").status_code == 302 and now(other).state == "found"


def test_nothing_ticked_takes_nothing_out(street: World, problem: Problem) -> None:
    client = signed_in(street, "worker")
    answer = client.post(page(problem, "take_out"), {"select": ["x", "", "999999"]}, follow=True)
    assert "这件事不在这个问题里" in words_of(answer)
    assert "请先勾选" in words_of(client.post(page(problem, "take_out"), follow=True))
    assert now(problem).people == 5


def test_a_problem_is_dropped_with_a_reason_and_looked_at_again(street: World, problem: Problem) -> None:
    assert send(street, problem, "dismiss", reason="工地已经撤走").status_code == 302
    client = signed_in(street, "worker")
    assert "了结的 1" in words_of(client.get(LIST)) and "没了结的 0" in words_of(client.get(LIST))
    assert "工地已经撤走" in words_of(client.get(page(problem)))
    assert send(street, problem, "look_again").status_code == 302 and now(problem).state == "found"


@pytest.mark.parametrize("act", ["confirm", "dismiss", "rename", "split", "put_in", "take_out", "take_on", "take_off"])
@pytest.mark.parametrize("who", ["neighbour", "watcher", "urban"])
def test_who_may_not_decide_is_refused_and_nothing_moves(street: World, problem: Problem, who: str, act: str) -> None:
    lead = street.body_of("urban").pk
    if act != "confirm":
        assert send(street, problem, "confirm", title="搅拌站", lead="", other=lead).status_code == 302
    before = now(problem).version
    given = {
        "title": "别的", "lead": "", "other": lead, "reason": "x", "note": "x", "number": "1",
        "select": numbers(problem)[:1], "month": "202609",
    }  # fmt: skip
    assert send(street, problem, act, who, **given).status_code == 403
    assert now(problem).version == before and not MonthTopic.objects.exists() and len(numbers(problem)) == 5


def test_only_what_the_reader_sees_can_be_joined_into(street: World, problem: Problem) -> None:
    far = Problem.objects.get(pk=problem.pk)
    far.pk, far.theme, far.title = None, 900, "后海的事"
    far.community = street.places["440305007011"]
    far.save()
    worker = signed_in(street, "worker")
    assert worker.get(page(problem, "join")).status_code == 302, "there is nothing to join into"
    answer = send(street, problem, "join", into=far.pk)
    assert answer.status_code == 422 and "后海的事" not in words_of(answer)
    assert "后海的事" in words_of(signed_in(street, "officer").get(page(problem, "join")))
