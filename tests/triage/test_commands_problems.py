"""`gongzhi triage problems FILE`: columns guessed, JSON that is only JSON, refusals in words."""

from __future__ import annotations

import csv
import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

WORDS = ("电梯经常停运没人修", "3栋电梯经常停运", "电梯停运没人修", "电梯又停运了没人修")
OTHERS = ("图书馆几点开门", "如何办理老年卡", "公交线路何时开通", "社保断缴怎么补", "路灯不亮", "共享单车乱停放")
CHINESE = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数")
ENGLISH = ("id", "user", "subject", "sent_at", "body", "dislikes", "likes")


def run(*given: object) -> str:
    out = StringIO()
    call_command("triage_problems", *map(str, given), stdout=out, stderr=StringIO())
    return out.getvalue()


def rows() -> list[tuple[str, ...]]:
    lift = [
        (f"L{at}", f"U{at}", text, f"2026/5/{at + 1} 9:05:00", f"{text}。", "5", str(at))
        for at, text in enumerate(WORDS)
    ]
    again = [("L9", "U0", WORDS[0], "2026/5/9", "还是没人修。", "0", "x")]
    return [
        *lift,
        *again,
        *((f"O{at}", f"V{at}", text, "2026-05-20 10:00", "", "0", "") for at, text in enumerate(OTHERS)),
    ]


def written(path: Path, headings: tuple[str, ...], lines: list[tuple[str, ...]], encoding: str = "utf-8") -> Path:
    opened = (
        gzip.open(path, "wt", encoding=encoding, newline="")
        if path.suffix == ".gz"
        else path.open("w", encoding=encoding, newline="")
    )
    with opened as file:
        csv.writer(file).writerows([headings, *lines])
    return path


@pytest.mark.parametrize("headings", [CHINESE, ENGLISH])
@pytest.mark.parametrize(("name", "encoding"), [("a.csv", "utf-8-sig"), ("a.csv.gz", "utf-8"), ("b.csv", "gb18030")])
def test_columns_are_guessed_and_people_counted_once(
    tmp_path: Path, headings: tuple[str, ...], name: str, encoding: str
) -> None:
    found: list[dict[str, Any]] = json.loads(run(written(tmp_path / name, headings, rows(), encoding), "--json"))
    assert len(found) == 1
    lift = found[0]
    assert set(lift["members"]) == {"L0", "L1", "L2", "L3", "L9"}
    assert (lift["people"], lift["size"], lift["voices"]) == (4, 5, 6)
    assert lift["title"] in WORDS
    assert lift["first"] == "2026-05-01T09:05:00+08:00"
    assert lift["last"].startswith("2026-05-09")
    assert lift["heat"] > 4
    assert any("电梯" in word for word in lift["words"])


def test_the_table_is_for_people_and_the_window_moves(tmp_path: Path) -> None:
    old = [(f"A{at}", f"W{at}", f"暖气不热{text}", "2024-01-05", "", "0", "0") for at, text in enumerate("一二三四五")]
    file = written(tmp_path / "a.csv", CHINESE, rows() + old)
    assert "暖气不热" not in run(file)
    assert "暖气不热" in run(file, "--window", 0)
    assert "2 lines left out" in run(
        written(tmp_path / "b.csv", CHINESE, [*rows(), rows()[0], ("X", "", "", "2026-05-01", "", "", "")])
    )
    assert json.loads(run(file, "--json", "--top", 0)) == []


def test_numbers_are_hidden_in_titles(tmp_path: Path) -> None:
    lines = [(f"L{at}", f"U{at}", "电梯停运请打13800138000", "2026-05-01", "", "0", "0") for at in range(3)]
    assert "13800138000" not in run(written(tmp_path / "a.csv", CHINESE, lines + rows()), "--json", "--window", 0)


def test_other_headings_are_named(tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", ("n", "u", "what", "when", "more", "d", "l"), rows())
    with pytest.raises(CommandError):
        run(file)
    found = json.loads(
        run(file, "--json", "--column", "title=what", "--column", "said_at=when", "--column", "person=u")
    )
    assert found[0]["people"] == 4
    for wrong in ("nothing=what", "title="):
        with pytest.raises(CommandError, match="FIELD"):
            run(file, "--column", wrong)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n", "留言时间\n2026-01-01\n".encode()])
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(CommandError):
        run(tmp_path / "a.csv")
    with pytest.raises(CommandError):
        run(tmp_path / "absent.csv")


@pytest.mark.parametrize("option", ["--top", "--window"])
@pytest.mark.parametrize("value", ["-1", "x", "1.5", "9999999"])
def test_a_count_is_a_whole_number(tmp_path: Path, option: str, value: str) -> None:
    with pytest.raises(CommandError):
        run(written(tmp_path / "a.csv", CHINESE, rows()), f"{option}={value}")


def test_a_list_without_messages_has_no_problems(tmp_path: Path) -> None:
    assert (
        json.loads(run(written(tmp_path / "a.csv", CHINESE, [("1", "u", "电梯坏了", "no date", "", "", "")]), "--json"))
        == []
    )
