"""Certificates: nobody is named, anybody counts again, and every changed number is found."""

from __future__ import annotations

import copy
import json
import random
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given as given_
from hypothesis import strategies as st

from gongzhi.config.management.commands.votes_recount import Command
from gongzhi.voting import laws
from gongzhi.voting.rules import certificate as c
from gongzhi.voting.rules.assembly import RESIDENTS, Show
from gongzhi.voting.rules.certificate import Item, Unreadable
from gongzhi.voting.rules.election import VOTERS, Contest
from gongzhi.voting.rules.owners_law import Charter
from gongzhi.voting.rules.owners_roll import ALL_TOLD, Unit
from gongzhi.voting.rules.verdicts import Procedure, examine

DAY, SECRET = date(2026, 3, 1), b"a secret of one vote"
LAW = laws.owners("change_use", DAY)
KEPT = Procedure(
    roll_published=date(2026, 2, 1), noticed=date(2026, 2, 14), opens=DAY, closes=date(2026, 3, 21), listed=True,
    against_offered=True, electors=40, served=40, told=40, paper=6, paper_twice=6, changed_after=0, objections_open=0,
)  # fmt: skip
LIMITS = laws.procedure(DAY)
BASE = {"heads": 30, "source": "不动产登记簿 2026-02-01"}


def roll() -> list[Unit]:
    lot = random.Random(7)
    said = ["for"] * 30 + ["against"] * 4 + ["abstain"] * 2 + ["silent"] * 4
    heads = [f"业主{n % 30 if n % 30 < 10 else n}" for n in range(40)]
    return [Unit(f"南苑{n // 4}幢{n}", lot.randint(4000, 12_000), heads[n], said[n], ALL_TOLD) for n in range(40)]


def drawn(
    procedure: Procedure = KEPT, charter: Charter | None = None, units: list[Unit] | None = None
) -> dict[str, Any]:
    inputs = c.owners_inputs(units or roll(), LAW, charter or Charter(), SECRET)
    return c.certificate([Item("owners", inputs)], vote={"id": 1}, base=BASE, procedure=(procedure, LIMITS))


def test_it_comes_back_from_its_file_and_agrees() -> None:
    given = drawn()
    again = c.read(json.dumps(given, ensure_ascii=False, indent=2))
    assert again == given
    assert c.differences(again, {"": LAW.as_dict()}) == []
    assert c.recount(again).as_dict() == given["items"][""]["outcome"]
    assert given["items"][""]["outcome"]["verdict"]["state"] == "passed"
    assert given["items"][""]["outcome"]["verdict"]["valid"] is True
    assert given["recount"] in c.RECOUNT


def test_nobody_and_no_unit_is_named_and_the_order_tells_nothing() -> None:
    given, units = drawn(), roll()
    text = json.dumps(given, ensure_ascii=False)
    assert not any(unit.key in text or unit.head in text for unit in units)
    assert SECRET.hex() not in text
    random.Random(1).shuffle(units)
    assert drawn(units=units) == given
    other = c.owners_inputs(roll(), LAW, Charter(), b"another secret")
    assert {row[-1] for row in other["rows"]}.isdisjoint(row[-1] for row in given["items"][""]["inputs"]["rows"])


def test_an_owner_finds_the_own_row_and_a_guess_finds_none() -> None:
    given, unit = drawn(), roll()[3]
    found = c.rows_of(given, unit.key, c.opening(SECRET, unit.key))
    assert (found[""]["area"], found[""]["choice"]) == (unit.area, unit.choice)
    assert c.rows_of(given, unit.key, c.opening(b"guess", unit.key)) == {}
    assert c.rows_of(given, unit.key, "not an opening") == {}


@pytest.mark.parametrize(
    ("where", "value"),
    [(("rows", 0, 1), 1), (("rows", 0, 2), "void"), (("rows", 5, 0), 1), (("law", "approval", "share"), "1/2"),
     (("law", "participation", "test"), "more_than"), (("charter", "silence"), "with_majority"), (("stated_area",), 5)],
)  # fmt: skip
def test_every_changed_input_is_found(where: tuple[Any, ...], value: Any) -> None:
    given = copy.deepcopy(drawn())
    at: Any = given["items"][""]["inputs"]
    for step in where[:-1]:
        at = at[step]
    assert at[where[-1]] != value
    at[where[-1]] = value
    assert "sha256" in {one.where for one in c.differences(given)}
    given["sha256"] = c.digest(given)  # whoever changes a row can change the sum; the count or the law tells
    found = {one.where.split("[")[0] for one in c.differences(given, {"": LAW.as_dict()})}
    assert found, where


def test_a_changed_result_is_found_even_with_a_new_sum() -> None:
    given = copy.deepcopy(drawn())
    given["items"][""]["outcome"]["stages"][1]["heads"] += 1
    given["sha256"] = c.digest(given)
    assert [one.where for one in c.differences(given)] == ["item.outcome.stages[1].heads"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"schema": "gongzhi.certificate/2"}', '{"schema": "gongzhi.certificate/1", "x": 1.5}',
     '{"schema": "gongzhi.certificate/1", "x": NaN}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_certificate_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        c.read(text)


