"""The desk: a reason stands where words stood, joined answers count once, posts come in once, questions get answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from tests.opinions.talks import QUESTION, Talk, start
from tests.opinions.test_saying import code_of, counters
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.clock import CHINA
from gongzhi.opinions import selectors, services
from gongzhi.opinions.models import Opinion, Post, Question, Sheet, Tombstone
from gongzhi.people import selectors as people
from gongzhi.record.models import Fact

CHAT = """张三 2026-09-05 20:11
充电桩什么时候装？
李四 2026-09-05 20:12
@张三 我家楼下也要
王五 2026-09-05 20:13
[图片]
李四 2026-09-06 08:01
张三说得对，电费谁出
"""


def signed_in(talk: Talk, who: str) -> Client:
    client = Client()
    client.force_login(people.person(talk.world.people[who]))
    return client


# --- statements


def test_a_tombstone_with_its_reason_stands_where_the_statement_stood(talk: Talk) -> None:
    first, worker = talk.seeds[0], talk.world.actor("worker")
    who = services.say(person_id=talk.votes(1), conversation_id=talk.pk, text="装在南门口").author_id
    down = lambda **given: services.take_down(actor=worker, statement_id=first.pk, **given)  # noqa: E731
    assert code_of(lambda: down(reason="dislike", said="不好")) == "reason"
    assert code_of(lambda: down(reason="untrue", said=" ")) == "missing"
    for nobody in ("manager", "neighbour", "watcher"):
        stranger = talk.world.actor(nobody)
        assert code_of(
            lambda actor=stranger: services.take_down(actor=actor, statement_id=first.pk, reason="untrue", said="不实")
        ) == "denied"  # fmt: skip
    down(reason="untrue", said="消防看过，空地不够宽")
    assert first not in selectors.statements_of(talk.pk)
    assert code_of(lambda: down(reason="untrue", said="再撤一次")) == "stale"
    page = Client().get(f"/talks/{talk.pk}/map/").content.decode()
    assert "消防看过，空地不够宽" in page and "查过，与事实不符" in page and first.text not in page
    assert first.text not in Client().get(f"/talks/{talk.pk}/sheet/").content.decode()
    services.restore(actor=worker, statement_id=first.pk)
    assert counters(talk.again(first)) == (1, 0, 0), "what was answered before counts again"
    assert [act.act for act in selectors.log_of(talk.pk)][:2] == ["restore", "take_down"]
    assert who and not Fact.objects.filter(kind="opinions.moderated", data__icontains="消防").exists()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Tombstone.objects.update(said="没有撤过")


def test_joined_statements_count_everybody_once_and_part_again(talk: Talk) -> None:
    one, into, worker = talk.seeds[0], talk.seeds[1], talk.world.actor("worker")
    both, only = talk.votes(1, -1), talk.votes(1, 9)
    services.join(actor=worker, statement_id=one.pk, into_id=into.pk)
    assert counters(talk.again(into)) == (1, 1, 0), "who answered both keeps the answer to the other"
    late = talk.neighbour()
    services.vote(person_id=late, statement_id=one.pk, value=1)  # a page that was open before
    assert selectors.answers_of(late, talk.pk) == {into.pk: 1}
    assert code_of(lambda: services.join(actor=worker, statement_id=into.pk, into_id=one.pk)) == "cannot_join"
    other = start(talk.world).seeds[0]
    wrong = lambda: services.join(actor=worker, statement_id=talk.seeds[2].pk, into_id=other.pk)  # noqa: E731
    assert code_of(wrong) == "cannot_join"
    services.part(actor=worker, statement_id=one.pk)
    assert counters(talk.again(one)) == (2, 0, 0) and counters(talk.again(into)) == (1, 1, 0)
    assert set(selectors.answers_of(only, talk.pk)) == {one.pk} and both


def test_who_opens_a_conversation_and_what_is_no_question(street: World) -> None:
    given = {"body_id": street.body_of("worker").pk, "place_id": street.places["440305007010"].pk}
    for actor, words, code in (
        (street.actor("neighbour"), QUESTION, "denied"), (street.actor("watcher"), QUESTION, "denied"),
        (Actor(person_id=street.people["head"]), QUESTION, "denied"), (street.actor("worker"), " ", "missing"),
        (street.actor("worker"), "长" * 121, "too_long"),
    ):  # fmt: skip
        assert code_of(lambda a=actor, w=words: services.open_conversation(actor=a, question=w, **given)) == code
    past = {"question": QUESTION, "closes": clock.now()}
    assert code_of(lambda: services.open_conversation(actor=street.actor("worker"), **given, **past)) == "past"
    assert services.open_conversation(actor=street.actor("officer"), question=QUESTION, **given).state == "open"


# --- posts and questions


@pytest.mark.row("B04")
def test_posts_come_in_once_without_names_and_every_question_gets_an_answerer_and_a_clock(talk: Talk) -> None:
    worker = talk.world.actor("worker")
    bring = lambda data: services.import_posts(actor=worker, conversation_id=talk.pk, data=data)  # noqa: E731
    report = bring(CHAT.encode())
    assert (report.taken, report.known, report.questions, [row for row, _why in report.refused]) == (3, 0, 2, [5])
    longer = CHAT + "赵六 2026-09-06 09:00\n好\n李四 2026-09-06 09:00\n好\n李四 2026-09-06 09:00\n好\n"
    again = bring(longer.encode("gb18030"))
    assert (again.taken, again.known) == (3, 3) and bring(longer.encode()).taken == 0
    posts = selectors.posts_of(talk.pk)
    assert [post.speaker for post in posts][:3] == [1, 2, 2] and posts[1].text == "群友1 我家楼下也要"
    assert not [post for post in Post.objects.all() if "张三" in post.text + post.key + post.speaker_key]
    waiting = selectors.questions_of(talk.pk)
    assert [w.question.text for w in waiting] == ["充电桩什么时候装？", "群友1说得对，电费谁出"]
    due = datetime(2026, 9, 11, tzinfo=CHINA)  # three working days after Monday: until Thursday is over
    assert {(w.question.body_id, w.due_at) for w in waiting} == {(talk.made.body_id, due)}
    assert code_of(
        lambda: services.import_posts(actor=talk.world.actor("manager"), conversation_id=talk.pk, data=b"[]")
    )
    for broken in (b"", b"[{", b'{"a": 1}'):
        assert code_of(lambda data=broken: bring(data)) in ("empty_file", "broken", "no_rows")


@pytest.mark.row("B04")
def test_the_list_of_unanswered_questions_is_exact(talk: Talk) -> None:
    worker, community = talk.world.actor("worker"), talk.world.places["440305007010"]
    services.import_posts(actor=worker, conversation_id=talk.pk, data=CHAT.encode())
    first, second = (w.question for w in selectors.questions_of(talk.pk))
    later = services.ask(person_id=talk.neighbour(), conversation_id=talk.pk, text="装几个？")
    due = selectors.questions_of(talk.pk)[0].due_at
    late = lambda now, place=community: [w.question.pk for w in selectors.unanswered(place, now)]  # noqa: E731
    assert late(due) == [] and late(due + timedelta(microseconds=1)) == [first.pk, second.pk, later.pk]
    services.answer_question(actor=worker, question_id=first.pk, text="下周二开工，王工在场")
    with clock.at(clock.now() + timedelta(days=1)):  # another body: its clock starts when it is named
        services.assign_question(actor=worker, question_id=second.pk, body_id=talk.world.body("street_urban").pk)
    services.dismiss_question(actor=worker, question_id=later.pk, text="同一个问题上面答过")
    assert late(due + timedelta(hours=1)) == [] and late(due + timedelta(days=4)) == [second.pk]
    assert late(due + timedelta(days=4), talk.world.places["440305007011"]) == []
    urban = talk.world.actor("urban")
    assert code_of(lambda: services.answer_question(actor=urban, question_id=first.pk, text="再答")) == "stale"
    manager = talk.world.actor("manager")
    assert code_of(lambda: services.answer_question(actor=manager, question_id=second.pk, text="我答")) == "denied"
    with clock.at(due + timedelta(days=4)):
        assert late(None) == [second.pk]
        page = signed_in(talk, "secretary").get("/work/talks/unanswered/").content.decode()
        assert second.text in page and first.text not in page
        services.answer_question(actor=urban, question_id=second.pk, text="谁用谁出")
        assert late(None) == []
    services.ask_again(actor=worker, question_id=first.pk)
    assert Question.objects.get(pk=first.pk).state == "asked"


@pytest.mark.row("B04")
def test_a_deleted_post_leaves_a_reasoned_tombstone_and_asks_no_more(talk: Talk) -> None:
    worker = talk.world.actor("worker")
    services.import_posts(actor=worker, conversation_id=talk.pk, data=CHAT.encode())
    posts = selectors.posts_of(talk.pk)
    post = posts[0]
    services.take_down_post(actor=worker, post_id=post.pk, reason="personal", said="写了谁家的门牌")
    assert Question.objects.get(post=post).state == "dismissed"
    desk = signed_in(talk, "worker").get(f"/work/talks/{talk.pk}/posts/").content.decode()
    assert "写了谁家的门牌" in desk and "充电桩什么时候装" not in desk
    file = selectors.posts_file(talk.made).decode("utf-8-sig")
    assert "写了谁家的门牌" in file and "充电桩什么时候装" not in file and len(file.splitlines()) == 4
    again = lambda: services.take_down_post(actor=worker, post_id=post.pk, reason="personal", said="再撤")  # noqa: E731
    assert code_of(again) == "stale"
    log = signed_in(talk, "watcher").get(f"/work/talks/{talk.pk}/").content.decode()
    assert "群里第 1 条" in log and "写了谁的个人信息" in log, "who watches reads the log"
    assert code_of(lambda: services.seed_post(actor=worker, post_id=post.pk)) == "stale"
    services.restore_post(actor=worker, post_id=post.pk)
    signed_in(talk, "worker").post(f"/work/talks/posts/{posts[1].pk}/seed/")
    assert selectors.statements_of(talk.pk)[-1].text == "群友1 我家楼下也要", "a post becomes something to answer"
    assert Post.objects.get(pk=post.pk).state == "shown"


# --- paper and pages


def test_a_sheet_of_paper_ends_in_the_same_record_once_with_its_helper(talk: Talk) -> None:
    client = signed_in(talk, "head")
    address = f"/work/talks/{talk.pk}/paper/"
    given = {"code": "a 17", f"s{talk.seeds[0].pk}": "1", f"s{talk.seeds[1].pk}": "-1", "said": "装在南门口\n"}
    assert client.post(address, given).status_code == 302
    sheet = Sheet.objects.get()
    assert (sheet.code, sheet.helper_id) == ("A17", talk.world.people["head"])
    values = set(Opinion.objects.filter(person=sheet.person).values_list("value", "channel"))
    assert values == {(1, "paper"), (-1, "paper")} and counters(talk.again(talk.seeds[0])) == (1, 0, 0)
    told = Fact.objects.filter(kind="opinions.given").values_list("actor", flat=True).distinct()
    assert list(told) == [f"people.person:{sheet.helper_id}"], "the record names the helper"
    again = client.post(address, given)
    assert again.status_code == 422 and "这个编号的纸已经录过" in again.content.decode() and Sheet.objects.count() == 1
    empty = client.post(address, {"code": "A18"})
    assert empty.status_code == 422 and "还没有一句表了态" in empty.content.decode()
    assert signed_in(talk, "neighbour").get(address).status_code == 403


def test_the_desk_opens_seeds_and_moderates_in_the_browser(street: World, client: Client) -> None:
    client.force_login(people.person(street.people["worker"]))
    body, place = street.body_of("worker").pk, street.places["NYHY"].pk
    given: dict[str, Any] = {"question": QUESTION, "place": f"{body}-{place}", "seeds": "装楼下\n不装\n\n装楼下"}
    page = client.post("/work/talks/open/", given, follow=True)
    text = page.content.decode()
    assert "问出去了" in text and "这句话已经有人说了" in text and "2 句" in text
    made = selectors.open_conversations()[0]
    assert client.post("/work/talks/open/", {"question": ""}).status_code == 422
    first = selectors.statements_of(made.pk)[0]
    act = f"/work/talks/statements/{first.pk}/take_down/"
    assert "为什么撤下？" in client.get(act).content.decode()
    assert client.post(act, {"reason": "advert"}).status_code == 422
    done = client.post(act, {"reason": "advert", "said": "是一家公司的广告"}, follow=True).content.decode()
    assert "是一家公司的广告" in done and "放回来" in done
    client.post(f"/work/talks/statements/{first.pk}/restore/")
    assert talk_state(first.pk) == "shown"
    assert client.get(f"/work/talks/statements/{first.pk}/burn/").status_code == 404
    client.force_login(people.person(street.people["neighbour"]))
    assert client.get(f"/work/talks/{made.pk}/").status_code == 403
    assert client.post(act, {"reason": "advert", "said": "广告"}).status_code == 403
    assert Client().get("/work/talks/").status_code == 302


def talk_state(statement_id: int) -> str:
    found = selectors.statement(statement_id)
    return found.state if found else ""
