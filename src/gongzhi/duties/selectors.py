"""What may be read of duties: inboxes by due time, counts, the overdue ladder, and due times as of any instant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from gongzhi.duties import rules, words
from gongzhi.duties.models import Duty, Pause
from gongzhi.kernel import clock
from gongzhi.kernel.limit import Limit
from gongzhi.kernel.reference import Ref
from gongzhi.record.selectors import Kept
from gongzhi.rulebook.selectors import calendar, share

Bodies = Iterable[int] | QuerySet[Any, Any]
PAGE = 50


@dataclass(frozen=True)
class Mark:
    """Where a page of duties ended: the next one starts after it."""

    due_at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.due_at.isoformat()}~{self.id}"

    @classmethod
    def parse(cls, text: str) -> Mark | None:
        """The mark that `str` wrote; None for anything else, so that a broken link shows the first page."""
        when, _, number = text.partition("~")
        try:
            due = datetime.fromisoformat(when)
        except ValueError:
            return None
        if due.tzinfo is None or not (number.isascii() and number.isdigit() and len(number) < 19):
            return None
        return cls(due, int(number))


@dataclass(frozen=True)
class Page:
    """One page of open duties, and the mark after which the next begins (None: that was all)."""

    rows: tuple[Duty, ...]
    next: Mark | None


@dataclass(frozen=True)
class Turn:
    """One stretch of one owner's duty on a matter, for "who held it when"."""

    duty_id: int
    kind: str
    body_id: int | None
    person_id: int | None
    since: datetime
    until: datetime | None


# --- one matter ------------------------------------------------------------------------------------------------------


def get(duty_id: int) -> Duty:
    """The duty; Duty.DoesNotExist (ObjectDoesNotExist) when there is none."""
    return Duty.objects.get(pk=duty_id)


def of(about: Ref) -> QuerySet[Duty]:
    """Every duty on a matter, oldest first, closed ones too, with their pauses."""
    found = Duty.objects.filter(about_id=about.id, about_label=about.label)
    return found.order_by("opened_at", "id").prefetch_related("pauses")


def open_of(about: Ref, kind: str | None = None) -> QuerySet[Duty]:
    """The open duties on a matter, soonest first."""
    found = Duty.objects.filter(about_id=about.id, about_label=about.label, state=words.OPEN)
    return (found.filter(kind=kind) if kind else found).order_by("due_at", "id")


_CLOCKS = Kept(
    lambda label, number: Duty.objects.filter(about_id=number, about_label=label, state=words.OPEN).order_by(
        "due_at", "id"
    )
)


def clocks_on(about: Ref) -> list[Duty]:
    """The open duties on a matter, soonest first, by a kept statement: for pages."""
    return _CLOCKS(label=about.label, number=about.id)


def open_of_many(label: str, ids: Iterable[int]) -> dict[int, list[Duty]]:
    """The open duties of many matters in one query, soonest first, for lists."""
    found: dict[int, list[Duty]] = {}
    rows = Duty.objects.filter(about_id__in=list(ids), about_label=label, state=words.OPEN)
    for duty in rows.order_by("due_at", "id"):
        found.setdefault(duty.about_id, []).append(duty)
    return found


def overdue_abouts(label: str, kinds: Iterable[str]) -> QuerySet[Duty, int]:
    """The ids of the things of this label on which an open duty of one of these kinds is past its time."""
    rows = Duty.objects.filter(state=words.OPEN, kind__in=list(kinds), about_label=label, due_at__lt=clock.now())
    return rows.values_list("about_id", flat=True)


def timeline(about: Ref) -> list[Turn]:
    """Who held the matter when, oldest first (责任倒查)."""
    rows = Duty.objects.filter(about_id=about.id, about_label=about.label).order_by("opened_at", "id")
    return [Turn(d.pk, d.kind, d.body_id, d.person_id, d.opened_at, d.closed_at) for d in rows]


