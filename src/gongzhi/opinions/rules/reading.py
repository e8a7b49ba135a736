"""Read a conversation that another system exported: votes, statements, moderation; a folder or one file."""

from __future__ import annotations

import csv
import gzip
import io
import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any, cast

import numpy as np

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.kernel.sheets.source import Capped, Caps, Metered, broken, measured, opened
from gongzhi.opinions.rules.matrix import Votes, in_order, table
from gongzhi.opinions.rules.picture import Key, key_of

# The names that the columns of exports bear; the first is today's.
PERSON = ("voter-id", "participant", "participant_id", "pid", "voter_id", "participant-id")
STATEMENT = ("comment-id", "statement_id", "tid", "comment_id", "statement-id", "statement")
TIME = ("timestamp", "modified", "created")
MODERATED, ASIDE = ("moderated", "mod"), ("is-meta", "is_meta")
AGREED, DISAGREED = ("agrees", "agree_count"), ("disagrees", "disagree_count")
TEXT = ("comment-body", "txt", "text")
GROUP = ("group", "group-id", "group_id")
KINDS = (".csv", ".csv.gz", ".json", ".json.gz")
GIVEN = {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1}
NOTHING = {"", "nan", "null", "none"}
CAPS = Caps(file_bytes=1 << 30, text_bytes=4 << 30)
CELL = 1 << 20
# So many lines are looked at together: more would not stay in the processor's own memory.
EVERY = 400

Tell = Callable[[float], None]


@dataclass
class Export:
    """What was read: votes, the statements' words, and what a reader should know about the file.

    `left_out` lines held no vote that could be read, `replaced` votes were followed by a later one of the same person
    on the same statement; `turned` says that the file wrote agreement as −1.
    """

    votes: Votes
    texts: dict[str, str] = field(default_factory=dict)
    left_out: int = 0
    replaced: int = 0
    turned: bool = False


@dataclass
class Statement:
    """A statement as the export lists it: words, whether moderation took it out, and the counts it published."""

    text: str
    out: bool
    agreed: int | None
    disagreed: int | None


class Numbered(dict[str, int]):
    """Names with numbers in the order in which they were first met."""

    def __missing__(self, name: str) -> int:
        self[name] = number = len(self)
        return number


class Heap:
    """Votes as they are read, in a few bytes each."""

    def __init__(self) -> None:
        self.people, self.statements = Numbered(), Numbered()
        self.rows, self.columns, self.values, self.times = array("i"), array("i"), array("b"), array("d")
        self.left_out = 0

    def put(self, person: str, statement: str, value: str, time: str) -> None:
        """One line; what is no vote is counted and left out."""
        given, person, statement = GIVEN.get(value.strip()), person.strip(), statement.strip()
        if given is None or not person or not statement:
            self.left_out += 1
            return
        self.rows.append(self.people[person])
        self.columns.append(self.statements[statement])
        self.values.append(given)
        self.times.append(_moment(time))

    def put_all(self, people: Sequence[str], statements: Sequence[str], values: Sequence[str], times: Any) -> bool:
        """Many lines at once, four times as fast; False, and nothing taken, where one of them needs a closer look."""
        given = list(map(GIVEN.get, values))
        try:
            moments = array("d", map(float, times))
        except ValueError:
            return False
        if None in given or not all(people) or not all(statements) or not np.isfinite(moments).all():
            return False
        if "".join(people).split() != ["".join(people)] or "".join(statements).split() != ["".join(statements)]:
            return False
        self.rows.extend(map(self.people.__getitem__, people))
        self.columns.extend(map(self.statements.__getitem__, statements))
        self.values.extend(cast(list[int], given))
        self.times.extend(moments)
        return True

    def export(self, listed: Mapping[str, Statement], turned: bool | None) -> Export:
        """The votes in order of time; `turned` None asks the published counts which sign means agreement."""
        people, statements = in_order(self.people), in_order(self.statements)
        rows, columns = _renamed(self.rows, self.people, people), _renamed(self.columns, self.statements, statements)
        order = np.argsort(np.array(self.times, np.float64), kind="stable")
        values = np.array(self.values, np.int8)
        cells = table(rows[order], columns[order], values[order], (len(people), len(statements)))
        out = np.array([name in listed and listed[name].out for name in statements], bool)
        votes = Votes(people, statements, cells, out)
        turned = _against(votes, listed) if turned is None else turned
        if turned:
            cells.data = -cells.data
        texts = {name: one.text for name, one in listed.items() if one.text}
        return Export(votes, texts, self.left_out, len(values) - cells.nnz, turned)


