"""A whole list of reports gone through in the order they came in, and how far it agrees with what a desk marked."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from gongzhi.kernel.said import Said
from gongzhi.triage.rules.features import features_of
from gongzhi.triage.rules.same import CHOSEN, Item, Match, Point, same_again
from gongzhi.triage.rules.text import fold

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "ref": ("编号", "工单号", "受理编号", "service_request_number", "service_request_id", "case_id", "id"),
    "subject": ("标题", "主题", "subject", "title"),
    "text": ("内容", "诉求内容", "正文", "留言详情", "body", "text", "description"),
    "place": ("地址", "地点", "位置", "street_address", "address", "place", "location"),
    "lat": ("纬度", "latitude", "lat"),
    "lon": ("经度", "longitude", "lon", "lng", "long"),
    "said_at": (
        "时间", "受理时间", "提交时间", "留言时间", "creation_date", "created_date", "requested_datetime", "opened",
        "sent_at", "date",
    ),
    "done_at": ("办结时间", "完成时间", "completion_date", "closed", "closed_date", "done_at"),
    "matter": ("事项", "类别", "类型", "type_of_service_request", "service_name", "category", "type", "matter"),
    "status": ("状态", "status", "status_notes"),
}  # fmt: skip
DAYS = (1.0, 3.0, 7.0, 14.0, 30.0, 60.0)
LEAST = (0.1, 0.3, 0.5, 0.75, 0.85, 0.95)
CELL, SHELF = 0.0006, 2000  # degrees; reports that one is compared with at most
_MARKED = re.compile(r"dup|重复|合并|merged", re.IGNORECASE)
_CLOCK = r"(?:\D+(\d{1,2}):(\d{2}))?"
_DATE = re.compile(rf"(\d{{4}})\D(\d{{1,2}})\D(\d{{1,2}}){_CLOCK}|(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}){_CLOCK}")


@dataclass(frozen=True)
class Row:
    """One report of the list: as it is compared, and whether the desk marked it as told before (None: not known)."""

    item: Item
    marked: bool | None


@dataclass(frozen=True)
class Score:
    """Agreement with the marks: the share of flagged reports that are marked, and of marked ones that are flagged.

    pair_precision also counts a flag as right when the earlier report carries the mark: the desk keeps one of the two.
    """

    days: float
    least: float
    flagged: int
    precision: float
    recall: float
    f1: float
    pair_precision: float


def row_of(number: int, cells: Mapping[str, str]) -> Row | None:
    """A line of the list as a report; None when it has no date that can be read."""
    said_at = moment(cells.get("said_at", ""))
    if said_at is None:
        return None
    subject, body = cells.get("subject", ""), cells.get("text", "")
    address, text = fold(cells.get("place", "")), f"{subject} {body}".strip()
    item = Item(
        cells.get("ref") or number, text, said_at, {"address": address} if address else {},
        _degrees(cells.get("lon", "")), _degrees(cells.get("lat", "")), fold(cells.get("matter", "")),
        features_of(text), done_at=moment(cells.get("done_at", "")),
    )  # fmt: skip
    return Row(item, bool(_MARKED.search(cells["status"])) if "status" in cells else None)


def moment(text: str) -> datetime | None:
    """A written date and time: 2026-01-31, 2026/1/31 9:05 or 01/31/2026; None when it is none of these."""
    found = _DATE.search(text)
    if found is None:
        return None
    year, month, day, hour, minute, *american = found.groups()
    if year is None:
        month, day, year, hour, minute = american
    try:
        return datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), tzinfo=UTC)
    except ValueError:
        return None


def unfinished(row: Row) -> Row:
    """The same report when nobody knows when it was answered."""
    return replace(row, item=replace(row.item, done_at=None))


def in_order(rows: Sequence[Row]) -> list[Row]:
    """Earliest first; on one day by the number that the desk gave, then as in the list."""
    return sorted(rows, key=lambda row: (row.item.said_at, _numbered(row.item.ref)))


def same_in(
    rows: Sequence[Row], point: Point = CHOSEN, tick: Callable[[], None] = lambda: None
) -> Iterator[tuple[Row, list[Match]]]:
    """Each report, in order, with the earlier ones that may tell the same; `tick` is called after each."""
    by_key: dict[object, deque[Item]] = defaultdict(lambda: deque(maxlen=SHELF))
    for row in rows:
        item = row.item
        near: dict[int, Item] = {}
        since = item.said_at - timedelta(days=point.days)
        for key in _looked_under(item):
            shelf = by_key[key]
            while shelf and shelf[0].said_at < since:
                shelf.popleft()
            near |= {id(other): other for other in shelf}
        yield row, same_again(item, list(near.values()), point)
        for key in _kept_under(item):
            by_key[key].append(item)
        tick()


def curve(rows: Sequence[Row], tick: Callable[[], None] = lambda: None) -> list[Score]:
    """The agreement with the marks over windows at the chosen likeness, and over likeness at the chosen window."""
    widest = Point(min(LEAST), max(DAYS), CHOSEN.most)
    by_ref = {row.item.ref: row for row in rows}
    found = [(row, matches) for row, matches in same_in(rows, widest, tick)]
    points = [replace(CHOSEN, days=days) for days in DAYS] + [replace(CHOSEN, least=least) for least in LEAST]
    return [_scored(found, by_ref, point) for point in dict.fromkeys(points)]


def score(rows: Sequence[Row], found: Sequence[tuple[Row, list[Match]]], point: Point = CHOSEN) -> Score:
    """The agreement of what was found with the marks, at one point."""
    return _scored(found, {row.item.ref: row for row in rows}, point)


def groups(found: Sequence[tuple[Row, list[Match]]]) -> list[list[str | int]]:
    """The reports that hang together by their matches, each group in the order of the list, groups of two and more."""
    above: dict[str | int, str | int] = {}

    def top(ref: str | int) -> str | int:
        while above.setdefault(ref, ref) != ref:
            above[ref] = above[above[ref]]
            ref = above[ref]
        return ref

    for row, matches in found:
        for match in matches:
            above[top(row.item.ref)] = top(match.ref)
    together: dict[str | int, list[str | int]] = defaultdict(list)
    for row, _matches in found:
        together[top(row.item.ref)].append(row.item.ref)
    return [refs for refs in together.values() if len(refs) > 1]


def as_json(scores: Sequence[Score]) -> list[dict[str, float]]:
    """Numbers rounded to four places, for a file."""
    return [{name: round(value, 4) for name, value in asdict(one).items()} for one in scores]


def why(match: Match) -> str:
    """The reasons in one line."""
    return str(Said("；")).join(str(reason) for reason in match.why)


def _scored(found: Sequence[tuple[Row, list[Match]]], by_ref: Mapping[str | int, Row], point: Point) -> Score:
    flagged = hit = either = 0
    for row, matches in found:
        near = [by_ref[match.ref] for match in matches if match.score >= point.least]
        near = [old for old in near if (row.item.said_at - old.item.said_at).days <= point.days]
        flagged += bool(near)
        hit += bool(near) and bool(row.marked)
        either += bool(near) and (bool(row.marked) or any(old.marked for old in near))
    marked = sum(bool(row.marked) for row, _ in found)
    precision, recall = hit / (flagged or 1), hit / (marked or 1)
    f1 = 2 * hit / ((flagged + marked) or 1)
    return Score(point.days, point.least, flagged, precision, recall, f1, either / (flagged or 1))


def _kept_under(item: Item) -> Iterator[object]:
    if item.text:
        yield "texts"
    if item.place:
        yield item.place["address"]
    if item.lon is not None and item.lat is not None:
        yield _cell(item)


def _looked_under(item: Item) -> Iterator[object]:
    """Texts are compared with every text of the window; bare records only with those at their place."""
    if item.text:
        yield "texts"
    if item.place:
        yield item.place["address"]
    if item.lon is not None and item.lat is not None:
        east, north = _cell(item)
        yield from ((east + x, north + y) for x in (-1, 0, 1) for y in (-1, 0, 1))


def _cell(item: Item) -> tuple[int, int]:
    return int((item.lon or 0) // CELL), int((item.lat or 0) // CELL)


def _degrees(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) <= 180 else None


def _numbered(ref: str | int) -> tuple[int, str]:
    digits = "".join(sign for sign in str(ref) if sign.isdecimal())
    return int(digits[:18] or 0), str(ref)
