"""Count files of ballots: rankings, approvals, points, single marks and committees, by what the file is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.voting.rules import abc, approval, committees, leading, pabulib, rankings, score, single, stv
from gongzhi.voting.rules.files import BUDGET_FILES, PROFILE_FILES, Asked, Counted
from gongzhi.voting.rules.outcome import Outcome
from gongzhi.voting.rules.pabulib import refuse
from gongzhi.voting.rules.rankings import COUNT_HEADS, VOTER_HEADS

POINTS = 1_000_000


@dataclass(frozen=True)
class Marks:
    """Options, and (what each of them was given, how many such ballots); an option that was left out is absent."""

    options: tuple[str, ...]
    ballots: tuple[tuple[dict[str, int], int], ...]
    names: dict[str, str]


def ranked(asked: Asked) -> Counted:
    """Scottish STV on ranked ballots; the seats come from the command or the file, else one."""
    if asked.path.name.lower().endswith((*BUDGET_FILES, *PROFILE_FILES)):
        raise Refused(_("这个文件里没有排序选票，{rule} 不适用。", rule=asked.rule), code="file_kind", field="file")
    given = rankings.read(asked.path)
    seats = (given.seats or 1) if asked.seats is None else asked.seats
    withdrawn = (*given.withdrawn, *_known(asked, given.candidates))
    outcome = stv.count(given.candidates, given.ballots, seats=seats, seed=asked.seed, withdrawn=withdrawn)
    return Counted(outcome, given.names)


def approvals(asked: Asked) -> Counted:
    """The most approvals, from a table of marks, a budget's ballots or a committee's profile."""
    marks = _marks(asked.path)
    ticked = [([one for one, worth in given.items() if worth > 0], papers) for given, papers in marks.ballots]
    seats, ties = _seats(asked), asked.ties()
    return Counted(
        approval.count(marks.options, ticked, seats=seats, ties=ties, withdrawn=_known(asked, marks.options)),
        marks.names,
    )


def singles(asked: Asked) -> Counted:
    """The most single marks; a ballot with none, or with more than one, is blank."""
    marks = _marks(asked.path)
    ballots = []
    for given, papers in marks.ballots:
        marked = [one for one, worth in given.items() if worth > 0]
        ballots.append((marked[0] if len(marked) == 1 else "", papers))
    gone = _known(asked, marks.options)
    seats, ties = _seats(asked), asked.ties()
    return Counted(single.count(marks.options, ballots, ties=ties, seats=seats, withdrawn=gone), marks.names)


def scores(asked: Asked) -> Counted:
    """The highest sum of points, from a table of points or a budget's ballots with points."""
    seats, ties = _seats(asked), asked.ties()
    if asked.path.name.lower().endswith(BUDGET_FILES):
        election = pabulib.read(asked.path)
        if election.scores is None:
            raise Refused(
                _("这个文件里的选票没有分数，{rule} 不适用。", rule=asked.rule), code="file_kind", field="file"
            )
        gone = _known(asked, tuple(election.at))
        totals = {p.id: leading.exact(worth) for p, worth in zip(election.projects, election.scores, strict=True)}
        kept = {one: total for one, total in totals.items() if one not in gone}
        outcome = leading.leaders("score", kept, seats=seats, ties=ties, voters=election.voters, withdrawn=gone)
        return Counted(outcome, {project.id: project.name for project in election.projects})
    marks = _marks(asked.path)
    worths = [worth for given, _papers in marks.ballots for worth in given.values()]
    scale = score.Scale(min([0, *worths]), max([1, *worths]), "mean" if asked.given.get("by") == "mean" else "sum")
    gone = _known(asked, marks.options)
    outcome = score.count(marks.options, marks.ballots, scale=scale, seats=seats, ties=ties, withdrawn=gone)
    return Counted(outcome, marks.names)


