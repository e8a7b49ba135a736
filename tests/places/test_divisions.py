"""The national list: repeatable, complete after a killed run, refused rows named with reasons."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.places import selectors, services
from gongzhi.places.models import Place, Standing
from gongzhi.places.services import divisions
from gongzhi.record.models import Fact

IMPORT = system("places.import")
SINCE = date(2021, 1, 1)
LIST = (
    ("44", "广东省", "1", ""),
    ("4403", "深圳市", "2", "44"),
    ("440305", "南山区", "3", "4403"),
    ("440305007", "粤海街道", "4", "440305"),
    ("440305007010", "南油社区居委会", "5", "440305007"),
    ("440305007011", "后海社区居委会", "5", "440305007"),
)


def run(rows: Any, **more: Any) -> tuple[divisions.Imported, list[tuple[int, str]]]:
    """The import's result and its refusals as (row number, reason)."""
    refusals: list[tuple[int, str]] = []
    done = services.import_divisions(
        enumerate(rows, start=1),
        actor=IMPORT,
        since=SINCE,
        refuse=lambda n, row, why: refusals.append((n, why)),
        **more,
    )
    return done, refusals


@pytest.mark.django_db
def test_the_list_becomes_a_tree_and_repeating_changes_nothing() -> None:
    heard: list[int] = []
    done, refusals = run(LIST, progress=heard.append)
    assert (done.created, refusals, sum(heard)) == (6, [], 6)
    community = selectors.by_code("440305007010")
    assert selectors.names(community, top="province") == "广东省 · 深圳市 · 南山区 · 粤海街道 · 南油社区"
    assert community.aliases == "南油社区居委会"
    facts, places = Fact.objects.count(), list(Place.objects.values())
    done, refusals = run(LIST)
    assert (done.created, done.same, refusals) == (0, 6, [])
    assert list(Place.objects.values()) == places and Fact.objects.count() == facts == 1


@pytest.mark.django_db
def test_rows_before_their_parents_wait_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(divisions, "SLICE", 2)
    done, refusals = run(reversed(LIST))
    assert (done.created, refusals) == (6, [])
    assert [p.code for p in selectors.ancestors(selectors.by_code("440305007010"))][-1] == "44"


@pytest.mark.django_db
def test_too_many_rows_before_their_parents_are_refused_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(divisions, "SLICE", 1)
    monkeypatch.setattr(divisions, "_MOST_WAITING", 2)
    done, refusals = run(reversed(LIST))
    assert (done.created, len(refusals)) == (1, 5)
    assert {why.startswith("上级排在太后面") for _, why in refusals} == {True, False}
    assert run(LIST)[0].created == 5


@pytest.mark.django_db
def test_bad_rows_are_refused_with_reasons_and_the_others_go_on() -> None:
    bad = [
        ("9", "无上级街道", "4", "90"),
        ("44", "又一个", "1", ""),
        ("", "没有代码", "2", "44"),
        ("4404", "", "2", "44"),
        ("4405", "市", "7", "44"),
        ("4406", "省", "1", "44"),
        ("4407", "自己", "2", "4407"),
        ("4408", "字" * 90, "2", "44"),
        ("x" * 50, "长", "2", "44"),
        ("4409", "🏙️ 市", "2", "44"),
    ]
    done, refusals = run([*LIST, *bad])
    assert (done.created, done.refused) == (7, 9)
    assert sorted(number for number, _ in refusals) == [7, 8, 9, 10, 11, 12, 13, 14, 15]
    assert all(why and "%" not in why for _, why in refusals)
    assert selectors.by_code("4409").name == "🏙️ 市"


@pytest.mark.django_db
def test_a_newer_list_renames_with_history_and_never_moves() -> None:
    run(LIST)
    newer = [
        *LIST[:4],
        ("440305007010", "新南油社区居委会", "5", "440305007"),
        ("440305007011", "后海社区居委会", "5", "440305"),
    ]
    done = services.import_divisions(enumerate(newer), actor=IMPORT, since=date(2022, 1, 1))
    assert (done.created, done.same, done.renamed, done.refused) == (0, 4, 1, 1)
    community = selectors.by_code("440305007010")
    assert selectors.as_of(date(2021, 6, 1)).name(community.pk) == "南油社区"
    assert selectors.as_of(date(2022, 6, 1)).name(community.pk) == "新南油社区"
    assert Standing.objects.count() == 1


