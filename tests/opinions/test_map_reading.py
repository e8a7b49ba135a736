"""`gongzhi opinions map` and what it reads: every form of export, both signs, and files that are something else."""

from __future__ import annotations

import csv
import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.opinions.exports import YOUTH, groups_of

from gongzhi.config.cli import _WITHOUT_DATABASE
from gongzhi.kernel.errors import Refused
from gongzhi.opinions.rules.reading import Heap, read, read_labels

VOTES = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
COMMENTS = ("timestamp", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body")
FOR, AGAINST = (1, 1, 1, 1, 1, -1, -1, 1), (-1, -1, -1, -1, 1, 1, 1, 1)
CAMPS = [(f"{p + 1}", f"{s * 7}", v) for p in range(24) for s, v in enumerate(FOR if p < 14 else AGAINST)]


def run(*given: object) -> str:
    out = StringIO()
    call_command("opinions_map", *map(str, given), stdout=out, stderr=StringIO())
    return out.getvalue()


def table(path: Path, headings: tuple[str, ...], lines: list[tuple[object, ...]]) -> Path:
    opened = gzip.open(path, "wt", newline="") if path.suffix == ".gz" else path.open("w", newline="", encoding="utf-8")
    with opened as file:
        csv.writer(file).writerows([headings, *lines])
    return path


def votes(path: Path, sign: int = 1, more: tuple[tuple[object, ...], ...] = ()) -> Path:
    return table(path, VOTES, [(100, "noon", s, p, v * sign) for p, s, v in CAMPS] + list(more))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A conversation as it is exported: votes, and statements of which one was taken out."""
    votes(tmp_path / "votes.csv.gz")
    counts = {s: [sum(v == sign for _, on, v in CAMPS if on == s) for sign in (1, -1)] for _, s, _ in CAMPS}
    lines = [(1, s, 0, *two, -1 if s == "7" else 1, f"说法 {s}\n第二行") for s, two in counts.items()]
    table(tmp_path / "comments.csv", COMMENTS, [*lines, (1, "900", 0, 0, 0, 0, "没有人答过")])
    return tmp_path


def test_a_folder_gives_everything_that_is_asked_for(folder: Path) -> None:
    found: dict[str, Any] = json.loads(run(folder, "--json"))
    assert set(found["groups"]) == {str(p + 1) for p in range(24)} and found["sizes"] == {"0": 14, "1": 10}
    assert found["group_aware_consensus"]["28"] == pytest.approx(15 / 16 * 11 / 12)
    assert found["minimum"]["28"] == pytest.approx(11 / 12)
    assert [row["statement"] for row in found["majority"]["agree"]][:2] == ["28", "49"]
    assert {row["statement"] for row in found["representative"]["1"]} >= {"35", "42"}
    assert found["stability"] == 1.0 and found["clear"] is True and found["out"] == ["7"]
    assert "900" not in found["everybody"]


def test_the_words_say_how_sure_and_name_the_statements(folder: Path) -> None:
    told = run(folder)
    assert "24 people, 192 votes, 8 statements" in told
    assert "2 groups (0: 14, 1: 10)" in told and "100%" in told
    assert "说法 28 第二行" in told and "说法 7 " not in told


def test_given_groups_and_another_number_of_groups(folder: Path) -> None:
    labels = table(
        folder / "given.csv", ("participant", "group"), [("1", "上坡"), ("2", "上坡"), ("20", "7"), ("21", "")]
    )
    found = json.loads(run(folder, "--labels", labels, "--json"))
    assert found["groups"] == {"1": "上坡", "2": "上坡", "20": 7} and found["labels_given"] is True
    assert found["group_aware_consensus"]["0"] == pytest.approx(3 / 4 * 1 / 3)
    assert read_labels(table(folder / "odd.csv", ("participant", "group"), [("1", "007"), ("2", "9" * 5000)])) == {
        "1": "007",
        "2": "9" * 5000,
    }
    with pytest.raises(CommandError, match="nobody") as refused:
        run(folder, "--labels", table(folder / "x.csv", ("participant", "group"), [("77", "1")]))
    assert refused.value.returncode == 2
    huge = table(folder / "huge.csv", ("participant", "group"), [("1", "x" * 200_000)])
    with pytest.raises(CommandError) as refused:
        run(folder, "--labels", huge)
    assert refused.value.returncode == 2


def test_a_name_of_very_many_digits_is_a_name(tmp_path: Path) -> None:
    found = read(votes(tmp_path / "votes.csv", more=((1, "", "9" * 5000, "8" * 5000, 1),)))
    assert found.votes.people[-1] == "8" * 5000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", [{"pid": p, "tid": s, "vote": v, "modified": "7"} for p, s, v in CAMPS]),
        ("b.json.gz", [{"participant_id": int(p), "statement_id": int(s), "vote": v} for p, s, v in CAMPS]),
    ],
)
def test_votes_of_the_raw_interface_as_one_file(tmp_path: Path, name: str, content: list[dict[str, Any]]) -> None:
    data = json.dumps(content).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    found = read(tmp_path / name)
    assert found.votes.per_person().tolist() == [8] * 24 and not found.turned
    turned = json.loads(run(tmp_path / name, "--agree-is-minus", "--json"))
    assert turned["everybody"]["28"] == [0, 24, 24] and turned["file"]["turned"] is True


def test_the_published_counts_tell_which_sign_means_agreement(folder: Path) -> None:
    (folder / "votes.csv.gz").unlink()
    votes(folder / "votes.csv", sign=-1)
    found = read(folder)
    assert found.turned and found.votes.cells[:, [4]].data.tolist() == [1] * 24
    assert not read(folder, turned=False).turned


def test_a_matrix_of_people_and_statements_without_the_list_of_votes(tmp_path: Path) -> None:
    names = tuple(str(s * 7) for s in range(8))
    headings = ("participant", "group-id", "n-comments", "n-votes", *names)
    answers: list[tuple[object, ...]] = [(p, "", 0, 8, *(FOR if p < 14 else AGAINST)) for p in range(24)]
    answers.append((99, "", 0, 0, *["", "NaN", " ", "nan", "", "", "", ""]))
    file = table(tmp_path / "participants-votes.csv", headings, answers)
    found = read(tmp_path)
    assert found.votes.statements == names and found.votes.cells.nnz == 192 and found.left_out == 0
    assert found.votes.per_person()[-1] == 0
    assert sorted(json.loads(run(file, "--json"))["sizes"].values()) == [10, 14]


def test_later_votes_replace_and_lines_without_a_vote_are_counted(tmp_path: Path) -> None:
    wrong = (
        (1, "", "0", "1", "2"),
        (1, "", "0", "1", "yes"),
        (1, "", "", "1", "1"),
        (1, "", "0"),
        (1, "", "0", "5", "NaN"),
    )
    later = ((200, "", "0", "1", -1), (50, "", "0", "2", -1))
    found = read(votes(tmp_path / "votes.csv", more=(*wrong, *later)))
    assert (found.left_out, found.replaced) == (5, 2)
    assert found.votes.cells[[0], [0]].tolist() == [[-1]] and found.votes.cells[[1], [0]].tolist() == [[1]]
    told = run(tmp_path / "votes.csv")
    assert "5 lines held no vote" in told and "2 votes were changed later" in told


def test_many_lines_at_once_read_as_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = (
        (5, "", " 0", "3 ", " -1 "),
        (6, "", "0", "4", "1", "more"),
        ("soon", "", "0", "6", "1"),
        (7, "", "0", "", "1"),
    )
    plain = [(7, "", str(at % 9), str(at), "1") for at in range(900)]
    file = votes(tmp_path / "votes.csv", more=(*odd, *plain))
    quick = read(file)
    monkeypatch.setattr(Heap, "put_all", lambda *given: False)
    slow = read(file)
    assert (quick.votes.people, quick.left_out, quick.replaced) == (slow.votes.people, slow.left_out, slow.replaced)
    assert (quick.votes.cells != slow.votes.cells).nnz == 0 and quick.left_out == 2
    assert quick.votes.cells[[2], [0]].tolist() == [[1]], "the later vote counts, spaces or not"


def test_nobody_and_one_person_are_answered_in_words(tmp_path: Path) -> None:
    assert "Nobody has voted" in run(table(tmp_path / "votes.csv", VOTES, []))
    one = table(tmp_path / "one.csv", VOTES, [(1, "", "3", "8", 1)])
    assert "Too few" in run(one) and json.loads(run(one, "--json"))["groups"] == {}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("absent", None, "map_absent"),
        ("empty.csv", b"", "sheet_empty"),
        ("other.csv", b"a,b\n1,2\n", "map_columns"),
        ("novoter.csv", b"timestamp,comment-id,vote\n1,2,1\n", "map_columns"),
        ("novotes.csv", b"comment-id,voter-id,vote\n1,2,x\n", "map_values"),
        ("quotes.csv", b'comment-id,voter-id,vote\n1,2,"1\n1,2,3\n', "sheet_quotes"),
        ("cut.csv.gz", gzip.compress(b"comment-id,voter-id,vote\n" * 400)[:60], "sheet_broken"),
        ("bytes.csv", b"comment-id,voter-id,vote\n1,\xff\xfe,1\n", "sheet_broken"),
        ("cut.json", b'[{"pid": 1, "tid"', "map_json"),
        ("object.json", b'{"votes": []}', "map_json"),
        ("fields.json", b'[{"pid": 1, "vote": 1}]', "map_columns"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), "sheet_broken"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, name: str, data: bytes | None, code: str) -> None:
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(Refused) as refused:
        read(file)
    assert refused.value.code == code
    with pytest.raises(CommandError) as told:
        run(file, "--json")
    assert told.value.returncode == 2 and str(told.value) == str(refused.value)


def test_a_folder_without_votes_says_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "summary.csv").write_text("topic,x\n")
    with pytest.raises(Refused, match="summary.csv") as refused:
        read(tmp_path)
    assert refused.value.code == "map_no_votes"


def test_labels_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_labels(table(tmp_path / "x.csv", ("person", "colour"), [("1", "red")]))
    assert refused.value.code == "map_columns"


def test_the_command_needs_no_database() -> None:
    assert "opinions_map" in _WITHOUT_DATABASE


def test_a_published_file_through_the_command(shared_data: Path, tmp_path: Path) -> None:
    youth = shared_data / "opinions" / YOUTH
    labels = table(tmp_path / "labels.csv", ("participant", "group"), list(groups_of(youth).items()))
    found = json.loads(run(youth, "--labels", labels, "--json"))
    assert len(found["groups"]) == 24 and found["file"] == {"left_out": 0, "replaced": 2, "turned": False}
    export = next(youth.glob("participants-votes.csv*"))
    assert read_labels(export) == groups_of(youth) and json.loads(run(export, "--json"))["votes"] == 638
