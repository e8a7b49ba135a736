"""`gongzhi votes count`: what it prints, and one clear sentence with exit code 2 for whatever it cannot count."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gongzhi.config.cli import command_of
from gongzhi.kernel.errors import Refused
from gongzhi.voting.rules.files import Asked, count

KEYS = {"rule", "winners", "stages", "spent", "verdict"}
PB = """META
key;value
budget;100
vote_type;approval
PROJECTS
project_id;cost;name;selected
a;60;Lamps;1
b;50;Benches;0
c;40;Trees;0
VOTES
voter_id;vote
1;a,b
2;a
3;b,c
4;c
"""
BLT = '3 1\n4 1 2 0\n3 2 0\n2 3 2 0\n0\n"A"\n"B"\n"C"\n'
ABC = "profile: [[0, 1], [0, 1], [2]]\nnum_cand: 3\ncommitteesize: 2\n"
MARKS = "voter,红,黄,蓝\n1,1,,\n2,,1,\n3,1,1,\n4,,1,\n"
POINTS = "count,红,黄\n2,3,1\n1,0,5\n"


def printed(*words: str) -> str:
    out = io.StringIO()
    call_command("votes_count", *words, stdout=out)
    return out.getvalue()


def counted(folder: Path, name: str, text: str, *words: str) -> dict:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    found = json.loads(printed(str(file), *words, "--json"))
    assert KEYS <= found.keys()
    return found


def test_the_words_of_the_terminal_name_the_command():
    assert command_of(["votes", "count", "a.pb"], {"votes_count"}) == ("votes_count", ["a.pb"])


@pytest.mark.parametrize(
    ("name", "text", "rule", "more", "winners"),
    [
        ("a.pb", PB, "equal_shares", (), ["c", "a"]),
        ("a.pb", PB, "greedy", (), ["c", "b"]),
        ("a.pb", PB, "greedy", ("--tie-break", "id"), ["a", "c"]),
        ("a.pb", PB, "greedy", ("--withdrawn", "c"), ["b"]),
        ("a.pb", PB, "greedy", ("--charter", "budget=40"), ["c"]),
        ("a.pb", PB, "approval", ("--seats", "3"), ["a", "b", "c"]),
        ("a.pb", PB, "equal-shares", (), ["c", "a"]),
        ("a.blt", BLT, "ranked", (), ["2"]),
        ("a.blt", BLT, "stv", ("--withdrawn", "3", "--seats", "2"), ["2", "1"]),
        ("a.abc.yaml", ABC, "av", (), ["0", "1"]),
        ("a.abc.yaml", ABC, "equal_shares", ("--seats", "3"), ["0", "1", "2"]),
        ("a.csv", MARKS, "approval", (), ["黄"]),
        ("a.csv", MARKS, "single", (), ["黄"]),
        ("a.csv", MARKS, "seqphragmen", ("--seats", "2"), ["红", "黄"]),
        ("a.csv", POINTS, "score", (), ["黄"]),
    ],
)
def test_a_file_is_counted_by_its_rule(tmp_path, name, text, rule, more, winners):
    assert counted(tmp_path, name, text, "--rule", rule, *more)["winners"] == winners


def test_a_budget_tells_losers_voters_and_what_the_file_says(tmp_path):
    found = counted(tmp_path, "a.pb", PB, "--rule", "equal_shares")
    assert found["spent"] == 100 and found["budget"] == 100 and found["voters"] == 4
    assert found["compared"]["with"] == "greedy"
    assert [loser["project"] for loser in found["losers"]] == ["b"]
    assert found["official"] == {"equal": False, "only_official": [], "only_here": ["c"]}
    assert found["verdict"]["valid"] is True
    wrong = counted(tmp_path, "a.pb", PB.replace("cost;name", "cost;votes;name").replace("60;", "60;9;")
                    .replace("50;", "50;2;").replace("40;", "40;2;"), "--rule", "greedy")  # fmt: skip
    assert wrong["verdict"]["valid"] is False
    assert wrong["verdict"]["reasons"][-1] == {"code": "printed_votes_differ", "numbers": {"projects": 1}, "ground": ""}


def test_without_json_people_read_names_and_reasons(tmp_path):
    (tmp_path / "a.pb").write_text(PB, encoding="utf-8")
    text = printed(str(tmp_path / "a.pb"), "--rule", "greedy")
    assert "Trees" in text and "spent 90" in text and "tie_broken" in text and "verdict: chosen, valid" in text


@pytest.mark.parametrize(
    ("name", "text", "words", "says"),
    [
        ("a.pb", PB, ("--rule", "magic"), "magic"),
        ("a.pb", PB.replace("1;a,b", "1;z"), ("--rule", "greedy"), "第 12 行"),
        ("a.pb", PB, ("--rule", "ranked"), "ranked"),
        ("a.pb", PB, ("--rule", "score"), "score"),
        ("a.pb", PB, ("--rule", "greedy", "--withdrawn", "z"), "z"),
        ("a.pb", PB, ("--rule", "greedy", "--charter", "budget=none"), "none"),
        ("a.pb", PB, ("--rule", "greedy", "--charter", "budget"), "NAME=VALUE"),
        ("a.pb", PB, ("--rule", "greedy", "--charter", "when_short=cry"), "cry"),
        ("a.pb", PB, ("--rule", "greedy", "--tie-break", "luck"), "luck"),
        ("a.pb", PB, ("--rule", "greedy", "--tie-break", "lot"), "种子"),
        ("a.blt", BLT, ("--rule", "ranked", "--seats", "0"), "--seats|应选人数"),
        ("a.soi", "1: 1,2\n", ("--rule", "ranked", "--seats", "1"), "行"),
        ("a.csv", "红,黄\n1,x,\n", ("--rule", "approval"), "第 2 行"),
        ("a.csv", "voter,红\n1,1\n1,1\n", ("--rule", "approval"), "第 3 行"),
        ("a.csv", "红,黄\n1,many\n", ("--rule", "score"), "many"),
        ("a.csv", MARKS, ("--rule", "av", "--seats", "9"), "应选人数"),
        ("a.csv", "", ("--rule", "single"), "空"),
    ],
)
def test_what_cannot_be_counted_is_said_in_a_sentence(tmp_path, name, text, words, says):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as fault:
        printed(str(tmp_path / name), *words)
    assert fault.value.returncode == 2 and any(one in str(fault.value) for one in says.split("|"))


DAMAGE = [*'0;,.:{}[]=-"\n #\x00é中²', "99999999999999999999", "1e5", "nan", "META", "VOTES", "\u2028", ""]


def test_a_damaged_file_is_counted_or_refused_and_never_breaks_the_count(tmp_path):
    rng = random.Random(41)
    old = "3\n1,A\n2,B\n3,C\n7,7,2\n5,1,2,3\n2,3,{1,2}\n"
    kinds = [
        ("a.pb", PB, "equal_shares"), ("a.pb", PB, "greedy"), ("a.blt", BLT, "ranked"), ("a.toi", old, "ranked"),
        ("a.csv", MARKS, "score"), ("a.abc.yaml", ABC, "seqphragmen"),
    ]  # fmt: skip
    refused = 0
    for _turn in range(200):
        name, text, rule = rng.choice(kinds)
        letters = list(text)
        for _damage in range(rng.randint(1, 3)):
            letters[rng.randrange(len(letters))] = rng.choice(DAMAGE)
        (tmp_path / name).write_text("".join(letters), encoding="utf-8")
        try:
            assert KEYS <= count(Asked(tmp_path / name, rule)).as_dict().keys()
        except Refused:
            refused += 1
    assert 60 < refused < 200


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    (tmp_path / "a.blt").write_bytes(b"\xff\xfe\x00")
    for file in (tmp_path / "none.pb", tmp_path, tmp_path / "a.blt"):
        with pytest.raises(CommandError) as fault:
            printed(str(file), "--rule", "ranked", "--seats", "1")
        assert fault.value.returncode == 2


def test_a_shared_budget_through_the_command(shared_data):
    file = str(shared_data / "budgets" / "poland_wieliczka_2023.pb.gz")
    found = json.loads(printed(file, "--rule", "equal_shares", "--json"))
    assert found["official"]["equal"] and len(found["winners"]) == 30 and found["spent"] == 995_079
    assert found["compared"]["by_number"] == {"equal_shares": 1615, "greedy": 873, "neither": 4098}
    assert found["compared"]["by_cost"] == {"equal_shares": 1576, "greedy": 1050, "neither": 3960}