def _moment(text: str) -> float:
    try:
        moment = float(text or 0)
    except ValueError:
        return 0.0
    return moment if isfinite(moment) else 0.0


def _renamed(given: array[int], found: Mapping[str, int], ordered: Sequence[str]) -> Any:
    places = np.empty(len(ordered), np.int64)
    for at, name in enumerate(ordered):
        places[found[name]] = at
    return places[np.array(given, np.int64)]


def _against(votes: Votes, listed: Mapping[str, Statement]) -> bool:
    """Whether the published counts fit much better when −1 is read as agreement, as the raw interface writes it."""
    straight = turned = 0
    for at, name in enumerate(votes.statements):
        one = listed.get(name)
        if one is None or one.agreed is None or one.disagreed is None:
            continue
        given = votes.cells[:, [at]].data
        plus, minus = int((given == 1).sum()), int((given == -1).sum())
        straight += abs(plus - one.agreed) + abs(minus - one.disagreed)
        turned += abs(minus - one.agreed) + abs(plus - one.disagreed)
    return turned * 2 < straight


def read(source: Path, *, turned: bool | None = None, tell: Tell = lambda share: None) -> Export:
    """Votes of a folder (votes and, if there, comments) or of one file; `tell` hears the share that was read.

    Refused with a code: "map_no_votes" for a folder without them, "map_columns" for columns that are not there,
    "map_json" and the sheet's codes for files that are broken or something else.
    """
    if not source.exists():
        raise Refused(_("没有 {name} 这个文件或文件夹。请检查路径。", name=source.name), code="map_absent")
    if not source.is_dir():
        return _votes(source, {}, turned, tell)
    file = _named(source, "votes") or _named(source, "participants-votes")
    if file is None:
        found = "、".join(sorted(path.name for path in source.iterdir())[:10])
        raise Refused(
            _("文件夹里没有 votes.csv、votes.json 或 participants-votes.csv。里面有：{found}。", found=found or "—"),
            code="map_no_votes",
        )
    comments = _named(source, "comments")
    return _votes(file, _statements(comments) if comments else {}, turned, tell)


