"""Say, answer, change one's mind, take it back; and what is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests import world as world_module
from tests.at_once import at_once
from tests.opinions.talks import SEEDS, Talk, start
from tests.world import World

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.opinions import selectors, services
from gongzhi.opinions.models import Opinion, Statement
from gongzhi.opinions.selectors import advisers
from gongzhi.opinions.selectors.advisers import Mark
from gongzhi.people import services as people
from gongzhi.record.models import Fact


def counters(statement: Statement) -> tuple[int, int, int]:
    return statement.agrees, statement.disagrees, statement.passes


def code_of(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_the_last_answer_counts_and_the_record_does_not_say_which_way(talk: Talk) -> None:
    first, who = talk.seeds[0], talk.neighbour()
    services.vote(person_id=who, statement_id=first.pk, value=1)
    assert counters(talk.again(first)) == (1, 0, 0)
    services.vote(person_id=who, statement_id=first.pk, value=-1)
    services.vote(person_id=who, statement_id=first.pk, value=-1)  # again the same: nothing happens
    assert counters(talk.again(first)) == (0, 1, 0) and Opinion.objects.count() == 1
    told = [fact.data for fact in Fact.objects.filter(kind="opinions.given").order_by("id")]
    assert [data["again"] for data in told] == [False, True]
    assert not [data for data in told if {"value", "way", "choice"} & set(data)]
    services.take_back(person_id=who, statement_id=first.pk)
    assert counters(talk.again(first)) == (0, 0, 0) and not Opinion.objects.exists()
    assert code_of(lambda: services.take_back(person_id=who, statement_id=first.pk)) == "none"


def test_what_is_no_answer_is_refused(talk: Talk) -> None:
    who, first = talk.neighbour(), talk.seeds[0]
    assert code_of(lambda: services.vote(person_id=who, statement_id=first.pk, value=2)) == "value"
    assert code_of(lambda: services.vote(person_id=who, statement_id=0, value=1)) == "unknown"
    worker = talk.world.actor("worker")
    services.take_down(actor=worker, statement_id=first.pk, reason="advert", said="是一家公司的广告")
    assert code_of(lambda: services.vote(person_id=who, statement_id=first.pk, value=1)) == "not_shown"
    assert not Opinion.objects.exists()


def test_a_conversation_that_is_over_takes_nothing_but_shows_everything(talk: Talk) -> None:
    who = talk.votes(1)
    services.close_conversation(actor=talk.world.actor("worker"), conversation_id=talk.pk)
    for act in (
        lambda: services.vote(person_id=who, statement_id=talk.seeds[1].pk, value=1),
        lambda: services.take_back(person_id=who, statement_id=talk.seeds[0].pk),
        lambda: services.say(person_id=who, conversation_id=talk.pk, text="我再说一句"),
        lambda: services.ask(person_id=who, conversation_id=talk.pk, text="什么时候装？"),
    ):
        assert code_of(act) == "closed"
    assert selectors.answers_of(who, talk.pk) == {talk.seeds[0].pk: 1}
    services.reopen_conversation(actor=talk.world.actor("worker"), conversation_id=talk.pk)
    services.vote(person_id=who, statement_id=talk.seeds[1].pk, value=1)


def test_the_end_that_was_set_ends_it_to_the_second(street: World) -> None:
    end = clock.now() + timedelta(hours=1)
    talk = start(street, closes=end)
    who = talk.neighbour()
    with clock.at(end - timedelta(seconds=1)):
        services.vote(person_id=who, statement_id=talk.seeds[0].pk, value=1)
        assert selectors.open_conversations() == [talk.made]
    with clock.at(end):
        assert code_of(lambda: services.vote(person_id=who, statement_id=talk.seeds[1].pk, value=1)) == "closed"
        assert selectors.open_conversations() == [] and selectors.ended_conversations() == [talk.made]


def test_a_statement_counts_its_author_and_nobody_says_it_twice(talk: Talk, settings: Any) -> None:
    settings.RATE_LIMITS = True
    who = talk.neighbour()
    made = services.say(person_id=who, conversation_id=talk.pk, text=" 装在南门\n口 ")
    assert (made.text, made.number, made.state, made.seed) == ("装在南门 口", len(SEEDS) + 1, "shown", False)
    assert counters(talk.again(made)) == (1, 0, 0)
    assert code_of(lambda: services.say(person_id=who, conversation_id=talk.pk, text="装在南门 口")) == "said"
    assert code_of(lambda: services.say(person_id=who, conversation_id=talk.pk, text=" ")) == "missing"
    assert code_of(lambda: services.say(person_id=who, conversation_id=talk.pk, text="长" * 141)) == "too_long"
    for number in range(9):
        services.say(person_id=who, conversation_id=talk.pk, text=f"第 {number} 句")
    assert code_of(lambda: services.say(person_id=who, conversation_id=talk.pk, text="第十一句")) == "too_many"


def test_words_that_name_somebody_wait_and_numbers_never_come_in(talk: Talk, monkeypatch) -> None:
    def marks(text: str) -> list[Mark]:
        found = [(text.find(word), word, sure) for word, sure in (("王大妈", False), ("13800138000", True))]
        return [Mark(at, at + len(word), "", "某某", sure) for at, word, sure in found if at >= 0]

    monkeypatch.setitem(advisers._board, "marks", marks)
    who, other = talk.neighbour(), talk.neighbour()
    say = lambda text: services.say(person_id=who, conversation_id=talk.pk, text=text)  # noqa: E731
    assert code_of(lambda: say("打 13800138000 找我")) == "personal"
    made = say("王大妈说装在楼下")
    assert made.state == "waiting"
    assert code_of(lambda: services.vote(person_id=other, statement_id=made.pk, value=1)) == "not_shown"
    assert made not in selectors.statements_of(talk.pk)
    services.release(actor=talk.world.actor("worker"), statement_id=made.pk)
    services.vote(person_id=other, statement_id=made.pk, value=1)
    assert counters(talk.again(made)) == (2, 0, 0)


def test_everybody_is_asked_everything_once_and_the_answers_stay_close_together(talk: Talk) -> None:
    orders, left = [], []
    for _person in range(12):
        who, order = people.reporter().pk, []
        for _turn in range(3):  # most people stop early
            asked = selectors.next_statement(who, talk.pk)
            assert asked.statement is not None and asked.statement.pk not in order
            left.append(asked.left)
            services.vote(person_id=who, statement_id=asked.statement.pk, value=1)
            order.append(asked.statement.pk)
        orders.append(tuple(order))
    assert Counter(left) == {5: 12, 4: 12, 3: 12}
    assert len(set(orders)) > 6, "neighbours side by side are asked in another order"
    numbers = [statement.votes for statement in selectors.statements_of(talk.pk)]
    assert sum(numbers) == 36 and max(numbers) - min(numbers) <= 3
    who = talk.votes(1, 1, 1, 1, 1)
    assert selectors.next_statement(who, talk.pk) == selectors.Asked(None, 0, 5)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_on_one_statement_and_none_is_lost() -> None:
    with clock.at(world_module.MONDAY):
        first = start(world_module.build(), seeds=SEEDS[:1]).seeds[0].pk
    crowd = [people.reporter().pk for _ in range(5)]

    def voting(who: int, value: int) -> Callable[[], Opinion]:
        return lambda: services.vote(person_id=who, statement_id=first, value=value)

    results = at_once(*[voting(who, 1) for who in crowd], voting(crowd[0], -1))
    assert not [result for result in results if isinstance(result, Exception)]
    statement = Statement.objects.get(pk=first)
    values = Counter(Opinion.objects.filter(statement_id=first).values_list("value", flat=True))
    assert statement.votes == 5 and (statement.agrees, statement.disagrees) == (values[1], values[-1])


def test_the_house_marks_what_could_tell_somebody(talk: Talk) -> None:
    who = talk.neighbour()
    said = lambda text: services.say(person_id=who, conversation_id=talk.pk, text=text)  # noqa: E731
    assert code_of(lambda: said("有事打 13912345678")) == "personal"
    assert said("3栋502室门口不能再停车").state == "waiting" and said("楼道里不能停车").state == "shown"
    assert "13912345678" not in services.ask(person_id=who, conversation_id=talk.pk, text="能打 13912345678 吗？").text
