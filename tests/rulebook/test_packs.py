"""The rulebook believes a pack only when it is exact, sourced and free of contradiction."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from gongzhi.kernel.limit import Limit
from gongzhi.rulebook import selectors
from gongzhi.rulebook.files import read_folders
from gongzhi.rulebook.rules import BadPack, RuleMissing

GOOD = """
[pack]
ground = "practice"
note = "how it is done"
valid_from = 2020-01-01
[[rule]]
name = "case.example"
value = { amount = 5, unit = "working_days" }
valid_to = 2020-12-31
[[rule]]
name = "case.example"
value = "3/4"
valid_from = 2021-01-01
"""
RULE = '[[rule]]\nname = "a.b"\nground = "practice"\nnote = "n"\nvalid_from = 2020-01-01\nvalue = 1\n'
TODAY = date(2026, 11, 22)
NAMED_IN_THE_DESIGN = [
    "case.accept_limit",
    "case.decide_limit",
    "case.offer_limit",
    "case.arrive_limit",
    "case.contact_limit",
    "case.judge_silence",
    "case.tier.2h",
    "case.tier.24h",
    "case.tier.7d",
    "case.tier.15d",
    "duty.pause_cap",
]


def folder(path: Path, **files: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        (path / f"{name}.toml").write_text(text, "utf-8")
    return path


def test_a_name_has_one_value_on_a_day(tmp_path: Path) -> None:
    book = read_folders(folder(tmp_path, good=GOOD))
    first, second = book.rules["case.example"]
    assert first.limit == Limit(5, "working_days") and second.share == Fraction(3, 4)
    assert [first.holds(d) for d in (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("2021-01-01", "2020-12-31"), "two values on 2020-12-31"),
        (RULE + RULE, "two values"),
        (RULE.replace('"practice"', '"law"'), "law and the article"),
        (RULE.replace('"practice"', '"law"') + 'law = "x"\narticle = " "\n', "law and the article"),
        (RULE.replace('"practice"', '"local law"') + 'article = "1"\n', "law and the article"),
        (RULE.replace('note = "n"\n', ""), "needs a note"),
        (RULE.replace('"practice"', '"hearsay"'), "the ground is one of"),
        (RULE.replace("value = 1", "value = 0.75"), "not exact"),
        (RULE.replace("value = 1", "value = true"), "not exact"),
        (RULE.replace("value = 1", "value = []"), "not exact"),
        (RULE.replace("value = 1", 'value = "1/0"'), "divides by zero"),
        (RULE.replace("value = 1", 'value = { amount = 0, unit = "hours" }'), "whole number"),
        (RULE.replace("value = 1", 'value = { amount = 5, unit = "weeks" }'), "unit is one of"),
        (RULE.replace("value = 1", "value = { a = [1, 1.5] }"), "not exact"),
        (RULE.replace("value = 1\n", ""), "no value"),
        (RULE.replace("a.b", "a b"), "a name is"),
        (RULE.replace("a.b", "ab"), "a name is"),
        (RULE.replace("valid_from = 2020-01-01", 'valid_from = "2020-01-01"'), "valid_from is a day"),
        (RULE.replace("valid_from = 2020-01-01", "valid_from = 2020-01-01T00:00:00"), "valid_from is a day"),
        (RULE + "valid_to = 2019-12-31\n", "before valid_from"),
        (RULE + "valid_till = 2029-12-31\n", "are known"),
        (RULE + "article = 3\n", "are text"),
        ("[rules]\n" + RULE, "one [pack]"),
        ("value = ", "not readable"),
        ("[[day]]\ndate = 2027-01-01\nworking = 0\nnote = 'x'\n", "a [[day]]"),
        ("[[day]]\ndate = 2027-01-01\nworking = false\n", "a [[day]]"),
    ],
)
def test_a_bad_pack_is_refused_with_its_name_and_fault(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadPack) as refusal:
        read_folders(folder(tmp_path, wrong=text))
    assert "wrong.toml" in str(refusal.value) and said in str(refusal.value)


def test_a_missing_rule_says_what_there_is() -> None:
    with pytest.raises(RuleMissing, match="no rule is called 'case.tier.3h'"):
        selectors.rule("case.tier.3h", TODAY)
    with pytest.raises(KeyError) as refusal:
        selectors.rule("committee.assembly.call_share", date(2018, 12, 28))
    assert str(refusal.value).startswith(
        "committee.assembly.call_share has no value on 2018-12-28; there is one for 2018"
    )


def test_a_value_is_not_read_as_what_it_is_not() -> None:
    for kind in ("number", "words"):
        with pytest.raises(ValueError):
            getattr(selectors, kind)("duty.yellow", TODAY)
    with pytest.raises(ValueError):
        selectors.limit("photo.per_report", TODAY)
    with pytest.raises(ValueError):
        selectors.share("case.kinds", TODAY)


@pytest.mark.parametrize("name", NAMED_IN_THE_DESIGN)
@pytest.mark.parametrize("day", [date(2017, 1, 1), TODAY])
def test_every_clock_has_a_limit_for_old_and_new_matters(name: str, day: date) -> None:
    assert selectors.limit(name, day).amount > 0


def test_the_other_values_that_the_house_asks_for() -> None:
    assert Fraction(0) < selectors.share("duty.yellow", TODAY) < selectors.share("duty.red", TODAY) < 1
    assert 0 < selectors.share("case.callback_share", TODAY) < 1
    assert selectors.share("rates.confidence", TODAY) == Fraction(196, 100)
    assert selectors.number("photo.max_bytes", TODAY) == 10 * 1024 * 1024
    assert [selectors.number(n, TODAY) for n in ("photo.per_report", "public.small_count", "case.callback_tries")] == [
        3,
        3,
        3,
    ]
    assert selectors.number("report.max_chars", TODAY) == 5000
    branches = selectors.rule("case.non_dispatch", TODAY)
    assert len(set(branches.words)) == 6 and branches.article == "第十一条" and branches.ground == "local law"


@pytest.mark.row("C-D")
def test_the_same_question_under_two_dates_has_two_answers() -> None:
    """300 adults of 2,000 ask for a residents' assembly; a committee for 1,500 households is to be set up."""
    answers = []
    for on in (date(2025, 12, 31), date(2026, 1, 1)):
        called = Fraction(300, 2000) >= selectors.share("committee.assembly.call_share", on)
        sized = (
            selectors.number("committee.households_least", on)
            <= 1500
            <= selectors.number("committee.households_most", on)
        )
        answers.append((called, sized))
    assert answers == [(False, False), (True, True)]
    assert selectors.rule("committee.assembly.call_share", date(2026, 1, 1)).law.endswith("（2025 年修订）")