@pytest.mark.parametrize("broken", ["items", "rows", "rule", "bar", "choice"])
def test_a_broken_certificate_is_unreadable_and_never_a_crash(broken: str) -> None:
    given = copy.deepcopy(drawn())
    item = given["items"][""]
    if broken == "items":
        given["items"] = {}
    elif broken == "rows":
        item["inputs"]["rows"][0] = [1]
    elif broken == "rule":
        item["rule"] = "by acclamation"
    elif broken == "bar":
        item["inputs"]["law"]["approval"]["share"] = "3/0"
    else:
        item["inputs"]["rows"][0][2] = "maybe"
    with pytest.raises(Unreadable):
        c.recount(given)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"noticed": date(2026, 2, 15)}, "notice_days_broken"),
        ({"closes": date(2026, 3, 5)}, "window_days_broken"),
        ({"closes": date(2026, 5, 5)}, "window_days_broken"),
        ({"listed": False}, "agenda_listed_broken"),
        ({"against_offered": False}, "against_offered_broken"),
        ({"served": 39}, "service_proven_broken"),
        ({"paper_twice": 5}, "paper_entered_broken"),
        ({"roll_published": date(2026, 3, 2)}, "roll_published_broken"),
        ({"changed_after": 1}, "roll_frozen_broken"),
        ({"objections_open": 1}, "objections_answered_broken"),
        ({"cast": 36, "electronic": 29}, "ballots_sum_broken"),
        ({"cast": 41, "electronic": 35}, "ballots_sum_broken"),
    ],
)
def test_every_fault_of_the_procedure_makes_it_not_valid_and_is_named(changed: dict[str, Any], code: str) -> None:
    found = drawn(Procedure(**{**vars(KEPT), **changed}))["items"][""]["outcome"]["verdict"]
    assert found["state"] == "passed"
    assert found["valid"] is False
    assert [r["code"] for r in found["reasons"] if r["code"].endswith("broken")] == [code]


def test_a_correction_of_the_roll_that_was_published_with_its_reason_breaks_nothing() -> None:
    openly = drawn(Procedure(**{**vars(KEPT), "changed_after": 2, "changed_openly": 2}))
    assert openly["items"][""]["outcome"]["verdict"]["valid"] is True


def test_what_nobody_has_shown_is_neither_kept_nor_broken() -> None:
    verdict = drawn(Procedure())["items"][""]["outcome"]["verdict"]
    assert verdict["valid"] is None
    assert "service_proven_not_shown" in {r["code"] for r in verdict["reasons"]}


def test_a_choice_that_counts_silence_needs_its_by_law() -> None:
    without = examine(KEPT, LIMITS, Charter(silence="with_majority"))
    assert ("broken", "by_law_for_silence") in {(finding, reason.code) for finding, reason in without}
    with_it = examine(KEPT, LIMITS, Charter(silence="with_majority", ground="议事规则第十五条"))
    assert not [reason for finding, reason in with_it if finding == "broken"]


def test_several_items_of_one_vote_stand_in_one_certificate() -> None:
    election = laws.election(VOTERS, DAY)
    contest = Contest(10, 1, ("3", "7"))
    items = [
        Item(RESIDENTS, c.assembly_inputs(Show(100, 60, 40, 20), laws.assembly(RESIDENTS, DAY)), "1", "公约"),
        Item("election", c.election_inputs([("7",), ("3",)] * 4, contest, election), "2", "选举"),
    ]
    given = c.certificate(items, vote={"id": 2}, base={"source": "选民名单"})
    assert {key: one.verdict.state for key, one in c.recount_all(given).items()} == {"1": "passed", "2": "no_decision"}
    assert c.differences(given) == []


# --- the command ------------------------------------------------------------------------------------------------------


def ran(*arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command(Command(), *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.row("B15")
def test_one_command_counts_a_published_certificate_again(tmp_path: Path) -> None:
    file = tmp_path / "certificate.json"
    file.write_text(json.dumps(drawn(), ensure_ascii=False), "utf-8")
    code, out, _err = ran(str(file), "--json")
    told = json.loads(out)
    assert (code, told["agrees"], told["verdict"]["state"]) == (0, True, "passed")
    unit = roll()[3]
    code, out, _err = ran(str(file), "--unit", unit.key, "--opening", c.opening(SECRET, unit.key))
    assert code == 0
    assert f'"area": {unit.area}' in out


def test_the_command_tells_a_difference_and_what_cannot_be_read(tmp_path: Path) -> None:
    given = drawn()
    given["items"][""]["inputs"]["law"]["approval"]["share"] = "1/4"
    forged = c.certificate([Item("owners", given["items"][""]["inputs"])], vote={"id": 1}, base=BASE)
    file = tmp_path / "forged.json"
    file.write_text(json.dumps(forged), "utf-8")
    code, out, _err = ran(str(file))
    assert code == 1
    assert "item.law.approval.share" in out  # the sum agrees, the rule packs do not
    file.write_text("业主大会", "utf-8")
    assert ran(str(file))[0] == 2
    assert ran(str(tmp_path / "absent.json"))[0] == 2


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [path] if path else []
    for key, inner in pairs:
        found += _leaves(inner, (*path, key))
    return found


SMALL = drawn(units=roll()[:6])
PLACES = _leaves(SMALL)


@given_(st.sampled_from(PLACES), st.sampled_from([None, True, 0, -1, 10**30, "", "1/0", "x", [], {}, [[]], {"a": 1}]))
def test_whatever_is_changed_is_told_and_nothing_crashes(place: tuple[Any, ...], value: Any) -> None:
    given = copy.deepcopy(SMALL)
    at: Any = given
    for step in place[:-1]:
        at = at[step]
    same = at[place[-1]] == value and type(at[place[-1]]) is type(value)
    at[place[-1]] = value
    try:
        assert bool(c.differences(c.read(json.dumps(given)))) is not same
    except Unreadable:
        assert not same
