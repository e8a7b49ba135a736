"""The map that pages show: drawn by the worker, never by a page, without anybody in it; where a reader stands."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.opinions.talks import Talk

from gongzhi.opinions import selectors, services
from gongzhi.opinions.models import DrawnMap
from gongzhi.opinions.services import drawing
from gongzhi.record.services import deliver


def test_two_camps_their_common_ground_and_what_divides_them(two_camps: tuple[Talk, int, int]) -> None:
    talk, one, other = two_camps
    kept = selectors.map_of(talk.pk).kept
    assert kept.clear and kept.content["sizes"] == [12, 9]
    assert kept.shared(Fraction(3, 5)) == [talk.seeds[3].pk], "the cost is common ground"
    assert {name for name, _high, _low in kept.dividing()} == {seed.pk for at, seed in enumerate(talk.seeds) if at != 3}
    mine, theirs = (selectors.answers_of(who, talk.pk) for who in (one, other))
    assert (kept.group_of(mine, 7), kept.group_of(theirs, 7)) == (0, 1)
    assert kept.group_of({talk.seeds[0].pk: 1}, 7) is None, "one answer is no place"
    steps = kept.walk(mine, 0, 1)
    assert len(steps) == 3 and all(own == 1 and share == 0 for _name, own, share in steps if _name != talk.seeds[4].pk)


def test_nobody_is_in_the_kept_map(two_camps: tuple[Talk, int, int]) -> None:
    talk, _one, _other = two_camps
    content = DrawnMap.objects.get(conversation_id=talk.pk).content
    assert set(content) == {
        "people", "votes", "clear", "stability", "sizes", "centres", "axes", "everybody", "groups", "common", "least",
        "majority", "says", "dots",
    }  # fmt: skip
    statements = {str(seed.pk) for seed in talk.seeds}
    for by_statement in ("axes", "everybody", "groups", "common", "least"):
        assert set(content[by_statement]) == statements


def test_a_place_is_computed_as_the_drawing_computes_it(two_camps: tuple[Talk, int, int]) -> None:
    talk, one, _other = two_camps
    kept = selectors.map_of(talk.pk).kept
    here = kept.place_of(selectors.answers_of(one, talk.pk))
    assert here == pytest.approx(tuple(kept.content["centres"][0]), abs=1e-5), "all of the camp answered the same"


def test_a_map_follows_what_happened_and_says_when_it_is_behind(talk: Talk) -> None:
    assert selectors.map_of(talk.pk).drawn_at is None
    deliver()
    assert services.redraw_waiting() == 1 and services.redraw_waiting() == 0
    talk.votes(1)
    assert not selectors.map_of(talk.pk).behind
    deliver()
    assert selectors.map_of(talk.pk).behind
    assert services.redraw_waiting() == 1
    shown = selectors.map_of(talk.pk)
    assert not shown.behind and shown.kept.content["votes"] == 1 and not shown.kept.clear
    assert shown.kept.of_all(talk.seeds[0].pk) is None, "one answer is nobody's share"


def test_what_happens_while_a_map_is_drawn_has_it_drawn_again(talk: Talk, monkeypatch) -> None:
    deliver()
    read = drawing.votes_of

    def slow(talk_id: int):
        rows = read(talk_id)
        if not rows:
            talk.votes(1)
            deliver()
        return rows

    monkeypatch.setattr(drawing, "votes_of", slow)
    services.redraw_waiting()
    assert selectors.map_of(talk.pk).kept.content["votes"] == 0 and selectors.map_of(talk.pk).behind
    services.redraw_waiting()
    assert selectors.map_of(talk.pk).kept.content["votes"] == 1 and not selectors.map_of(talk.pk).behind


def test_what_was_taken_down_is_not_on_the_map(two_camps: tuple[Talk, int, int]) -> None:
    talk, _one, _other = two_camps
    services.take_down(
        actor=talk.world.actor("worker"), statement_id=talk.seeds[3].pk, reason="untrue", said="查过不实"
    )
    deliver()
    services.redraw_waiting()
    kept = selectors.map_of(talk.pk).kept
    assert str(talk.seeds[3].pk) not in kept.content["everybody"] and kept.shared(Fraction(3, 5)) == []