@pytest.mark.row("C-D")
def test_every_shipped_number_has_its_source_and_dates() -> None:
    for name in selectors.names():
        for rule in selectors.history(name):
            assert (rule.law and rule.article) if "law" in rule.ground else rule.note, name
            assert rule.valid_from.year >= 2000


def test_a_moment_counts_as_its_day_in_china() -> None:
    new_year_in_china = datetime(2025, 12, 31, 16, 0, tzinfo=UTC)
    assert selectors.share("committee.assembly.call_share", new_year_in_china) == Fraction(1, 10)


# --- a place's own packs


def test_a_local_pack_replaces_practice_wholly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = RULE.replace("a.b", "case.tier.7d").replace("value = 1", 'value = { amount = 5, unit = "working_days" }')
    monkeypatch.setenv("GONGZHI_RULE_PACKS", str(folder(tmp_path, ours=text)))
    selectors.forget()
    try:
        assert selectors.limit("case.tier.7d", TODAY) == Limit(5, "working_days")
        assert selectors.limit("case.tier.15d", TODAY) == Limit(15, "calendar_days")
        with pytest.raises(RuleMissing):
            selectors.rule("case.tier.7d", date(2019, 1, 1))
    finally:
        monkeypatch.undo()
        selectors.forget()


def test_a_local_pack_cannot_replace_national_law(tmp_path: Path) -> None:
    text = RULE.replace("a.b", "retention.network_log")
    with pytest.raises(BadPack, match="national law"):
        read_folders(selectors.SHIPPED, folder(tmp_path, ours=text))
    with pytest.raises(BadPack, match="names no folder"):
        read_folders(selectors.SHIPPED, tmp_path / "absent")
