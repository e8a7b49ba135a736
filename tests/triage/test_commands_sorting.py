"""The terminal trains, measures and suggests; what it cannot use it names, row by row."""

from __future__ import annotations

import csv
import json
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.cases.stages import make
from tests.triage.lessons import rows
from tests.world import World

from gongzhi.cases.selectors.lessons import lessons
from gongzhi.kernel.actor import system
from gongzhi.kernel.sheets import write_rows
from gongzhi.mandates import selectors as mandates
from gongzhi.record.services import deliver
from gongzhi.triage.services import models

pytestmark = pytest.mark.django_db
KEYS = {"macro_f1", "accuracy", "ece", "top3", "per_label"}


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR = tmp_path / "var"
    return tmp_path


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue()


def sheet(path: Path, headings: tuple[str, ...], given: list[tuple[str, ...]], kind: str = "csv") -> str:
    write_rows(path, headings, given, kind)
    return str(path)


def raw(many: int, seed: int = 1) -> list[tuple[str, ...]]:
    return [(message.subject, message.body, label) for message, label in rows(many, seed)]


@pytest.mark.parametrize("kind", ["csv", "csv.gz", "xlsx"])
@pytest.mark.parametrize("headings", [("subject", "body", "label"), ("主题", "正文", "标签")])
def test_train_evaluate_suggest(var: Path, kind: str, headings: tuple[str, ...]) -> None:
    trained = json.loads(run("triage_train", sheet(var / f"a.{kind}", headings, raw(240), kind), "--json"))
    assert trained.keys() >= KEYS and trained["taken"] and trained["rows"] == 240 and trained["refused"] == 0
    scored = json.loads(run("triage_evaluate", sheet(var / f"b.{kind}", headings, raw(60, 7), kind), "--json"))
    assert scored.keys() >= KEYS and scored["macro_f1"] == 1 and scored["version"] == trained["version"]
    assert set(scored["per_label"]["水"]) == {"precision", "recall", "f1", "count"}
    told = json.loads(run("triage_suggest", "半夜停水，水压太低", "--json"))
    assert told["can_tell"] and told["suggestions"][0]["label"] == "水" and len(told["suggestions"]) == 3
    assert all(word in "半夜停水，水压太低" for word in told["suggestions"][0]["words"])


def test_words_that_were_cut_train_for_text_that_was_not(var: Path) -> None:
    given = [(f"{subject} {body.replace('，', ' ')}", label) for subject, body, label in raw(240)]
    assert "taken" in run("triage_train", sheet(var / "a.csv", ("tokens", "label"), given))
    assert "macro-F1 1.0000" in run("triage_evaluate", sheet(var / "b.csv", ("subject", "body", "label"), raw(60, 7)))


def test_a_version_is_measured_by_name(var: Path) -> None:
    file = sheet(var / "a.csv", ("body", "label"), [row[1:] for row in raw(240)])
    version = json.loads(run("triage_train", file, "--json"))["version"]
    run("triage_train", file)
    assert json.loads(run("triage_evaluate", file, "--json", "--model", version))["version"] == version
    for wrong in ("20200101T000000", "../current"):
        with pytest.raises(CommandError):
            run("triage_evaluate", file, "--model", wrong)


def test_rows_that_cannot_be_used_are_listed_with_their_reasons(var: Path) -> None:
    bad = [("", "没有标签", ""), ("", "", "水"), ("", "😀", "水"), ("", "标签太长", "长" * 61)]
    told = json.loads(run("triage_train", sheet(var / "a.csv", ("主题", "正文", "标签"), [*bad, *raw(240)]), "--json"))
    assert told["refused"] == 4 and told["rows"] == 240
    with (var / "a.refused.csv").open(encoding="utf-8-sig") as file:
        reasons = [(row[0], row[1]) for row in csv.reader(file)][1:]
    assert [number for number, _r in reasons] == ["2", "3", "4", "5"]
    assert "没有标签" in reasons[0][1] and "没有文字" in reasons[1][1] and "标签太长" in reasons[3][1]