@pytest.mark.django_db
def test_a_killed_run_is_completed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(divisions, "SLICE", 2)

    def broken() -> Any:
        yield from LIST[:5]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(broken())
    assert Place.objects.count() == 4
    done, _ = run(LIST)
    assert (done.created, done.same) == (2, 4)


@pytest.mark.django_db
def test_a_person_without_the_system_behind_cannot_import_the_country() -> None:
    with pytest.raises(Refused):
        services.import_divisions(enumerate(LIST), actor=Actor(person_id=1))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list_2021.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        csv.writer(out).writerows([("code", "name", "level", "parent_code"), *LIST, ("9", "=cmd()", "4", "90")])
    return path


@pytest.mark.django_db
def test_the_command_writes_the_refused_rows_beside_the_file(file: Path, capsys: Any) -> None:
    call_command("import_places", str(file))
    assert "6 added" in capsys.readouterr().out
    refused = file.with_name("list_2021.refused.csv")
    [row] = csv.DictReader(refused.read_text(encoding="utf-8-sig").splitlines())
    assert (row["原行号"], row["code"], row["name"]) == ("8", "9", "'=cmd()") and "上级" in row["未导入的原因"]
    assert selectors.by_code("44").since == SINCE
    call_command("import_places", str(file), since="2022-02-02")
    assert "6 unchanged" in capsys.readouterr().out and Place.objects.count() == 6


@pytest.mark.django_db
def test_corrected_refusals_can_be_imported_and_leave_no_file_behind(file: Path) -> None:
    call_command("import_places", str(file))
    refused = file.with_name("list_2021.refused.csv")
    refused.write_text(refused.read_text(encoding="utf-8-sig").replace("90", "440305"), encoding="utf-8")
    call_command("import_places", str(refused), since="2021-01-01")
    assert selectors.by_code("9").name == "=cmd()" and not file.with_name("list_2021.refused.refused.csv").exists()


@pytest.mark.django_db
def test_the_command_reads_gb18030_and_a_plain_csv(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    path.write_text("code,name,level,parent_code\n" + "\n".join(map(",".join, LIST)), encoding="gb18030")
    call_command("import_places", str(path))
    assert selectors.by_code("440305007").name == "粤海街道"


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["missing", "columns", "empty", "broken", "picture", "day"])
def test_a_file_that_is_no_list_is_refused_in_words(wrong: str, file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    contents = {
        "columns": b"a,b\n1,2\n",
        "empty": b"",
        "broken": whole[: len(whole) - 20],
        "picture": b"\x89PNG\r\n\x1a\n" * 50,
    }
    path = tmp_path / "other.csv"
    if wrong in contents:
        path.write_bytes(contents[wrong])
    with pytest.raises(CommandError) as error:
        call_command(
            "import_places", str(file if wrong == "day" else path), since="2021-02-30" if wrong == "day" else None
        )
    assert len(str(error.value)) > 10


@pytest.mark.django_db
@pytest.mark.row("A09")
def test_the_real_streets_of_nanshan_are_imported_whole(shared_data: Path) -> None:
    """Every row of one district of the real list, in the order of the file."""
    with gzip.open(shared_data / "places/china_divisions_2021.csv.gz", "rt", encoding="utf-8") as lines:
        rows = [
            (r["code"], r["name"], r["level"], r["parent_code"])
            for r in csv.DictReader(lines)
            if r["code"] in {"44", "4403"} or r["code"].startswith("440305")
        ]
    done, refusals = run(rows)
    assert (done.created, refusals) == (len(rows), [])
    with (shared_data / "places/nanshan_2021.csv").open(encoding="utf-8-sig") as lines:
        listed = {r["community_code"]: r["street_code"] for r in csv.DictReader(lines)}
    found = {p.code: p for p in selectors.within(selectors.by_code("440305")).filter(level="community")}
    assert set(found) == set(listed)
    assert all(found[code].parent.code == street for code, street in listed.items())
    assert selectors.children(selectors.by_code("440305007")).count() == 16
