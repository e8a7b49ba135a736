"""Read ranked ballots: PrefLib (.soc .soi .toc .toi), BLT, and a plain CSV; faults are refused by their line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gongzhi.voting.rules.pabulib import refuse, text_of
from gongzhi.voting.rules.stv import Ranking

Line = tuple[int, str]
RANK_HEAD = re.compile(r"(rank|choice|preference|第|志愿)?\s*\d+\s*(位|志愿|选择)?", re.IGNORECASE)
COUNT_HEADS = {"count", "ballots", "papers", "票数", "张数"}
VOTER_HEADS = {"voter", "voter_id", "ballot", "ballot_id", "投票人", "选票"}
ELEMENT = re.compile(r"\{[^{}]*\}|[^,{}]+")
LARGEST = 10**9


@dataclass(frozen=True)
class Rankings:
    """Candidates (ids in order, and names), ballots with how many there are of each, what the file asks for."""

    candidates: tuple[str, ...]
    ballots: tuple[tuple[Ranking, int], ...]
    names: dict[str, str] = field(default_factory=dict)
    seats: int | None = None
    withdrawn: tuple[str, ...] = ()


def read(path: Path) -> Rankings:
    """The ballots in a file, known by its ending, or by its first line; Refused("ballot_file")."""
    name = path.name.lower().removesuffix(".gz")
    text = text_of(path)
    for ending, reader in READERS.items():
        if name.endswith(ending):
            return reader(text)
    first = next((line for _number, line in _lines(text, "")), "")
    return blt(text) if re.fullmatch(r"\d+\s+\d+", first) else preflib(text)


def _lines(text: str, comment: str) -> Iterator[Line]:
    """Lines with something on them, numbered from 1."""
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.partition(comment)[0].strip() if comment else line.strip()
        if line:
            yield number, line


class _Gathered:
    """Ballots, equal ones together, checked as they come."""

    def __init__(self, candidates: dict[str, str]) -> None:
        self.candidates = candidates
        self.found: dict[Ranking, int] = {}

    def add(self, line: int, ranks: list[tuple[str, ...]], papers: int) -> None:
        """One line of ballots."""
        named = [one for rank in ranks for one in rank]
        for one in named:
            if one not in self.candidates:
                refuse(line, "选票里的候选人 {key} 不在名单中", key=one[:40])
        if len(set(named)) != len(named):
            refuse(line, "同一张票里一个候选人写了两次")
        ranking = tuple(ranks)
        self.found[ranking] = self.found.get(ranking, 0) + papers

    def told(self, seats: int | None = None, withdrawn: tuple[str, ...] = ()) -> Rankings:
        """What was gathered."""
        return Rankings(tuple(self.candidates), tuple(self.found.items()), self.candidates, seats, withdrawn)


def whole(line: int, word: str, least: int = 0) -> int:
    """A whole number in a cell; Refused with its line."""
    word = word.strip()
    if not word.isascii() or not word.isdigit() or not least <= int(word) <= LARGEST:
        refuse(line, "应是整数，写的是“{word}”", word=word[:40])
    return int(word)


def preflib(text: str) -> Rankings:
    """PrefLib, new (`# ALTERNATIVE NAME 1: …`, `12: 1,2,{3,4}`) or old (count of names first, `12,1,2,{3,4}`)."""
    lines = list(_lines(text, ""))
    if not lines:
        refuse(1, "文件是空的")
    heads = [(number, line) for number, line in lines if line.startswith("#")]
    body = [(number, line) for number, line in lines if not line.startswith("#")]
    candidates, told_votes = _new_heads(heads)
    if not candidates:
        candidates, told_votes, body = _old_heads(body)
    gathered = _Gathered(candidates)
    for number, line in body:
        papers, colon, ranking = line.partition(":")
        if not colon:
            papers, _comma, ranking = line.partition(",")
        gathered.add(number, _ranks(number, ranking), whole(number, papers, 1))
    if told_votes is not None and told_votes != sum(gathered.found.values()):
        given, found = told_votes, sum(gathered.found.values())
        refuse(lines[-1][0], "文件头写的是 {told} 张票，实际有 {found} 张", told=given, found=found)
    return gathered.told()


def _new_heads(heads: list[Line]) -> tuple[dict[str, str], int | None]:
    candidates: dict[str, str] = {}
    votes = None
    for number, line in heads:
        key, _colon, word = line.lstrip("# ").partition(":")
        if key.upper().startswith("ALTERNATIVE NAME "):
            one = str(whole(number, key.split()[-1]))
            if one in candidates:
                refuse(number, "候选人 {key} 出现了两次", key=one)
            candidates[one] = word.strip()
        elif key.upper() == "NUMBER VOTERS":
            votes = whole(number, word)
    return candidates, votes


def _old_heads(body: list[Line]) -> tuple[dict[str, str], int | None, list[Line]]:
    many = whole(*body[0]) if body else 0
    if not body or len(body) < many + 2:
        refuse(body[-1][0] if body else 1, "文件在候选人名单结束以前就断了")
    candidates = {}
    for number, line in body[1 : many + 1]:
        one, _comma, name = line.partition(",")
        candidates[str(whole(number, one))] = name.strip()
    if len(candidates) != many:
        refuse(body[many][0], "候选人编号有重复")
    number, sums = body[many + 1]
    return candidates, whole(number, sums.partition(",")[0]), body[many + 2 :]


def _ranks(line: int, words: str) -> list[tuple[str, ...]]:
    if words.count("{") != words.count("}") or ELEMENT.sub("", words).strip(", "):
        refuse(line, "括号没有配对")
    found = []
    for element in ELEMENT.findall(words):
        inside = tuple(one.strip() for one in element.strip().strip("{}").split(",") if one.strip())
        if inside:
            found.append(inside)
    return found


def blt(text: str) -> Rankings:
    """BLT: `candidates seats`, `-3` for a withdrawn one, `papers 2 1=3 4 0` a ballot, `0`, then names and the title."""
    lines = list(_lines(text, "#"))
    if not lines or len(lines[0][1].split()) != 2:
        refuse(1, "第一行应是候选人数和应选人数")
    many, seats = (whole(lines[0][0], word, 1) for word in lines[0][1].split())
    if many > 10_000:
        refuse(lines[0][0], "候选人太多：{many}", many=many)
    gathered = _Gathered({str(one): "" for one in range(1, many + 1)})
    withdrawn: list[str] = []
    rest = iter(lines[1:])
    for number, line in rest:
        words = line.split()
        if words == ["0"]:
            _names(gathered.candidates, rest)
            return gathered.told(seats, tuple(withdrawn))
        if words[0].startswith("-"):
            withdrawn += [str(whole(number, word.removeprefix("-"), 1)) for word in words]
            continue
        if words[-1] != "0" or len(words) < 2:
            refuse(number, "一行选票应以 0 结束")
        words[0] = re.sub(r"^\(.*\)\s*", "", words[0])
        ranks = [tuple(word.split("=")) for word in words[1:-1] if word != "-"]
        gathered.add(number, ranks, whole(number, words[0]))
    refuse(lines[-1][0], "文件在选票结束以前就断了：缺少单独的 0")


def _names(candidates: dict[str, str], rest: Iterator[Line]) -> None:
    for one, (_number, line) in zip(candidates, rest, strict=False):
        candidates[one] = line.strip().strip('"')


def table(text: str) -> Rankings:
    """CSV with a heading: a column for each rank holds ids, or one for each candidate holds ranks; `count` is free."""
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))]
    except csv.Error:
        refuse(reader.line_num, "引号没有配对，或单元格太长")
    if not rows:
        refuse(1, "文件是空的")
    heads = rows[0][1]
    counted = next((at for at, head in enumerate(heads) if head.lower() in COUNT_HEADS), None)
    columns = [at for at, head in enumerate(heads) if at != counted and head.lower() not in VOTER_HEADS]
    for number, cells in rows[1:]:
        if len(cells) != len(heads):
            refuse(number, "应有 {wanted} 格，实际有 {found} 格", wanted=len(heads), found=len(cells))
    by_rank = bool(columns) and all(RANK_HEAD.fullmatch(heads[at]) for at in columns)
    read_row: Callable[[int, list[str]], list[tuple[str, ...]]] = _by_rank if by_rank else _by_candidate(heads, columns)
    ids = _ids(rows, columns) if by_rank else [heads[at] for at in columns]
    if len(set(ids)) != len(ids) or not ids:
        refuse(rows[0][0], "候选人编号有重复，或一个也没有")
    gathered = _Gathered({one: one for one in ids})
    for number, cells in rows[1:]:
        papers = 1 if counted is None else whole(number, cells[counted])
        picked = [cells[at] for at in columns]
        gathered.add(number, read_row(number, picked), papers)
    return gathered.told()


def _ids(rows: list[tuple[int, list[str]]], columns: list[int]) -> list[str]:
    seen: dict[str, None] = {}
    for _number, cells in rows[1:]:
        for at in columns:
            seen |= dict.fromkeys(one.strip() for one in cells[at].split("=") if one.strip())
    return sorted(seen)


def _by_rank(_line: int, cells: list[str]) -> list[tuple[str, ...]]:
    return [tuple(one.strip() for one in cell.split("=")) for cell in cells if cell]


def _by_candidate(heads: list[str], columns: list[int]) -> Callable[[int, list[str]], list[tuple[str, ...]]]:
    def ranks(line: int, cells: list[str]) -> list[tuple[str, ...]]:
        at: dict[int, list[str]] = {}
        for column, cell in zip(columns, cells, strict=True):
            if cell:
                at.setdefault(whole(line, cell, 1), []).append(heads[column])
        return [tuple(at[rank]) for rank in sorted(at)]

    return ranks


READERS: dict[str, Callable[[str], Rankings]] = {
    ".soc": preflib, ".soi": preflib, ".toc": preflib, ".toi": preflib, ".blt": blt, ".csv": table,
}  # fmt: skip