@pytest.mark.parametrize(
    ("headings", "given", "said"),
    [
        (("正文", "标签"), [("半夜停水", "水")] * 50, "标签都一样"),
        (("正文", "标签"), [("半夜停水", "水"), ("路灯不亮", "路")], "太少"),
        (("正文", "日期"), [("半夜停水", "周一")], "找不到这些列"),
        (("编号", "标签"), [("7", "水")], "找不到这些列"),
    ],
)
def test_files_that_teach_nothing(
    var: Path, headings: tuple[str, ...], given: list[tuple[str, ...]], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run("triage_train", sheet(var / "a.csv", headings, given))
    assert models.in_use() is None


def test_no_file_no_model_both_or_neither(var: Path) -> None:
    for words in (("triage_train",), ("triage_train", "a.csv", "--own"), ("triage_train", str(var / "absent.csv"))):
        with pytest.raises(CommandError):
            run(*words)
    with pytest.raises(CommandError):
        run("triage_evaluate", sheet(var / "a.csv", ("正文", "标签"), raw(1)))


def test_without_a_model_the_lists_own_words_suggest(street: World) -> None:
    told = json.loads(run("triage_suggest", "三单元楼道灯不亮", "--json"))
    assert told["version"] == "list"
    first = told["suggestions"][0]
    assert (first["label"], first["name"], first["tier"], first["kind"]) == ("LJ01", "楼道灯不亮", "7d", "help")
    assert run("triage_suggest", "qwerty").strip() == "cannot tell"


def test_labels_that_the_model_never_learnt_count_as_wrong_and_are_named(var: Path) -> None:
    run("triage_train", sheet(var / "a.csv", ("主题", "正文", "标签"), raw(240)))
    told = json.loads(run("triage_evaluate", sheet(var / "b.csv", ("正文", "标签"), [("半夜停水", "天")]), "--json"))
    assert told["unknown_labels"] == ["天"] and told["accuracy"] == 0


@pytest.mark.parametrize("text", ["", "水", "😀😀", "hello there", "Здравствуйте"])
def test_it_says_that_it_cannot_tell(var: Path, text: str) -> None:
    run("triage_train", sheet(var / "a.csv", ("主题", "正文", "标签"), raw(240)))
    assert run("triage_suggest", "--", text).strip() == "cannot tell"
    assert json.loads(run("triage_suggest", "--json", "--", text)) | {"version": ""} == {
        "version": "", "can_tell": False, "suggestions": [],
    }  # fmt: skip


def test_standard_input_is_read(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("triage_train", sheet(var / "a.csv", ("主题", "正文", "标签"), raw(240)))
    monkeypatch.setattr("sys.stdin", StringIO("校车晚点，学校补课收费" * 2000))
    assert run("triage_suggest", "-").split()[1] == "校"


def test_a_damaged_model_is_named(var: Path) -> None:
    run("triage_train", sheet(var / "a.csv", ("主题", "正文", "标签"), raw(240)))
    next((var / "var/models").glob("2*/model.npz")).write_bytes(b"PK")
    with pytest.raises(CommandError, match="cannot be read"):
        run("triage_suggest", "半夜停水")


# --- from the house's own cases


def test_labels_may_have_to_be_matter_types(street: World, var: Path) -> None:
    codes = [matter.code for matter in mandates.matters()][:3]
    kinds = dict(zip(("水", "校", "路"), codes, strict=True))
    given = [(subject, body, kinds[label]) for subject, body, label in raw(240)]
    told = json.loads(
        run(
            "triage_train",
            sheet(var / "a.csv", ("主题", "正文", "标签"), [("", "停水了", "XX99"), *given]),
            "--matters",
            "--json",
        )
    )
    assert told["refused"] == 1 and sorted(told["labels"]) == sorted(codes)
    assert "XX99" in (var / "a.refused.csv").read_text(encoding="utf-8-sig")


def test_only_what_a_person_sorted_or_closed_is_a_lesson(street: World) -> None:
    street.report(matter="LJ01")
    desk = street.report(matter="", text="外墙漏水，不知道归谁")
    itself = street.report(matter="", text="楼道的灯不亮")
    street.move(system("triage"), itself, "sort_itself", matter="LJ01")
    deliver()
    assert list(lessons()) == []
    street.move("worker", desk, "sort", matter="FW01")
    make(street, "solved")
    make(street, "withdrawn")
    deliver()
    assert list(lessons()) == [("外墙漏水，不知道归谁", "FW01"), ("外墙漏水很久了", "FW01")]


def test_a_type_that_a_person_corrected_is_the_lesson(street: World) -> None:
    case = street.report(matter="", text="外墙漏水，不知道归谁")
    street.move("worker", case, "sort", matter="FW01")
    case.refresh_from_db()
    street.move("worker", case, "reclassify", matter="LJ01")
    deliver()
    assert list(lessons()) == [("外墙漏水，不知道归谁", "LJ01")]


def test_own_cases_teach_when_there_are_enough(street: World) -> None:
    with pytest.raises(CommandError, match="标签都一样"):
        run("triage_train", "--own")
    for matter, text in [("FW01", "外墙漏水了，雨天最严重"), ("LJ01", "楼道里的灯不亮了")] * 12:
        case = street.report(matter="", text=f"{text} {case_number()}")
        street.move("worker", case, "sort", matter=matter)
    deliver()
    told = json.loads(run("triage_train", "--own", "--json"))
    assert told["labels"] == {"FW01": 12, "LJ01": 12} and told["show_only"] and told["taken"]


_numbers = count(1)


def case_number() -> str:
    """Something that makes each text another."""
    return f"{next(_numbers)}单元{next(_numbers)}"