def committee(asked: Asked) -> Counted:
    """A committee by the rule asked for; equal committees are told apart by id unless a lot is asked for."""
    if asked.path.name.lower().endswith(PROFILE_FILES):
        profile = abc.read(asked.path, asked.seats)
        names = {str(one): name for one, name in enumerate(profile.names)}
        return Counted(committees.count(asked.rule, profile, asked.ties(("id",))), names)
    marks = _marks(asked.path)
    if asked.seats is None:
        raise Refused(_("文件没有写应选人数，请用 --seats 写明。"), code="seats", field="seats")
    return Counted(_of_marks(marks, asked), marks.names)


def _of_marks(marks: Marks, asked: Asked) -> Outcome:
    place = {one: at for at, one in enumerate(marks.options)}
    ballots = tuple(
        (frozenset(place[one] for one, worth in given.items() if worth > 0), papers) for given, papers in marks.ballots
    )
    if not 1 <= (seats := _seats(asked)) <= len(marks.options):
        raise Refused(_("应选人数应在 1 到候选人数之间。"), code="seats", field="seats")
    profile = abc.Profile(len(marks.options), ballots, seats)
    return committees.count(asked.rule, profile, asked.ties(("id",)), marks.options)


def _seats(asked: Asked) -> int:
    return 1 if asked.seats is None else asked.seats


def _known(asked: Asked, options: Iterable[str]) -> tuple[str, ...]:
    listed = set(options)
    for key in asked.withdrawn:
        if key not in listed:
            raise Refused(_("退出的候选人 {key} 不在名单中。", key=key), code="withdrawn_unknown", field="withdrawn")
    return asked.withdrawn


def _marks(path: Path) -> Marks:
    """Approvals or points in a file, by its ending."""
    name = path.name.lower()
    if name.endswith(BUDGET_FILES):
        election = pabulib.read(path)
        ids = tuple(project.id for project in election.projects)
        ballots = tuple(({ids[one]: 1 for one in approved}, papers) for approved, papers in election.groups)
        return Marks(ids, ballots, {project.id: project.name for project in election.projects})
    if name.endswith(PROFILE_FILES):
        profile = abc.read(path, 1)
        ids = tuple(map(str, range(profile.candidates)))
        ballots = tuple(({str(one): 1 for one in approved}, papers) for approved, papers in profile.ballots)
        return Marks(ids, ballots, dict(zip(ids, profile.names, strict=False)))
    return _table(pabulib.text_of(path))


def _table(text: str) -> Marks:
    """CSV: a column for each option holds points or marks (empty: none), `count` how many such ballots."""
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))]
    except csv.Error:
        refuse(reader.line_num, "引号没有配对，或单元格太长")
    if not rows:
        refuse(1, "文件是空的")
    heads = rows[0][1]
    counted = next((at for at, head in enumerate(heads) if head.lower() in COUNT_HEADS), None)
    voter = next((at for at, head in enumerate(heads) if head.lower() in VOTER_HEADS), None)
    columns = {at: head for at, head in enumerate(heads) if at not in (counted, voter)}
    if len(set(columns.values())) != len(columns) or not columns or not all(columns.values()):
        refuse(rows[0][0], "候选人编号有重复，或一个也没有")
    seen: dict[str, int] = {}
    found: dict[tuple[tuple[str, int], ...], int] = {}
    for line, cells in rows[1:]:
        if len(cells) != len(heads):
            refuse(line, "应有 {wanted} 格，实际有 {found} 格", wanted=len(heads), found=len(cells))
        if voter is not None:
            _new(line, cells[voter], seen)
        ballot = tuple((head, _worth(line, cells[at])) for at, head in columns.items() if cells[at])
        papers = 1 if counted is None else rankings.whole(line, cells[counted])
        found[ballot] = found.get(ballot, 0) + papers
    options = tuple(columns.values())
    return Marks(options, tuple((dict(ballot), papers) for ballot, papers in found.items()), {o: o for o in options})


def _new(line: int, key: str, seen: dict[str, int]) -> None:
    if key in seen:
        refuse(line, "投票人编号 {voter} 空缺，或与第 {earlier} 行重复", voter=key[:40], earlier=seen[key])
    seen[key] = line


def _worth(line: int, word: str) -> int:
    if word in "√✓xX":
        return 1
    digits = word.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or int(digits) > POINTS:
        refuse(line, "应是整数，写的是“{word}”", word=word[:40])
    return int(word)
