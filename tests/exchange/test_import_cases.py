"""A list of another system enters the loop: once, by its own numbers, with what is wrong given back."""

from __future__ import annotations

import csv
import gzip
import io
import os
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from openpyxl import Workbook
from tests import world as world_module
from tests.world import World

from gongzhi.cases.models import Case
from gongzhi.duties.models import Duty
from gongzhi.exchange import services
from gongzhi.exchange.models import Imported
from gongzhi.exchange.services import Intake
from gongzhi.kernel import clock
from gongzhi.kernel.clock import CHINA
from gongzhi.record import services as record
from gongzhi.record.models import Fact

COMMUNITY, STREET = "440305007010", "440305007"
HEAD = ("编号", "标题", "时间", "内容", "社区", "类别", "事项")
LAMP = ("7", "楼道灯", "2019/2/28 11:25:05", "三楼的灯坏了很久", "", "投诉", "楼道灯不亮")


def sheet(tmp_path: Path, *rows: Sequence[str], head: Sequence[str] = HEAD, name: str = "来件.csv") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    path = tmp_path / name
    data = text.getvalue().encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def imported(path: Path, *more: str) -> str:
    out = io.StringIO()
    call_command("import_cases", str(path), "--yes", *more, stdout=out)
    return out.getvalue().splitlines()[-1]


def refused(path: Path) -> list[list[str]]:
    target = path.with_name(path.name.removesuffix(".gz").rsplit(".", 1)[0] + ".refused.csv")
    if not target.exists():
        return []
    return list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))[1:]


def test_a_row_becomes_a_case_with_its_own_number_and_a_clock_from_now(street: World, tmp_path: Path) -> None:
    assert imported(sheet(tmp_path, LAMP), "--place", COMMUNITY).startswith("1 taken in, 0 here before, 0 refused")
    case, row = Case.objects.get(), Imported.objects.get()
    assert (case.text, case.matter, case.intake, case.channel) == (
        "楼道灯\n三楼的灯坏了很久",
        "LJ01",
        "complaint",
        "import",
    )
    assert (row.case_id, row.source, row.external_id) == (case.pk, "来件", "7")
    assert row.sent_at == datetime(2019, 2, 28, 11, 25, 5, tzinfo=CHINA)
    assert case.reported_at == world_module.MONDAY and case.helper_id is None
    assert min(Duty.objects.values_list("due_at", flat=True)) > world_module.MONDAY
    actors = set(Fact.objects.filter(about_label="cases.case").values_list("actor", flat=True))
    assert actors <= {"system:exchange.import", "system:duties.clock"}
    assert record.replay("cases.case").different == ()


def test_what_nobody_sorted_waits_at_the_desk(street: World, tmp_path: Path) -> None:
    path = sheet(tmp_path, ("1", "", "", "河边栏杆松了", "", "", ""), ("2", "", "", "路口很乱", "", "", "没有的事项"))
    imported(path, "--place", COMMUNITY)
    assert set(Case.objects.values_list("state", "holder_id")) == {("sorting", street.body("residents_committee").pk)}
    imported(sheet(tmp_path, ("3", "", "", "整条街都停电", "", "", ""), name="b.csv"), "--place", STREET)
    assert Case.objects.latest("id").holder_id == street.body("street_office").pk


def test_reading_it_again_doubles_nothing(street: World, tmp_path: Path) -> None:
    rows = [(str(n), "", "", f"第 {n} 件事", "", "", "") for n in range(230)]
    path = sheet(tmp_path, *rows, name="来件.csv.gz")
    assert imported(path, "--place", COMMUNITY).startswith("230 taken in")
    assert imported(path, "--place", COMMUNITY).startswith("0 taken in, 230 here before")
    assert Case.objects.count() == Imported.objects.count() == 230


def test_a_killed_run_is_completed_by_the_next(street: World, tmp_path: Path) -> None:
    rows = [(n, {"id": str(n), "body": f"第 {n} 件事"}) for n in range(250)]
    place = street.places[COMMUNITY].pk

    def dying() -> Any:
        yield from rows[:150]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.import_cases(dying(), Intake("表", place))
    assert Case.objects.count() == Imported.objects.count() == 100  # whole batches only
    counts = services.import_cases(iter(rows), Intake("表", place))
    assert (counts.taken, counts.again) == (150, 100)
    assert Case.objects.count() == 250