def uncovered(about: Ref, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """The stretches between the two instants in which nobody had a duty on the matter; none is the promise."""
    return rules.gaps([rules.Held(t.since, t.until) for t in timeline(about)], since, until)


# --- clocks ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=512)
def shares(on: date) -> rules.Shares:
    """The warning shares in force on that day (rule pack)."""
    return rules.Shares(share("duty.yellow", on=on), share("duty.red", on=on))


def terms_of(duty: Duty) -> rules.Terms:
    """What the duty's due time is computed from."""
    return rules.Terms(duty.opened_at, Limit(duty.limit_amount, duty.limit_unit), duty.fixed_due)


def day_of(instant: datetime) -> date:
    """The day on China's wall clock, by which a rule pack is chosen."""
    return instant.astimezone(clock.CHINA).date()


def instants_of(terms: rules.Terms, pauses: rules.Pauses = ()) -> rules.Instants:
    """Due time and warnings of these terms, with the calendar and the shares in force when the duty was opened."""
    return rules.instants(terms, calendar(), shares(day_of(terms.start)), pauses)


def due_of(limit: Limit, at: datetime) -> datetime:
    """When a duty with this limit, opened at that instant, would be due."""
    return rules.point(rules.Terms(at, limit), Fraction(1), calendar())


def stored_pauses(duty: Duty) -> list[tuple[datetime, datetime | None]]:
    """The duty's pauses as stored; no query when they were prefetched."""
    return [(pause.since, pause.until) for pause in duty.pauses.all()]


def due_as_of(duty: Duty, instant: datetime) -> datetime:
    """When the act was due as things were known at `instant`, from the stored terms and pauses alone."""
    return rules.point(terms_of(duty), Fraction(1), calendar(), rules.settled(stored_pauses(duty), instant))


# --- inboxes ---------------------------------------------------------------------------------------------------------


def paused_often(label: str, reason: str, since: datetime, until: datetime) -> dict[int, int]:
    """Matters whose clocks stood still more than once for this reason in a stretch of time → how often. One query.

    A pause that was taken back as soon as it was made is none.
    """
    rows = Pause.objects.filter(duty__about_label=label, reason=reason, since__gte=since, since__lt=until)
    often = rows.exclude(until=F("since")).values("duty__about_id").annotate(n=Count("since", distinct=True))
    return dict(often.filter(n__gt=1).order_by().values_list("duty__about_id", "n"))


def open_duties(body_ids: Bodies, person_id: int | None = None, kinds: Iterable[str] = ()) -> QuerySet[Duty]:
    """The open duties of these bodies (a list or a query of ids) and of this person, soonest first."""
    whose = Q(body_id__in=body_ids)
    if person_id is not None:
        whose |= Q(person_id=person_id)
    found = Duty.objects.filter(whose, state=words.OPEN)
    return (found.filter(kind__in=list(kinds)) if kinds else found).order_by("due_at", "id")


def page(duties: QuerySet[Duty], after: Mark | None = None, size: int = PAGE) -> Page:
    """One page of `open_duties`, by keyset: its cost does not grow with the page's number."""
    if after is not None:
        rest = Q(due_at__gt=after.due_at) | Q(due_at=after.due_at, id__gt=after.id)
        duties = duties.filter(rest, due_at__gte=after.due_at)
    rows = tuple(duties[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, Mark(rows[-1].due_at, rows[-1].pk) if more else None)


Ends = tuple[datetime, datetime]  # of today and of tomorrow


def day_ends(now: datetime) -> Ends:
    """The ends of today and of tomorrow on China's wall clock."""
    return rules.day_ends(now)


def _buckets(now: datetime, ends: Ends | None = None) -> dict[str, Q]:
    today, tomorrow = ends or rules.day_ends(now)
    running = Q(paused_since=None)
    return {
        "overdue": running & Q(due_at__lt=now),
        "today": running & Q(due_at__gte=now, due_at__lt=today),
        "tomorrow": running & Q(due_at__gte=today, due_at__lt=tomorrow),
        "later": running & Q(due_at__gte=tomorrow),
        "waiting": Q(paused_since__isnull=False),
    }


def in_bucket(
    duties: QuerySet[Duty], bucket: str, now: datetime | None = None, ends: Ends | None = None
) -> QuerySet[Duty]:
    """The duties of one bucket of words.BUCKETS; KeyError for an unknown one."""
    return duties.filter(_buckets(now or clock.now(), ends)[bucket])


def counted(duties: QuerySet[Duty], now: datetime, today: datetime, tomorrow: datetime) -> QuerySet[Any, Any]:
    """`counts` as a query of one row, in the order of words.BUCKETS, for those who keep its statement."""
    parts = _buckets(now, (today, tomorrow))
    rows = duties.order_by().annotate(**{name: Count("pk", filter=parts[name]) for name in words.BUCKETS})
    one = rows.values_list(*words.BUCKETS)
    one.query.group_by = None  # one row for all of them, not one for each duty
    return one


def counts(duties: QuerySet[Duty], now: datetime | None = None) -> dict[str, int]:
    """How many duties fall in each bucket, in one query. Due at this very instant is not yet overdue."""
    return _count(duties, _buckets(now or clock.now()))


def _rungs(now: datetime) -> dict[str, Q]:
    running, (_today, tomorrow) = Q(paused_since=None), rules.day_ends(now)
    return {
        "soon": running & Q(yellow_at__gt=now, due_at__lt=tomorrow),
        "yellow": running & Q(yellow_at__lte=now, red_at__gt=now, due_at__gte=now),
        "red": running & Q(red_at__lte=now, due_at__gte=now),
        "supervise": running & Q(due_at__lt=now),
    }


def ladder(duties: QuerySet[Duty], now: datetime | None = None) -> dict[str, int]:
    """The overdue ladder's counts in one query: due by tomorrow's end and unwarned, yellow, red, overdue."""
    return _count(duties, _rungs(now or clock.now()))


def on_rung(duties: QuerySet[Duty], rung: str, now: datetime | None = None) -> QuerySet[Duty]:
    """The duties on one rung of words.RUNGS; KeyError for an unknown one."""
    return duties.filter(_rungs(now or clock.now())[rung])


def rung_of(duty: Duty, now: datetime | None = None) -> str:
    """The rung on which an open duty stands; "" for none."""
    now = now or clock.now()
    if duty.state != words.OPEN or duty.paused_since is not None:
        return ""
    for rung, reached in (
        ("supervise", duty.due_at < now),
        ("red", duty.red_at <= now),
        ("yellow", duty.yellow_at <= now),
    ):
        if reached:
            return rung
    return "soon" if duty.due_at < rules.day_ends(now)[1] else ""


def _count(duties: QuerySet[Duty], parts: dict[str, Q]) -> dict[str, int]:
    return duties.order_by().aggregate(**{name: Count("pk", filter=part) for name, part in parts.items()})
