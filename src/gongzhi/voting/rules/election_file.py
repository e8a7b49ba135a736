"""Read an election's papers: a row for each with the names on it, a column for each candidate, or printed totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.kernel.sheets import match_columns, open_sheet
from gongzhi.voting.rules.election import Ballot
from gongzhi.voting.rules.owners_words import is_yes, plain

NAMES = {"names": ("选票", "所选", "投给", "候选人姓名", "ballot", "names", "choices", "votes_for")}
TOTALS = {
    "candidate": ("候选人", "姓名", "candidate", "name"),
    "votes": ("得票", "票数", "得票数", "votes"),
}
NOT_CANDIDATES = frozenset(("编号", "选票编号", "序号", "投票人", "ballot", "paper", "number", "no", "id", "voter"))
_BETWEEN = re.compile(r"[、,;；/|\n]+")


@dataclass(frozen=True)
class Papers:
    """Who stands, and either the papers or each one's printed votes."""

    candidates: tuple[str, ...]
    ballots: tuple[Ballot, ...] = ()
    votes: dict[str, int] | None = None


def read_papers(source: Path | str | BinaryIO) -> Papers:
    """Papers or totals; Refused when a printed number cannot be read or a candidate stands twice."""
    with open_sheet(source) as sheet:
        totals = match_columns(sheet.headings, TOTALS)
        if len(totals) == len(TOTALS):
            return _of_totals([row for _number, row in sheet.records(totals)])
        named = match_columns(sheet.headings, NAMES)
        if named and len(sheet.headings) <= len(NOT_CANDIDATES & set(map(plain, sheet.headings))) + 1:
            return _of_names([row["names"] for _number, row in sheet.records(named)])
        columns = {h: at for at, h in enumerate(sheet.headings) if h and plain(h) not in NOT_CANDIDATES}
        ballots = tuple(
            tuple(name for name, cell in row.items() if is_yes(cell)) for _number, row in sheet.records(columns)
        )
        return Papers(tuple(columns), ballots)


def _of_names(cells: Sequence[str]) -> Papers:
    ballots = [tuple(name.strip() for name in _BETWEEN.split(cell) if name.strip()) for cell in cells]
    return Papers(tuple(sorted({name for names in ballots for name in names})), tuple(ballots))


def _of_totals(rows: Sequence[dict[str, str]]) -> Papers:
    votes: dict[str, int] = {}
    for row in rows:
        name, many = row["candidate"].strip(), plain(row["votes"]).replace(",", "").rstrip("票")
        if not name or name in votes or not (many.isascii() and many.isdigit()):
            raise Refused(_("这一行看不懂，或者重复：{what}", what=f"{name} {row['votes']}"), code="totals_row")
        votes[name] = int(many)
    return Papers(tuple(votes), votes=votes)
