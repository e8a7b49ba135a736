"""Recurring problems: the state that is kept, texts that are none, and the themes that real messages are known for."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from tests.triage.voices import LIFT, NOW, OTHER, SMOKE, all_at_once, groups, one_by_one, partners, said

from gongzhi.kernel.sheets import match_columns, open_sheet
from gongzhi.triage.rules import theme_store
from gongzhi.triage.rules.theme_features import features_of, pack, unpack
from gongzhi.triage.rules.theme_report import hottest, report, shared_place
from gongzhi.triage.rules.theme_window import HEADINGS, message_of, moment_of
from gongzhi.triage.rules.themes import Message, Themes
from gongzhi.triage.rules.titles import Said

# --- keeping the state


def test_a_table_that_is_told_the_moves_holds_what_the_window_holds() -> None:
    themes, table = Themes(), dict[str, int]()
    for message in said(LIFT) + said(SMOKE) + said(OTHER):
        themes.add(message)
        table |= themes.moves()
    assert themes.moves() == {}
    themes.split(themes.theme_of(said(LIFT)[1].ref), [said(LIFT)[1].ref])
    table |= themes.moves()
    assert table == {row.ref: row.theme for row in themes.rows}


def test_saved_and_loaded_it_goes_on_the_same(tmp_path: Path) -> None:
    themes = all_at_once(said(LIFT) + said(SMOKE) + said(OTHER))
    themes.rename(themes.theme_of(said(LIFT)[1].ref), "电梯")
    theme_store.save(themes, tmp_path / "themes.npz")
    again = theme_store.load(tmp_path / "themes.npz")
    assert (again.rows, again.titles, again.last) == (themes.rows, themes.titles, themes.last)
    new = Message("n", NOW, "电梯又停运了没人修", person="n")
    assert again.add(new) == themes.add(new)
    assert groups(Themes(themes.rows, themes.titles)) == groups(themes)
    assert [path.name for path in tmp_path.iterdir()] == ["themes.npz"]


@pytest.mark.parametrize("harm", ["cut", "empty", "other", "pickle", "mixed"])
def test_a_damaged_file_is_refused_as_a_whole(tmp_path: Path, harm: str) -> None:
    path = tmp_path / "themes.npz"
    theme_store.save(all_at_once(said(LIFT)), path)
    if harm == "cut":
        path.write_bytes(path.read_bytes()[:-200])
    elif harm == "empty":
        path.write_bytes(b"")
    elif harm == "other":
        path.write_bytes(b"id,text\n1,a\n")
    elif harm == "pickle":
        np.savez(path, words=np.array([{"format": 1}], dtype=object))
    else:
        with np.load(path) as file:
            parts = dict(file)
        np.savez(path, **{**parts, "features": parts["features"][:-3]})
    with pytest.raises(ValueError, match="holds no themes"):
        theme_store.load(path)


def test_features_are_bytes_and_back() -> None:
    features = features_of("阳光花园3栋电梯坏了", "已经坏了三天 58 车贷", "0000000100000002")
    again = unpack(pack(features))
    assert all(np.array_equal(a, b) for a, b in zip(features, again, strict=True))
    assert len(features.places) >= 3
    for broken in (b"", b"\x01", pack(features)[:-1], pack(features) + b"x"):
        with pytest.raises(ValueError, match="no features"):
            unpack(broken)


def test_a_name_of_a_place_is_no_word_of_the_matter() -> None:
    with_name, without = features_of("丰泽花园电梯坏了"), features_of("电梯坏了")
    assert set(without.topics.tolist()) == set(with_name.topics.tolist())
    assert len(with_name.places) == 1
    assert len(features_of("我们小区的马路坏了").places) == 0


# --- bad input


@pytest.mark.parametrize(
    "text", ["", "喂", "好" * 10_000, "😀😀😀", "The lift is broken", "Ünïcödé", "\x00\ud800", "1" * 50, "。。。"]
)
@pytest.mark.parametrize("make", [all_at_once, one_by_one])
def test_strange_texts_are_themes_of_their_own_or_of_each_other(make, text: str) -> None:
    strange = [Message(f"s{at}", NOW, text, text, person=str(at)) for at in range(12)]
    themes = make(strange + said(LIFT))
    assert len(themes) == 18
    assert not set(partners(themes, strange)) & set(partners(themes, said(LIFT)))
    assert len(pack(features_of(text, text))) < 3000
    for theme in report(themes, NOW, lambda refs: [Said(text, text)] * len(refs)):
        assert len(theme.title) <= 40


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Themes().add(Message("1", datetime(2026, 1, 1), "电梯坏了"))


def test_shared_place_is_cut_at_whole_levels() -> None:
    assert shared_place(["", "0000000100000002", "0000000100000003"]) == "00000001"
    assert shared_place(["0000000100000002", "0000000100000002"]) == "0000000100000002"
    assert shared_place(["", ""]) == ""
    assert shared_place(["00000001", "00000009"]) == ""


# --- real messages

KNOWN = {"plant": ("丽发新城", "搅拌"), "parking": ("滨河苑", "车位"), "subsidy": ("人才", "补贴")}


@pytest.fixture(scope="module")
def real(request: pytest.FixtureRequest) -> list[Message]:
    shared = request.getfixturevalue("shared_data")
    with open_sheet(shared / "messages" / "unlabelled_2017_2020.csv.gz") as sheet:
        columns = match_columns(sheet.headings, HEADINGS)
        found = [message_of(number, cells) for number, cells in sheet.records(columns)]
    return [message for message in found if message is not None]


def named_in(messages: list[Message], top: int) -> set[str]:
    """Which known themes stand among the first: more than half of a theme's messages hold both words."""
    texts = {message.ref: message.title + message.body for message in messages}
    now = max(message.said_at for message in messages)
    themes = all_at_once(messages)
    found = set()
    for _heat, number in hottest(themes, now, top):
        refs = [row.ref for row in themes.members(number)]
        for name, words in KNOWN.items():
            if 2 * sum(all(word in texts[ref] for word in words) for ref in refs) > len(refs):
                found.add(name)
    return found


def test_the_three_themes_that_three_teams_named_are_among_the_first_ten(real: list[Message]) -> None:
    assert len(real) > 4000
    missing = set(KNOWN) - named_in(real, 10)
    assert not missing


def test_half_of_the_messages_tell_the_same(real: list[Message]) -> None:
    """The rule is not fitted to the whole: of four halves drawn by lot at least three name the three themes as well."""
    drawn = [named_in(random.Random(seed).sample(real, len(real) // 2), 10) for seed in range(4)]
    assert all({"plant", "parking"} <= found for found in drawn)
    assert sum(found == set(KNOWN) for found in drawn) >= 3


def test_moments_as_lists_write_them() -> None:
    assert moment_of("2019/8/1 9:05:07") == moment_of("2019-08-01T09:05:07")
    assert moment_of("2019年8月1日") == moment_of("２０１９/8/1 0:00")
    assert moment_of("2019/2/30") is None
    assert moment_of("yesterday") is None
    assert moment_of("") is None
