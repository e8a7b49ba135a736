"""Read participatory budgets in the .pb format of Pabulib, and refuse what contradicts itself, naming the line."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.voting.rules.budget import Election, Number, Project

SECTIONS = ("META", "PROJECTS", "VOTES")
KINDS = ("approval", "cumulative", "ordinal", "scoring", "choose-1")
LARGEST = 1 << 29  # bytes unpacked: fifty times the largest known file
AMOUNT = re.compile(r"\d{1,15}(\.\d{1,6})?")
POINTS = re.compile(r"-?\d{1,9}(\.\d{1,6})?")

Row = tuple[int, list[str]]


def refuse(line: int, words: str, **given: object) -> NoReturn:
    """Refused("ballot_file") with the number of the line before the words."""
    raise Refused(_("第 {line} 行：{what}", line=line, what=_(words, **given)), code="ballot_file", field="file")


def text_of(path: Path) -> str:
    """The text of a file, unpacked when it is packed; Refused when it cannot be read."""
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise Refused(_("打不开文件：{name}", name=path.name), code="ballot_file", field="file") from fault
    if raw[:2] == b"\x1f\x8b":
        raw = _unpacked(raw)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        refuse(raw.count(b"\n", 0, fault.start) + 1, "不是 UTF-8 文字")


def _unpacked(raw: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(raw)) as packed:
            data = packed.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as fault:
        raise Refused(_("压缩文件已损坏，解不开。"), code="ballot_file", field="file") from fault
    if len(data) > LARGEST:
        raise Refused(_("解开后的文件太大。"), code="ballot_file", field="file")
    return data


def read(path: Path) -> Election:
    """The election in a .pb or .pb.gz file; Refused("ballot_file") with the line for whatever is wrong."""
    return parse(text_of(path))


def parse(text: str) -> Election:
    """The election in the text of a .pb file."""
    parts = _sections(text)
    meta = _meta(parts["META"])
    listed = _table(parts["PROJECTS"], ("project_id", "cost"))
    amounts = [(line, row["cost"]) for line, row in listed] + [(meta.lines["budget"], meta.words["budget"])]
    unit = max(_unit(line, amount) for line, amount in amounts)
    projects = _projects(listed, unit)
    budget = int(Decimal(meta.words["budget"]) * unit)
    if budget <= 0:
        refuse(meta.lines["budget"], "预算必须大于零")
    ballots = _Ballots(meta, projects, unit)
    for line, row in _table(parts["VOTES"], ("voter_id", "vote")):
        ballots.add(line, row)
    for key, found in (("num_projects", len(projects)), ("num_votes", len(ballots.voters))):
        meta.agrees(key, found)
    return Election(
        projects, budget, tuple(ballots.groups.items()), unit, ballots.sums(), meta.kind, meta.words,
        (ballots.broken, ballots.first_broken),
    )  # fmt: skip


def _rows(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            cells = None
        if cells is None and reader.line_num < line:
            return
        if cells is None or _is_unclosed(cells, text, reader.line_num):
            refuse(line, "引号没有配对，或单元格太长")
        cells = [cell.strip() for cell in cells]
        if any(cells):
            yield line, cells


def _is_unclosed(cells: list[str], text: str, line: int) -> bool:
    """Whether the last cell runs over lines to the end of the file: nobody closed its quotation mark."""
    return "\n" in cells[-1:][0] and line >= text.count("\n") if cells else False


def _sections(text: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    now: list[Row] | None = None
    for line, cells in _rows(text):
        if cells[0] in SECTIONS and not any(cells[1:]):
            if cells[0] != SECTIONS[len(found) % len(SECTIONS)] or cells[0] in found:
                refuse(line, "{section} 的位置不对：应依次为 META、PROJECTS、VOTES", section=cells[0])
            now = found[cells[0]] = []
        elif now is None:
            refuse(line, "文件应以 META 开头，这不是 .pb 文件")
        else:
            now.append((line, cells))
    for section in SECTIONS:
        if section not in found:
            refuse(text.count("\n") + 1, "文件在这里结束，但没有 {section} 部分", section=section)
    return found


@dataclass
class _Meta:
    words: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.words.get("vote_type", "approval")

    def number(self, key: str) -> Decimal | None:
        """A number of the head, None where it is not given."""
        word = self.words.get(key, "")
        if not word:
            return None
        if not AMOUNT.fullmatch(word):
            refuse(self.lines[key], "{key} 应是数字，写的是“{word}”", key=key, word=word[:40])
        return Decimal(word)

    def agrees(self, key: str, found: int) -> None:
        """Refuse a file that was cut off or added to."""
        told = self.number(key)
        if told is not None and told != found:
            refuse(self.lines[key], "{key} 写的是 {told}，实际有 {found}", key=key, told=told, found=found)


def _meta(rows: list[Row]) -> _Meta:
    meta = _Meta()
    for line, cells in rows[1:] if rows and rows[0][1][:2] == ["key", "value"] else rows:
        key = cells[0]
        if key in meta.words:
            refuse(line, "{key} 出现了两次", key=key)
        meta.words[key], meta.lines[key] = ";".join(cells[1:]).strip(), line
    if not meta.words.get("budget"):
        refuse(rows[0][0] if rows else 1, "META 里没有 budget（预算）")
    if meta.kind not in KINDS:
        refuse(meta.lines["vote_type"], "不认识的投票方式：{kind}", kind=meta.kind[:40])
    return meta


def _table(rows: list[Row], needed: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    if not rows:
        refuse(1, "缺少表头：{names}", names=", ".join(needed))
    line, heads = rows[0]
    for name in needed:
        if heads.count(name) != 1:
            refuse(line, "表头里应有一列 {name}", name=name)
    found = []
    for number, cells in rows[1:]:
        if len(cells) != len(heads):
            refuse(number, "应有 {wanted} 格，实际有 {found} 格", wanted=len(heads), found=len(cells))
        found.append((number, dict(zip(heads, cells, strict=True))))
    return found


def _unit(line: int, amount: str) -> int:
    """How many parts of the currency the amount needs: 12.50 is counted in hundredths."""
    if not AMOUNT.fullmatch(amount):
        refuse(line, "金额应是不小于零的数字，写的是“{word}”", word=amount[:40])
    decimals = amount.partition(".")[2].rstrip("0")
    return int(10 ** len(decimals))


def _projects(listed: list[tuple[int, dict[str, str]]], unit: int) -> tuple[Project, ...]:
    found: dict[str, Project] = {}
    for line, row in listed:
        key = row["project_id"]
        if not key or "," in key:
            refuse(line, "项目编号不能空，也不能有逗号")
        if key in found:
            refuse(line, "项目编号 {key} 出现了两次", key=key)
        votes, score = (_printed(line, name, row.get(name, "")) for name in ("votes", "score"))
        found[key] = Project(
            key, int(Decimal(row["cost"]) * unit), row.get("name", ""), None if votes is None else int(votes), score,
            row.get("selected", ""),
        )  # fmt: skip
    if not found:
        refuse(1, "PROJECTS 里一个项目也没有")
    return tuple(found.values())


def _printed(line: int, name: str, word: str) -> Number | None:
    if not word:
        return None
    if not POINTS.fullmatch(word):
        refuse(line, "{key} 应是数字，写的是“{word}”", key=name, word=word[:40])
    return _number(word)


def _number(word: str) -> Number:
    return Decimal(word) if "." in word else int(word)


@dataclass(frozen=True)
class _Ballot:
    """What one way of writing a ballot says; equal ones are read once."""

    chosen: list[int]
    points: list[Number]
    approved: tuple[int, ...]
    broken: bool


class _Ballots:
    """The ballots, equal ones together, and the points that they give."""

    def __init__(self, meta: _Meta, projects: tuple[Project, ...], unit: int) -> None:
        self.at = {project.id: index for index, project in enumerate(projects)}
        self.voters: dict[str, int] = {}
        self.groups: dict[tuple[int, ...], int] = {}
        self.known: dict[tuple[str, str], _Ballot] = {}
        self.points: list[Number] = [0] * len(projects)
        self.kind = meta.kind
        self.limits = _Limits(meta, projects, unit)
        self.broken = self.first_broken = 0

    def add(self, line: int, row: dict[str, str]) -> None:
        """One ballot; Refused for a voter who has voted, an unknown project, or points that do not fit."""
        voter = row["voter_id"]
        if not voter or voter in self.voters:
            earlier = self.voters.get(voter, line)
            refuse(line, "投票人编号 {voter} 空缺，或与第 {earlier} 行重复", voter=voter[:40], earlier=earlier)
        self.voters[voter] = line
        written = row["vote"], row.get("points", "")
        if written not in self.known:
            self.known[written] = self._ballot(line, *written)
        ballot = self.known[written]
        for project, given in zip(ballot.chosen, ballot.points, strict=True):
            self.points[project] += given
        if ballot.broken:
            self.broken += 1
            self.first_broken = self.first_broken or line
        self.groups[ballot.approved] = self.groups.get(ballot.approved, 0) + 1

    def _ballot(self, line: int, vote: str, points: str) -> _Ballot:
        named = [key.strip() for key in vote.split(",")] if vote else []
        chosen = [self._project(line, key) for key in named]
        if len(set(chosen)) != len(chosen):
            refuse(line, "同一张票里一个项目写了两次")
        given = self._points(line, points, len(chosen))
        approved = tuple(sorted(project for project, worth in zip(chosen, given, strict=True) if worth > 0))
        return _Ballot(chosen, given, approved, self.limits.broken(chosen, given))

    def sums(self) -> tuple[Number, ...] | None:
        """The points of each project; None where ballots only approve."""
        return None if self.kind in ("approval", "choose-1") else tuple(self.points)

    def _project(self, line: int, key: str) -> int:
        if key not in self.at:
            refuse(line, "选票里的项目 {key} 不在项目表中", key=key[:40])
        return self.at[key]

    def _points(self, line: int, word: str, count: int) -> list[Number]:
        if not word:
            if self.kind in ("cumulative", "scoring") and count:
                refuse(line, "这种投票方式应写分数")
            # A ranking gives its first as many points as there may be names, and each next one fewer.
            top = max(self.limits.longest or count, count)
            return [top - place if self.kind == "ordinal" else 1 for place in range(count)]
        given = [one.strip() for one in word.split(",")]
        if len(given) != count or not all(POINTS.fullmatch(one) for one in given):
            refuse(line, "分数与项目对不上：{count} 个项目，分数写的是“{word}”", count=count, word=word[:40])
        return [_number(one) for one in given]


class _Limits:
    """What the file itself says that one ballot may hold."""

    def __init__(self, meta: _Meta, projects: tuple[Project, ...], unit: int) -> None:
        self.shortest = int(meta.number("min_length") or 0)
        self.longest = int(meta.number("max_length") or 0)
        self.least, self.most = meta.number("min_sum_points"), meta.number("max_sum_points")
        dearest = meta.number("max_sum_cost")
        self.dearest = None if dearest is None else dearest * unit
        self.costs = [project.cost for project in projects]

    def broken(self, chosen: list[int], points: list[Number]) -> bool:
        """Whether a ballot breaks one of them."""
        if len(chosen) < self.shortest or (self.longest and len(chosen) > self.longest):
            return True
        if self.dearest is not None and sum(self.costs[index] for index in chosen) > self.dearest:
            return True
        total = sum(points)
        return (self.least is not None and total < self.least) or (self.most is not None and total > self.most)
