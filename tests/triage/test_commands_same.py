"""The two commands of the terminal: what they print is right, pure, and tells plainly what is wrong with a file."""

from __future__ import annotations

import csv
import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.core.management import CommandError, call_command


def ran(*words: str) -> str:
    """What a command writes."""
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def told(*words: str) -> Any:
    """What a command writes as JSON."""
    return json.loads(ran(*words, "--json"))


def test_duplicates_of_a_list_with_marks(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "工单号,时间,地址,内容,状态\n1,2026-03-01 08:00,海棠苑3栋,电梯坏了没人修,办结\n"
        "2,2026-03-02 09:00,海棠苑3栋,升降机不能用，老人下不了楼,重复\n"
        "3,2026-03-02,海棠苑5栋,楼道灯不亮,办结\n4,没有,海棠苑,坏了,办结\n",
        encoding="utf-8",
    )
    result = told("triage_duplicates", str(file))
    assert (result["rows"], result["left_out"], result["groups"]) == (3, 1, 1)
    assert (result["precision"], result["recall"]) == (1.0, 1.0)
    assert [(one["ref"], one["same_as"][0]["ref"]) for one in result["matches"]] == [("2", "1")]
    assert {"days", "least", "precision", "recall"} <= set(result["curve"][0])
    assert "电梯坏了没人修" not in ran("triage_duplicates", str(file))


def test_duplicates_without_marks_say_no_precision(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("date,address,text\n2026-03-01,A,x\n2026-03-01,A,x\n", encoding="utf-8")
    assert "precision" not in told("triage_duplicates", str(file))


def test_duplicates_refuse_what_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        ran("triage_duplicates", str(tmp_path / "absent.csv"))
    file = tmp_path / "list.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError):
        ran("triage_duplicates", str(file))
    with pytest.raises(CommandError, match="FIELD=HEADING"):
        ran("triage_duplicates", str(file), "--column", "what=a")


def test_a_citys_marks_are_met(shared_data: Path, tmp_path: Path) -> None:
    """Every fourth address with all its reports: as good as the whole list (which `docs/benchmarks.md` tells)."""
    file = tmp_path / "some.csv"
    with gzip.open(shared_data / "requests" / "chicago_sanitation_311.csv.gz", "rt", encoding="utf-8") as given:
        rows = csv.reader(given)
        headings = next(rows)
        at = headings.index("Street_Address")
        some = [row for row in rows if crc32(row[at].encode()) % 4 == 0]
    with file.open("w", encoding="utf-8", newline="") as kept:
        csv.writer(kept).writerows([headings, *some])
    result = told("triage_duplicates", str(file))
    assert result["rows"] == len(some) > 10_000 and result["marked"] > 500
    assert result["recall"] >= 0.97 and result["precision"] >= 0.69


def test_redaction_of_a_text_and_of_a_file(tmp_path: Path) -> None:
    assert ran("triage_redact", "我叫王建国，13800138000") == "我叫[姓名]，[电话]\n"
    file = tmp_path / "words.txt"
    file.write_text("第一行\n李女士住3栋1204室\n", encoding="utf-8")
    result = told("triage_redact", str(file))
    assert result["covered"] == "第一行\n[姓名]女士住3栋[门牌]\n"
    assert [(one["start"], one["kind"]) for one in result["marks"]] == [(4, "name"), (10, "room")]
    assert result["counts"] == {"name": 1, "room": 1}


def test_redaction_of_odd_input(tmp_path: Path) -> None:
    assert ran("triage_redact", "") == "\n"
    assert ran("triage_redact", "楼" * 10_000).strip() == "楼" * 10_000
    file = tmp_path / "words.txt"
    file.write_bytes(b"\xff\xfe\xb0")
    with pytest.raises(CommandError, match="UTF-8"):
        ran("triage_redact", str(file))
