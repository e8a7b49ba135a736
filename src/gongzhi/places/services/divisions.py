"""Import the national list of divisions: in slices, repeatable, and going on where a killed run stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.places import words
from gongzhi.places.events import PlaceRenamed
from gongzhi.places.models import Place
from gongzhi.places.rules import text
from gongzhi.places.services import checks, ids
from gongzhi.places.services.bulk import NewPlace, found, planted, record
from gongzhi.places.services.tree import asked, renamed
from gongzhi.record.services import append

SLICE = 10_000
_MOST_WAITING = 200_000

Row = tuple[str, str, str, str]  # code, name, level ("1".."5" or a word), parent_code


class Line(NamedTuple):
    """A row with its number in the file."""

    number: int
    row: Row


@dataclass
class Imported:
    """What an import did: rows added, found unchanged, renamed, refused."""

    created: int = 0
    same: int = 0
    renamed: int = 0
    refused: int = 0


@dataclass
class _Run:
    actor: Actor
    since: date
    refuse: Callable[[int, Row, str], None]
    before: int  # the largest id before this run; what came after it came from this file
    done: Imported = field(default_factory=Imported)
    renamed: set[str] = field(default_factory=set)
    waiting: list[Line] = field(default_factory=list)

    def no(self, line: Line, reason: object) -> None:
        self.done.refused += 1
        self.refuse(line.number, line.row, str(reason))


def import_divisions(
    rows: Iterable[tuple[int, Row]],
    *,
    actor: Actor,
    progress: Callable[[int], None] = lambda count: None,
    refuse: Callable[[int, Row, str], None] = lambda number, row, reason: None,
    since: date | None = None,
) -> Imported:
    """Add the divisions of a list, valid from `since` (today by default).

    `rows` are the row's number in the file and its code, name, level (1 to 5, or a word) and parent's code.
    Rows that are there already change nothing, a new name is a renaming with history, and a row at fault goes to
    `refuse` with its number and the reason while the others go on. Every slice is a transaction with its own fact, so a
    killed run is completed by running it again. `progress` hears how many rows were read since the last call. Memory
    holds one slice, plus rows that came before their parents (at most 200,000).
    """
    last = Place.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    run = _Run(actor, checks.day_of(since), refuse, last)
    asked(actor, "province", None)
    for lines in _slices(rows):
        _import_slice(lines, run)
        progress(len(lines))
    _import_waiting(run)
    if run.done.created >= SLICE:
        ids.settle()
    return run.done


def _slices(numbered: Iterable[tuple[int, Row]]) -> Iterator[list[Line]]:
    lines = iter(numbered)
    while part := [Line(number, _stripped(row)) for number, row in islice(lines, SLICE)]:
        yield part


def _stripped(row: Row) -> Row:
    code, name, level, parent = (str(cell or "").strip() for cell in row[:4])
    return code, name, words.DIVISION_LEVELS.get(level, level), parent


def _import_waiting(run: _Run) -> None:
    """Rows that came before their parents are tried again until a round helps none of them."""
    while run.waiting:
        lines, run.waiting = run.waiting, []
        for start in range(0, len(lines), SLICE):
            _import_slice(lines[start : start + SLICE], run)
        if len(run.waiting) == len(lines):
            for line in run.waiting:
                run.no(line, _("没有代码为 %(code)s 的上级") % {"code": line.row[3][:40]})
            return


@transaction.atomic
def _import_slice(lines: list[Line], run: _Run) -> None:
    known = found([line.row[0] for line in lines] + [line.row[3] for line in lines if line.row[3]])
    numbers = iter(ids.take(sum(line.row[0] not in known for line in lines)))
    made: dict[str, Place] = {}
    for line in lines:
        code, name, level, parent = line.row
        if code in made or (code in known and known[code].pk > run.before):
            run.no(line, _("代码 %(code)s 在文件里出现了不止一次") % {"code": code[:40]})
        elif code in known:
            _compare(line, known[code], known, run)
        elif parent and parent not in made and parent not in known and parent != code:
            _wait(line, run)
        else:
            _plant(line, next(numbers), made, known, run)
    if made:
        ids.write(made.values())
        record(made.values(), run.actor)
        run.done.created += len(made)


def _wait(line: Line, run: _Run) -> None:
    if len(run.waiting) < _MOST_WAITING:
        run.waiting.append(line)
    else:
        run.no(line, _("上级排在太后面：请按代码排序后再导入"))


def _plant(line: Line, number: int, made: dict[str, Place], known: dict[str, Place], run: _Run) -> None:
    code, name, level, parent = line.row
    try:
        checks.known_level(level)
        place = planted(
            NewPlace(code, name, level, parent, since=run.since), number, made.get(parent) or known.get(parent), set()
        )
    except Refused as refusal:
        run.no(line, refusal)
        return
    place.name = text.of_the_place(place.name)
    if place.name != name:
        place.aliases = name
        place.find = checks.findable(place.name, name)
    made[code] = place


def _compare(line: Line, place: Place, known: dict[str, Place], run: _Run) -> None:
    """A row whose code is known: the same, renamed, or at odds with the tree."""
    name, parent = text.of_the_place(line.row[1]), known.get(line.row[3])
    if place.level != line.row[2] or place.parent_id != (parent.pk if parent else None):
        run.no(line, _("名录里这个代码在别的上级或级别下，请用“移动边界”办理"))
    elif place.until is not None:
        run.no(line, _("%(name)s已在 %(day)s 撤销") % {"name": place.name, "day": place.until.isoformat()})
    elif place.name == name:
        run.done.same += 1
    else:
        _rename(line, place, name, run)


def _rename(line: Line, place: Place, name: str, run: _Run) -> None:
    try:
        name, on = checks.name_of(name), max(run.since, place.stands_since)
    except Refused as refusal:
        run.no(line, refusal)
        return
    renamed(place, name, on)
    append(PlaceRenamed(place.pk, on.isoformat()), actor=run.actor, about=place)
    run.done.renamed += 1
