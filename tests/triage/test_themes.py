"""Recurring problems: people counted once, what a person decided kept, the same groups however the messages came."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.triage.voices import LIFT, NOW, OTHER, SMOKE, all_at_once, groups, one_by_one, partners, said

from gongzhi.triage.rules import theme_heat
from gongzhi.triage.rules.theme_features import features_of
from gongzhi.triage.rules.theme_heat import Voice
from gongzhi.triage.rules.theme_linkage import scores
from gongzhi.triage.rules.theme_report import described, hottest
from gongzhi.triage.rules.theme_vectors import Counts, points_of
from gongzhi.triage.rules.themes import Message
from gongzhi.triage.rules.titles import Said

# --- grouping


@pytest.mark.parametrize("make", [all_at_once, one_by_one])
def test_two_themes_in_one_building_stay_apart(make) -> None:
    """The same estate named everywhere does not make a lift and a barbecue one problem."""
    lift, smoke = said(LIFT, "阳光花园3栋"), said(SMOKE, "阳光花园3栋")
    themes = make(lift + smoke + said(OTHER))
    assert not set(partners(themes, lift)) & set(partners(themes, smoke))
    assert partners(themes, lift).most_common(1)[0][1] >= 4
    assert partners(themes, smoke).most_common(1)[0][1] >= 4


def test_shared_words_weigh_most_at_one_place_and_least_at_two_and_fade_with_time() -> None:
    """The same complaint: at the same estate, without a place, at another estate, a year later."""
    text = "工地半夜施工吵得睡不着"
    titles = [f"金桂花园{text}", f"金桂花园{text}", text, f"滨江新城{text}", f"金桂花园{text}", *OTHER * 3]
    features = [features_of(title) for title in titles]
    counts = Counts()
    for one in features:
        counts.add(one)
    days = np.array([0.0, 0, 0, 0, -365] + [0.0] * len(OTHER) * 3)
    points = points_of(features, days, np.zeros(len(days), np.int64), counts)
    same, placeless, other, later = scores(points, np.zeros(4, np.int64), np.arange(1, 5))
    assert same > placeless > other > 0
    assert later == pytest.approx(same / 2)


@settings(max_examples=settings.default.max_examples // 3)  # each groups twenty messages four times
@given(st.randoms(use_true_random=False))
def test_all_at_once_does_not_depend_on_the_order(chance: random.Random) -> None:
    messages = said(LIFT) + said(SMOKE) + said(OTHER)
    shuffled = chance.sample(messages, len(messages))
    assert groups(all_at_once(shuffled)) == groups(all_at_once(messages))
    late = one_by_one(shuffled)
    late.settle()
    assert groups(late) == groups(all_at_once(messages))


def test_the_same_messages_give_the_same_numbers() -> None:
    """Deterministic, numbers and all."""
    messages = said(LIFT) + said(SMOKE) + said(OTHER)
    assert all_at_once(messages).rows == all_at_once(messages).rows
    assert one_by_one(messages).rows == one_by_one(messages).rows


def test_every_message_is_in_one_theme_and_once() -> None:
    messages = said(LIFT) + said(SMOKE) + said(OTHER)
    themes = one_by_one(messages + messages)
    held = [row.ref for number in themes.numbers() for row in themes.members(number)]
    assert sorted(held) == sorted(message.ref for message in messages)
    assert len(themes) == len(messages)


def test_settling_again_changes_nothing() -> None:
    themes = all_at_once(said(LIFT) + said(SMOKE) + said(OTHER))
    before = list(themes.rows)
    themes.settle()
    assert themes.rows == before


def test_the_place_of_a_path_counts_like_a_named_one() -> None:
    """The nearer two places stand in the tree, the more the same words are one matter."""
    here, next_door, far = "000000010000000200000003", "000000010000000200000004", "000000090000000800000007"
    features = [features_of("电梯经常停运", "", place) for place in (here, here, next_door, far)]
    features += [features_of(text, "", far) for text in OTHER * 3]
    counts = Counts()
    counts.add_all(features)
    days, pins = np.zeros(len(features)), np.zeros(len(features), np.int64)
    same, near, away = scores(points_of(features, days, pins, counts), np.zeros(3, np.int64), np.arange(1, 4))
    assert same > near > away > 0


# --- people and heat


def test_one_person_who_writes_four_hundred_times_is_one() -> None:
    """And four hundred copies without a name are one as well."""
    same = [Message(str(at), NOW - timedelta(hours=at), LIFT[1], "三天了", person="7") for at in range(400)]
    themes = all_at_once(same)
    assert len(themes.numbers()) == 1
    assert not hottest(themes, NOW, 10)
    only = described(themes, themes.numbers()[0], NOW, lambda refs: [Said(LIFT[1])] * len(refs))
    assert (only.people, only.size) == (1, 400)
    nameless = all_at_once([replace(message, person="") for message in same])
    assert theme_heat.people([Voice(row.person, row.day) for row in nameless.rows]) == 1


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 400), st.floats(0, 50)), min_size=1), st.randoms())
def test_heat_counts_people_once_whatever_the_order(
    said_: list[tuple[str, float, float]], chance: random.Random
) -> None:
    voices = [Voice(*one) for one in said_]
    assert theme_heat.heat(chance.sample(voices, len(voices)), 400) == pytest.approx(theme_heat.heat(voices, 400))
    doubled = [*voices, Voice(voices[0].person, voices[0].day)]
    assert theme_heat.heat(doubled, 400) == pytest.approx(theme_heat.heat(voices, 400))
    assert theme_heat.heat([*voices, Voice("new", 400.0)], 400) >= 1
    assert theme_heat.people(doubled) == len({voice.person for voice in voices})


def test_heat_grows_with_people_voices_and_recency() -> None:
    one = [Voice("a", 100.0)]
    assert theme_heat.heat(one, 100) == 1
    assert theme_heat.heat(one, 282) == pytest.approx(0.5)
    assert theme_heat.heat([*one, Voice("b", 100.0)], 100) == 2
    assert theme_heat.heat([Voice("a", 100.0, 9)], 100) == 2
    assert theme_heat.heat([Voice("a", 100.0, -5)], 100) == 1
    many_clicks, many_people = [Voice("a", 100.0, 2000.0)], [Voice(str(at), 100.0) for at in range(40)]
    assert theme_heat.heat(many_clicks, 100) < theme_heat.heat(many_people, 100)
    assert theme_heat.heat([], 100) == 0


@pytest.mark.parametrize(
    ("recent", "before", "older", "word"),
    [
        (3, 0, 0, "new"),
        (9, 1, 0, "rising"),
        (4, 4, 5, "steady"),
        (1, 9, 0, "falling"),
        (0, 5, 1, "quiet"),
        (1, 0, 4, "steady"),
    ],
)
def test_trend_says_in_a_word_what_eight_weeks_show(recent: int, before: int, older: int, word: str) -> None:
    days = [96.0] * recent + [70.0] * before + [10.0] * older
    found = theme_heat.trend([Voice(str(at), day) for at, day in enumerate(days)], 100.0)
    assert (found.recent, found.before, found.word) == (recent, before, word)


def test_trend_has_a_slope_that_follows_the_weeks() -> None:
    growing = [Voice(f"{week}-{at}", 100 - 7 * week - 1) for week in range(8) for at in range(8 - week)]
    assert theme_heat.trend(growing, 100).slope == pytest.approx(1)
    assert theme_heat.trend([Voice("a", 100 - 7 * week - 1) for week in range(8)], 100).slope == 0


# --- the window


def test_the_window_moves_old_messages_out() -> None:
    old, new = [replace(m, ref=f"old{m.ref}", said_at=m.said_at - timedelta(days=400)) for m in said(LIFT)], said(LIFT)
    themes = all_at_once(old + new + said(OTHER))
    numbers = {m.ref: themes.theme_of(m.ref) for m in new}
    assert sorted(themes.forget_before(NOW - timedelta(days=365))) == sorted(m.ref for m in old)
    assert old[0].ref not in themes
    assert {m.ref: themes.theme_of(m.ref) for m in new} == numbers
    assert themes.forget_before(NOW - timedelta(days=365)) == []
    themes.settle()
    assert groups(themes) == groups(all_at_once(new + said(OTHER)))
    assert themes.counts.messages == len(themes)


def test_a_window_that_lost_everything_starts_again() -> None:
    themes = all_at_once(said(LIFT))
    themes.forget_before(NOW)
    themes.settle()
    assert (len(themes), themes.numbers(), hottest(themes, NOW, 5)) == (0, [], [])
    assert themes.add(said(SMOKE)[0]) > 0


# --- what a person decides


@settings(max_examples=settings.default.max_examples // 2)
@given(st.sets(st.integers(0, 5), min_size=1, max_size=5))
def test_a_split_stays_and_a_merge_takes_it_back(away: set[int]) -> None:
    """Split then merge is before; between them no settling joins the two, though their words are the same."""
    lift = [Message(str(at), NOW - timedelta(days=at), "电梯经常停运没人修", person=str(at)) for at in range(6)]
    themes = all_at_once(lift + said(SMOKE))
    before, theme = groups(themes), themes.theme_of("0")
    other = themes.split(theme, [str(at) for at in sorted(away)])
    themes.settle()
    themes.add(replace(lift[0], ref="7", person="7"))
    themes.settle()
    assert {themes.theme_of(str(at)) == other for at in away} == {True}
    assert {themes.theme_of(str(at)) for at in set(range(6)) - away} <= {theme}
    themes.merge(theme, other)
    themes.settle()
    kept = {frozenset(group - {"7"}) for group in groups(themes)} - {frozenset()}
    assert kept == before
    assert {themes.theme_of(str(at)) for at in range(6)} == {theme}


def test_what_was_put_by_hand_is_never_moved() -> None:
    """A message that has nothing to do with a theme stays in it when a person put it there; others still come."""
    themes = all_at_once(said(LIFT) + said(SMOKE) + said(OTHER))
    stranger, theme = said(OTHER)[0].ref, themes.theme_of(said(LIFT)[1].ref)
    themes.pin([stranger], theme)
    themes.confirm(theme)
    fixed = {row.ref for row in themes.members(theme)}
    themes.add_all([replace(m, ref=f"again{m.ref}", title=f"请问{m.title}") for m in said(LIFT)])
    assert fixed <= {row.ref for row in themes.members(theme)}
    assert len(themes.members(theme)) > len(fixed)
    with pytest.raises(KeyError):
        themes.pin(["nobody"])


def test_themes_of_different_words_stay_merged_and_named() -> None:
    themes = all_at_once(said(LIFT) + said(SMOKE) + said(OTHER))
    theme, other = themes.theme_of(said(LIFT)[1].ref), themes.theme_of(said(SMOKE)[1].ref)
    together = {row.ref for number in (theme, other) for row in themes.members(number)}
    themes.rename(other, "将被并掉")
    themes.merge(theme, other)
    themes.rename(theme, "  电梯和油烟 ")
    themes.settle()
    assert {row.ref for row in themes.members(theme)} >= together
    assert themes.titles == {theme: "电梯和油烟"}
    assert described(themes, theme, NOW, lambda refs: [Said("x")] * len(refs)).title == "电梯和油烟"
    themes.rename(theme, " ")
    assert themes.titles == {}


def test_merging_a_theme_with_itself_keeps_its_name_and_a_foreign_number_is_not_given_twice() -> None:
    themes = all_at_once(said(LIFT) + said(OTHER))
    theme = themes.theme_of(said(LIFT)[1].ref)
    themes.rename(theme, "电梯")
    themes.merge(theme, theme)
    assert themes.titles == {theme: "电梯"}
    themes.pin([said(OTHER)[0].ref], 900)
    assert themes.pin([said(OTHER)[1].ref]) == 901