BAD = {
    "empty body": (("1", "只有标题", "", "", "", "", ""), "写下"),
    "unknown place": (("1", "", "", "灯坏了", "火星社区", "", ""), "火星社区"),
    "unknown date": (("1", "", "昨天", "灯坏了", "", "", ""), "昨天"),
    "unknown category": (("1", "", "", "灯坏了", "", "闲聊", ""), "闲聊"),
    "too long": (("1", "", "", "长" * 10_000, "", "", ""), "10000"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_row_that_cannot_be_taken_comes_back_with_the_reason(street: World, tmp_path: Path, what: str) -> None:
    row, reason = BAD[what]
    path = sheet(tmp_path, row, LAMP)
    assert imported(path, "--place", COMMUNITY).startswith("1 taken in, 0 here before, 1 refused")
    assert Case.objects.count() == 1
    [back] = refused(path)
    assert back[0] == "2" and reason in back[1]
    assert imported(path, "--place", COMMUNITY).startswith("0 taken in, 1 here before, 1 refused")


@pytest.mark.parametrize(
    "text", ["灯坏了🔦👵", "樓道燈壞了，請處理", "３单元ＬＥＤ灯", "=1+1 灯坏了", "灯\x00坏\x07了"]
)
def test_whatever_people_write_is_kept(street: World, tmp_path: Path, text: str) -> None:
    place = street.places[COMMUNITY].pk
    services.import_cases([(2, {"id": "1", "body": text})], Intake("表", place))
    assert Case.objects.get().text == text.replace("\x00", "").replace("\x07", "")


def test_a_place_is_found_by_code_or_by_its_name_inside(street: World, tmp_path: Path) -> None:
    rows = (("1", "", "", "灯坏了", "后海社区", "", ""), ("2", "", "", "灯坏了", "440305007011", "", ""))
    imported(sheet(tmp_path, *rows), "--place", STREET)
    assert set(Case.objects.values_list("place__code", flat=True)) == {"440305007011"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty|内容|空"),
        (b"\x1f\x8b\x08broken", "."),
        (b"PK\x03\x04" + b"x" * 50, "."),
        (b"%PDF-1.7", "."),
        ("备注,日期\n甲,乙\n".encode(), "内容"),
    ],
)
def test_a_broken_or_renamed_file_is_refused_whole(street: World, tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "来件.csv"
    path.write_bytes(data)
    with pytest.raises(CommandError, match=words):
        imported(path, "--place", COMMUNITY)
    assert not Case.objects.exists()


def test_a_workbook_under_another_name_is_read(street: World, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(list(HEAD))
    book.active.append(list(LAMP))
    book.save(tmp_path / "x.xlsx")
    path = (tmp_path / "x.xlsx").rename(tmp_path / "来件.csv")
    assert imported(path, "--place", COMMUNITY).startswith("1 taken in")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--place", "999"), "999"),
        (("--place", "NYHY3"), "street or a community"),
        (("--place", COMMUNITY, "--kind", "闲聊"), "--kind"),
        (("--place", COMMUNITY, "--column", "colour=颜色"), "--column"),
        (("--place", COMMUNITY, "--column", "body=没有的列"), "没有的列"),
    ],
)
def test_a_wrong_option_is_told_before_anything_happens(
    street: World, tmp_path: Path, more: tuple[str, ...], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        imported(sheet(tmp_path, LAMP), *more)
    assert not Case.objects.exists()


def test_without_places_anywhere_a_place_is_asked_for(street: World, tmp_path: Path) -> None:
    path = sheet(tmp_path, ("1", "灯坏了"), head=("编号", "内容"))
    with pytest.raises(CommandError, match="--place"):
        imported(path)


def test_columns_may_be_named_and_looked_at_first(street: World, tmp_path: Path) -> None:
    path = sheet(tmp_path, ("1", "楼下的灯坏了"), head=("a", "b"))
    out = io.StringIO()
    options = ("--place", COMMUNITY, "--column", "body=b", "--column", "id=a")
    call_command("import_cases", str(path), *options, "--preview", stdout=out)
    assert "楼下的灯坏了" in out.getvalue() and not Case.objects.exists()
    assert imported(path, *options).startswith("1 taken in")


@pytest.fixture
def closed(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A list in a folder that takes no file, whoever asks: its descriptor's path."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("no folder here that refuses even the superuser")
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    file = os.open(sheet(tmp_path, LAMP, ("8", "", "", "", "", "", "")), os.O_RDONLY)
    yield Path(f"/proc/self/fd/{file}")
    os.close(file)


def test_refused_rows_go_to_the_data_folder_where_the_files_own_takes_none(
    street: World, closed: Path, settings: Any
) -> None:
    said = imported(closed, "--place", COMMUNITY, "--source", "表")
    assert said.startswith("1 taken in, 0 here before, 1 refused")
    (kept,) = settings.VAR.iterdir()
    assert str(kept) in said and f"nothing can be written to the file's own folder, {closed.parent}" in said
    assert "8" in kept.read_text(encoding="utf-8-sig").splitlines()[1]


def test_refused_rows_go_where_one_stands_when_no_other_folder_takes_them(
    street: World, closed: Path, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR = Path("/proc/self/fd")
    monkeypatch.chdir(tmp_path)
    assert str(tmp_path) in imported(closed, "--place", COMMUNITY, "--source", "表")
    assert len(list(tmp_path.glob("*.refused.csv"))) == 1


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_list_at_once_take_each_row_once() -> None:
    with clock.at(world_module.MONDAY):
        place = world_module.build().places[COMMUNITY].pk
    rows = [(n, {"id": str(n), "body": f"第 {n} 件事", "phone": "13800000001"}) for n in range(120)]
    done: list[Any] = []

    def run() -> None:
        try:
            with clock.at(world_module.MONDAY):
                done.append(services.import_cases(iter(rows), Intake("表", place)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 2 and sum(counts.taken for counts in done) == 120
    assert sum(counts.again for counts in done) == 120
    assert Case.objects.count() == Imported.objects.count() == 120


def test_real_messages_enter_and_the_empty_ones_come_back(street: World, tmp_path: Path, shared_data: Path) -> None:
    with gzip.open(shared_data / "messages/unlabelled_2017_2020.csv.gz", "rt", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    some = [(n, row) for n, row in enumerate(rows, 2) if n % 20 == 0]
    refusals: list[int] = []
    counts = services.import_cases(
        iter(some), Intake("messages", street.places[COMMUNITY].pk), refuse=lambda n, row, why: refusals.append(n)
    )
    assert counts.taken + counts.refused == len(some) and counts.refused == len(refusals) <= 1
    assert Case.objects.filter(state="sorting").count() == counts.taken
    assert not Imported.objects.filter(sent_at=None).exists()