def _named(folder: Path, name: str) -> Path | None:
    """The file of this name, or one whose name ends with it after a dot, dash or space (…-votes.csv)."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    exact = [path for path in files if path.name in {name + kind for kind in KINDS}]
    ending = [
        path for path in files if path.name.endswith(tuple(f"{mark}{name}{kind}" for mark in ".-_ " for kind in KINDS))
    ]
    other = [path for path in ending if not path.name.startswith("participants-")]
    return next(iter(exact or other), None)


def _votes(file: Path, listed: Mapping[str, Statement], turned: bool | None, tell: Tell) -> Export:
    heap = Heap()
    with _opened(file, tell) as (text, is_json):
        if is_json:
            _from_json(_objects(text, file), heap)
        else:
            _from_rows(csv.reader(text, strict=True), heap, file)
    if heap.left_out > len(heap.values):
        raise Refused(
            _("{name} 里有 {n} 行读不出态度（应是 1、0 或 -1），多于读得出的。", name=file.name, n=heap.left_out),
            code="map_values",
        )
    return heap.export(listed, turned)


def _from_json(objects: Iterable[Mapping[str, Any]], heap: Heap) -> None:
    for one in objects:
        person, statement = _first(one, PERSON), _first(one, STATEMENT)
        if person is None or statement is None or "vote" not in one:
            raise _columns(list(one), "pid, tid, vote")
        heap.put(str(person), str(statement), str(one["vote"]), str(_first(one, TIME) or ""))


def _from_rows(rows: Iterator[list[str]], heap: Heap, file: Path) -> None:
    try:
        headings = [cell.strip() for cell in next(rows, [])]
        if "vote" in headings:
            _from_list(rows, headings, heap)
        elif _at(headings, PERSON) is not None and any(name.isdigit() for name in headings):
            _from_matrix(rows, headings, heap)
        else:
            raise _columns(headings, "timestamp, comment-id, voter-id, vote")
    except csv.Error as error:
        raise _quotes(file) from error


def _from_list(rows: Iterator[list[str]], headings: list[str], heap: Heap) -> None:
    person, statement = _at(headings, PERSON), _at(headings, STATEMENT)
    if person is None or statement is None:
        raise _columns(headings, "comment-id, voter-id, vote")
    vote, time, width = headings.index("vote"), _at(headings, TIME), len(headings)
    while chunk := list(islice(rows, EVERY)):
        if {len(row) for row in chunk} == {width}:
            cells = list(zip(*chunk, strict=True))
            if heap.put_all(
                cells[person], cells[statement], cells[vote], cells[time] if time is not None else ["0"] * len(chunk)
            ):
                continue
        for row in chunk:
            if len(row) == width:
                heap.put(row[person], row[statement], row[vote], row[time] if time is not None else "")
            else:
                heap.left_out += bool(row)


def _from_matrix(rows: Iterator[list[str]], headings: list[str], heap: Heap) -> None:
    """One line a person, one column a statement; an empty cell is no vote."""
    person = _at(headings, PERSON)
    columns = [(at, name) for at, name in enumerate(headings) if name.isdigit()]
    for row in rows:
        if person is None or len(row) != len(headings):
            heap.left_out += bool(row)
            continue
        heap.people[row[person].strip()]  # somebody who voted on nothing is there all the same
        for at, name in columns:
            if row[at].strip().casefold() not in NOTHING:
                heap.put(row[person], name, row[at].strip(), "")


def _columns(found: Sequence[str], wanted: str) -> Refused:
    shown = "、".join(name for name in found[:12] if name) or "—"
    return Refused(_("找不到需要的列：{wanted}。文件里有：{found}。", wanted=wanted, found=shown), code="map_columns")


def _records(file: Path) -> list[dict[str, Any]]:
    """Every record of a CSV or JSON file."""
    with _opened(file, lambda share: None) as (text, is_json):
        try:
            return _objects(text, file) if is_json else list(csv.DictReader(text))
        except csv.Error as error:
            raise _quotes(file) from error


def _quotes(file: Path) -> Refused:
    return Refused(_("{name} 读不下去：引号没有成对，或有一格太长。", name=file.name), code="sheet_quotes")


def _statements(file: Path) -> dict[str, Statement]:
    rows = _records(file)
    found = {}
    for row in rows:
        name = _first(row, STATEMENT)
        if name is None:
            raise _columns(list(row), "comment-id, moderated")
        out = str(_first(row, MODERATED)).strip() == "-1" or str(_first(row, ASIDE)).strip().casefold() == "true"
        text_of = str(_first(row, TEXT) or "").strip()
        found[str(name).strip()] = Statement(
            text_of, out, _number(_first(row, AGREED)), _number(_first(row, DISAGREED))
        )
    return found


def read_labels(file: Path) -> dict[str, Key]:
    """Person → group of a file with the columns participant and group (or group-id); an empty group is none."""
    rows = _records(file)
    found: dict[str, Key] = {}
    for row in rows:
        person, group = _first(row, PERSON), _first(row, GROUP)
        if person is None or not any(name in row for name in GROUP):
            raise _columns(list(row), "participant, group")
        name = str(group if group is not None else "").strip()
        if name.casefold() not in NOTHING:
            found[str(person).strip()] = key_of(name)
    return found


def _first(row: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((row[name] for name in names if row.get(name) is not None), None)


def _at(headings: Sequence[str], names: Sequence[str]) -> int | None:
    return next((headings.index(name) for name in names if name in headings), None)


def _number(given: Any) -> int | None:
    text = str(given)
    return int(text) if text.isascii() and text.isdigit() else None


def _objects(text: io.TextIOBase, file: Path) -> list[dict[str, Any]]:
    """The objects of a JSON file that holds a list of them."""
    try:
        data = json.load(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refused(_("{name} 不是完整的 JSON。请重新导出。", name=file.name), code="map_json") from error
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise Refused(_("{name} 里应是一列记录，读到的是别的。", name=file.name), code="map_json")
    return data


@contextmanager
def _opened(file: Path, tell: Tell) -> Iterator[tuple[io.TextIOBase, bool]]:
    """The text of a plain or packed file, and whether it is JSON; Refused where it is cut off or not UTF-8."""
    stream, _ours = opened(file)
    with stream:
        size = measured(stream, CAPS)
        packed = stream.read(2) == b"\x1f\x8b"
        stream.seek(0)
        meter = _Telling(stream, size, tell)
        plain = gzip.GzipFile(fileobj=io.BufferedReader(meter, CELL)) if packed else meter
        text = io.TextIOWrapper(io.BufferedReader(Capped(plain, CAPS.text_bytes), CELL), "utf-8-sig", newline="")
        try:
            head = text.buffer.peek(64)[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
            yield text, head.startswith((b"[", b"{"))
        except UnicodeDecodeError as error:
            raise broken() from error


class _Telling(Metered):
    """A file that says how much of it was read."""

    def __init__(self, file: Any, size: int, tell: Tell) -> None:
        super().__init__(file)
        self._size, self._tell = size, tell

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer, count, and tell."""
        number = super().readinto(buffer)
        self._tell(min(self.count / self._size, 1.0))
        return number
