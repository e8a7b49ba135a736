"""Lives of cases as rows for bulk loading: what the services would have written, without calling them a million times.

Everything is worked out from a seed, so two runs load the same cases. Three in a hundred are still open, the newest
ones mostly; texts are short Chinese sentences in which some words are in every second case and some in one of 20,000.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from random import Random
from typing import Any

from bench.town import Town, holder_of

from gongzhi.cases.search import tokens
from gongzhi.mandates import selectors as mandates

YEARS_BACK = 2
OPEN_FROM = 0.965  # of the whole span: cases reported after that are mostly open
WHAT = (
    "三天了没人来修", "晚上看不见路", "老人孩子走着不安全", "邻居们都在说", "已经跟物业说过两次", "下雨就更厉害",
    "请帮忙看看", "希望尽快处理", "麻烦处理一下", "请处理好给个说法", "需要处理", "什么时候能处理",
)  # fmt: skip
RARE = ("楼顶有人养鹦鹉", "院里来了一只狐狸", "阳台挂着风铃很响")
UNITS = ("一单元", "二单元", "三单元", "地下车库", "大门口", "楼顶", "电梯厅", "小区花园")
TABLES = {
    "people_person": (
        "id",
        "password",
        "username",
        "name",
        "phone",
        "phone_key",
        "joined_at",
        "elder",
        "language",
        "is_active",
        "erased_at",
        "password_lent",
    ),
    "cases_case": (
        "id",
        "text",
        "where",
        "intake",
        "matter",
        "tier",
        "channel",
        "place_id",
        "community_id",
        "street_id",
        "lon",
        "lat",
        "reporter_id",
        "helper_id",
        "state",
        "level",
        "holder_id",
        "offered_to_id",
        "bounces",
        "reopened",
        "whistled",
        "outcome",
        "branch",
        "primary_id",
        "part_of_id",
        "voices",
        "heading",
        "is_open",
        "reported_at",
        "due_at",
        "overdue",
        "answered_at",
        "closed_at",
        "version",
        "key",
        "code_key",
    ),
    "cases_holding": ("id", "case_id", "body_id", "level", "since", "until"),
    "cases_judgement": ("id", "case_id", "round", "solved", "satisfied", "channel", "reader_id", "at"),
    "cases_word": ("id", "case_id", "fact_id", "kind", "text", "sight", "body_id", "at"),
    "duties_duty": (
        "id",
        "kind",
        "about_label",
        "about_id",
        "body_id",
        "person_id",
        "opened_at",
        "limit_amount",
        "limit_unit",
        "fixed_due",
        "due_at",
        "yellow_at",
        "red_at",
        "warned",
        "next_at",
        "state",
        "paused_since",
        "closed_at",
    ),
    "record_fact": (
        "id",
        "at",
        "kind",
        "actor",
        "seat_id",
        "body_id",
        "about_label",
        "about_id",
        "data",
    ),
    "record_line": ("seq", "fact_id", "kind"),
    "search": ("id", "words"),
}
TALLY = ("month", "street_id", "community_id", "body_id", "measure", "word", "value", "count")  # fmt: skip
Rows = dict[str, list[tuple[Any, ...]]]
LABEL = "cases.case"


@dataclass
class Counters:
    """The last id given in each table, and the last place in the line."""

    case: int = 0
    person: int = 0
    fact: int = 0
    line: int = 0
    duty: int = 0
    other: int = 0


@dataclass(frozen=True)
class Kind:
    """A matter type as the seeder needs it."""

    code: str
    tier: str
    intake: str
    words: tuple[str, ...]
    hours: int


class Stamps:
    """Instants as the text that a database takes, made of two small tables: a million calls should cost nothing."""

    def __init__(self, start: datetime, zone: str) -> None:
        self.start = start
        first = start.date() - timedelta(days=1)
        self.shift = int((start - datetime.combine(first, datetime.min.time(), UTC)).total_seconds())
        self.days = [str(date.fromordinal(first.toordinal() + n)) for n in range(365 * (YEARS_BACK + 2))]
        self.months = [int(day[:4] + day[5:7]) for day in self.days]
        self.times = [f" {s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}{zone}" for s in range(86400)]

    def __call__(self, second: int) -> str:
        """The instant this many seconds after the start."""
        day, time = divmod(second + self.shift, 86400)
        return self.days[day] + self.times[time]

    def month(self, second: int) -> int:
        """The month of that instant on China's wall clock, as yyyymm."""
        return self.months[(second + self.shift + 8 * 3600) // 86400]


class Lives:
    """Makes the rows of case after case."""

    def __init__(self, town: Town, count: int, now: datetime, last: Counters, zone: str) -> None:
        self.town, self.count, self.last = town, count, last
        self.chance = Random(20260907)
        self.span = 365 * YEARS_BACK * 86400
        self.stamp = Stamps(now - timedelta(seconds=self.span), zone)
        self.street = town.street.pk
        self.kinds = [
            Kind(m.code, m.tier, m.kind, m.words, 24 * 7 if m.tier == "7d" else 24 * 15) for m in mandates.matters()
        ]
        found = mandates.current_list()
        self.routes = [[holder_of(s, found.content.matters[k.code]) for k in self.kinds] for s in town.spots]
        self.seen: dict[str, str] = {}
        self.sums: dict[tuple[Any, ...], int] = {}

    def batches(self, size: int = 10_000) -> Iterator[Rows]:
        """Every case with all that belongs to it, in batches."""
        for first in range(0, self.count, size):
            rows: Rows = {name: [] for name in TABLES}
            for n in range(first, min(first + size, self.count)):
                self._one(n, rows)
            yield rows

    def tallies(self) -> Iterator[tuple[Any, ...]]:
        """The roll-ups that the reaction of the indicators would have kept of these lives."""
        return ((*key, count) for key, count in self.sums.items())

    def tally(self, at: int, community: int, body: int, measure: str, word: str = "", value: int = 0) -> None:
        """One thing counted for the street, the community and the body."""
        month, what, sums = self.stamp.month(at), (measure, word, value), self.sums
        for key in (
            (month, self.street, 0, 0, *what),
            (month, self.street, community, 0, *what),
            (month, self.street, 0, body, *what),
        ):
            sums[key] = sums.get(key, 0) + 1

    def _words(self, phrase: str) -> str:
        known = self.seen.get(phrase)
        if known is None:
            known = self.seen[phrase] = " ".join(tokens(phrase))
        return known

    def _one(self, n: int, rows: Rows) -> None:
        chance, last = self.chance, self.last
        spot_at, kind_at = chance.randrange(len(self.town.spots)), chance.randrange(len(self.kinds))
        spot, kind = self.town.spots[spot_at], self.kinds[kind_at]
        level, holder = self.routes[spot_at][kind_at]
        last.case += 1
        if n % 4 == 0:
            last.person += 1
            rows["people_person"].append(
                (last.person, "!", None, "", "", "", self.stamp(n * self.span // self.count), False, "zh-hans", True,
                 None, False)
            )  # fmt: skip
        phrases = [chance.choice(UNITS), chance.choice(kind.words), chance.choice(WHAT), chance.choice(WHAT)]
        if chance.random() < 0.00015:
            phrases.append(chance.choice(RARE))
        spans = " ".join(self._words(p) for p in phrases)
        rows["search"].append((last.case, f"c{spot.community_id}x s{self.street}x {spans}"))
        life = Life(self, rows, last.case, n * self.span // self.count, spot, kind, level, holder, "，".join(phrases))
        life.tell(n / self.count > OPEN_FROM and chance.random() < 0.8 or chance.random() < 0.002)


class Life:
    """One case: its facts, holder, duties and end."""

    def __init__(
        self, lives: Lives, rows: Rows, pk: int, at: int, spot: Any, kind: Kind, level: str, holder: int, text: str
    ) -> None:
        self.lives, self.rows, self.pk, self.at = lives, rows, pk, at
        self.spot, self.kind, self.level, self.holder, self.text = spot, kind, level, holder, text
        self.person = lives.last.person
        self.state, self.matter, self.due = "filed", kind.code, 0
        self.answered: int | None = None
        self.closed: int | None = None
        self.outcome, self.version = "", 1
        self.who = f"people.person:{self.person}"

    def tell(self, stays_open: bool) -> None:
        """Report, then as far as it goes."""
        chance = self.lives.chance
        if stays_open and chance.random() < 0.25:
            self._to_sort()
        else:
            self._report()
            if stays_open:
                self._open(chance.random())
            else:
                self._closed(chance)
        self._case()

    def _to_sort(self) -> None:
        self.state, self.matter, self.level = "sorting", "", "community"
        self.holder = self.spot.bodies["residents_committee"]
        self._report()
        self.due = self._duty("sort", self.at, 2, None, "open")

    def _report(self) -> None:
        self._fact(
            self.at, "case.reported", self.who, None,
            f'{{"case_id":{self.pk},"intake":"{self.kind.intake}","channel":"web","matter":"{self.matter}",'
            f'"tier":"{self.kind.tier}","place_id":{self.spot.id},"community_id":{self.spot.community_id},'
            f'"street_id":{self.lives.street},"state":"{self.state}","level":"{self.level}",'
            f'"holder_id":{self.holder},"part_of":null,"clause":"{self.matter}"}}',
        )  # fmt: skip

        self._count(self.at, "reported", "web")
        self._count(self.at, "intake", self.kind.intake)
        if self.matter:
            self._count(self.at, "matter", self.matter)

    def _count(self, at: int, measure: str, word: str = "", value: int = 0) -> None:
        self.lives.tally(at, self.spot.community_id, self.holder, measure, word, value)

    def _open(self, draw: float) -> None:
        at, hours = self.at, self.kind.hours
        if draw < 0.3:
            self._duty("accept", at, 2, None, "open")
            self.due = self._duty("solve", at, hours, None, "open")
            return
        self._accept()
        if draw < 0.75:
            self.due = self._duty("solve", at, hours, None, "open")
            return
        self._answer(at + 86_400)
        self.due = self._duty("judge", at + 86_400, 7 * 24, None, "open")

    def _accept(self) -> None:
        at = self.at + 2400
        self._duty("accept", self.at, 2, at, "done")
        self.state, self.version = "handling", 2
        self._count(at, "in_time")
        self._moved(at, "accept", "filed", ',"response":"in_time","responder_id":' + str(self.holder))

    def _answer(self, at: int) -> None:
        self.outcome, self.answered, self.version = "solved", at, 3
        self._duty("solve", self.at, self.kind.hours, at, "done")
        self.state = "answered"
        self._moved(at, "answer", "handling", "")
        hours = (at - self.at) // 3600
        self._count(at, "answered", "solved")
        self._count(at, "hours", value=hours)
        self._count(at, "matter_hours", self.matter, hours if hours < 48 else hours // 24 * 24)
        last = self.lives.last
        last.other += 1
        self.rows["cases_word"].append(
            (last.other, self.pk, last.fact, "answer", "师傅今天上午去看过，已经修好，您再看看。", "parties",
             self.holder, self.lives.stamp(at))
        )  # fmt: skip

    def _closed(self, chance: Random) -> None:
        self._accept()
        took = 7200 + int(chance.expovariate(1) * 86_400)
        self._answer(self.at + min(took, 30 * 86_400))
        end = (self.answered or 0) + 3600 + chance.randrange(86_400)
        self._duty("judge", self.answered or 0, 7 * 24, end, "done")
        marks, solved = chance.randrange(1, 6), chance.random() < 0.9
        self.state, self.version, self.closed = ("solved" if solved else "explained"), 4, end
        self._fact(
            end, "case.judged", self.who, None,
            f'{{"case_id":{self.pk},"round":1,"solved":{"true" if solved else "false"},"satisfied":{marks},'
            f'"channel":"web","holder_id":{self.holder},"community_id":{self.spot.community_id},'
            f'"street_id":{self.lives.street}}}',
        )  # fmt: skip
        self._count(end, "judged", "web")
        if solved:
            self._count(end, "solved", "web")
        if marks >= 4:
            self._count(end, "satisfied", "web")
        self.lives.last.other += 1
        self.rows["cases_judgement"].append(
            (self.lives.last.other, self.pk, 1, solved, marks, "web", None, self.lives.stamp(end))
        )
        self._moved(end, "confirm_solved" if solved else "contest", "answered", "", by=self.who)

    def _moved(self, at: int, move: str, source: str, more: str, by: str = "") -> None:
        self._fact(
            at, "case.moved", by or "people.person:1", None if by else self.holder,
            f'{{"case_id":{self.pk},"move":"{move}","source":"{source}","state":"{self.state}",'
            f'"level":"{self.level}","holder_id":{self.holder},"offered_to":null,"matter":"{self.matter}",'
            f'"tier":"{self.kind.tier}","bounces":0,"reopened":0,"outcome":"{self.outcome}","clause":"","branch":"",'
            f'"primary":null,"community_id":{self.spot.community_id},"street_id":{self.lives.street}{more}}}',
        )  # fmt: skip

    def _fact(self, at: int, kind: str, actor: str, body: int | None, data: str) -> None:
        last = self.lives.last
        last.fact += 1
        last.line += 1
        self.rows["record_fact"].append(
            (last.fact, self.lives.stamp(at), kind, actor, None, body, LABEL, self.pk, data)
        )
        self.rows["record_line"].append((last.line, last.fact, kind))

    def _duty(self, kind: str, at: int, hours: int, end: int | None, state: str) -> int:
        """One duty with its clock; every warning that is past has been given. Returns when it is due."""
        last, stamp, due = self.lives.last, self.lives.stamp, at + hours * 3600
        yellow, red = at + hours * 2700, at + hours * 3240
        warned = sum(moment < self.lives.span for moment in (yellow, red, due)) if end is None else 0
        coming = (stamp(yellow), stamp(red), stamp(due + 1), None)[warned] if end is None else None
        judge = kind == "judge"
        last.duty += 1
        self.rows["duties_duty"].append(
            (last.duty, kind, LABEL, self.pk, None if judge else self.holder, self.person if judge else None,
             stamp(at), hours, "hours", None, stamp(due), stamp(yellow), stamp(red), warned, coming,
             "late_done" if end is not None and end > due else state, None, stamp(end) if end is not None else None)
        )  # fmt: skip
        return due

    def _case(self) -> None:
        stamp, closed = self.lives.stamp, self.closed
        key = blake2b(self.pk.to_bytes(8, "big"), digest_size=32).hexdigest()
        until = stamp(closed) if closed is not None else None
        self.lives.last.other += 1
        self.rows["cases_holding"].append(
            (self.lives.last.other, self.pk, self.holder, self.level, stamp(self.at), until)
        )
        self.rows["cases_case"].append(
            (self.pk, self.text, "", self.kind.intake, self.matter, self.kind.tier, "web", self.spot.id,
             self.spot.community_id, self.lives.street, None, None, self.person, None, self.state, self.level,
             self.holder, None, 0, 0, False, self.outcome, "", None, None, 1, "", closed is None, stamp(self.at),
             stamp(self.due) if closed is None else None, closed is None and self.due < self.lives.span,
             stamp(self.answered) if self.answered is not None else None, until, self.version, key[:32], key)
        )  # fmt: skip
