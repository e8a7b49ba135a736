"""A worker's inbox: the open duties of the bodies that a person acts for, each with its case and why it is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongzhi.cases.models import Case, Word
from gongzhi.cases.words import UNREAD
from gongzhi.duties import selectors as duties
from gongzhi.duties.words import BUCKETS
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.organisations.seats import DESKS, acting
from gongzhi.places import selectors as places
from gongzhi.record.selectors import Kept

KINDS = ("accept", "sort", "solve", "take", "decide", "arrive", "call_back")
OVER_PLACES = ("decide", "call_back")  # duties on cases that another body has, for offices over a place
LABEL = "cases.case"
FRESH = timedelta(days=1)


@dataclass(frozen=True)
class Task:
    """One line of an inbox: the case, the act that is due, and what makes it stand out."""

    case: Case
    kind: str
    body_id: int
    due_at: datetime
    paused: bool
    rung: str
    where: str
    added: bool  # the reporter added words lately


@dataclass(frozen=True)
class Tasks:
    """One page of an inbox, and the mark after which the next begins ("" for none)."""

    rows: list[Task]
    after: str


def bodies_of(actor: Actor) -> list[int]:
    """The bodies that the person acts for; watchers only look, operators look after the system."""
    return list(dict.fromkeys(s.body_id for s in acting(actor)))


def _not_theirs(actor: Actor) -> list[int]:
    """The bodies for which the person acts without an office over a place: what they decide is not theirs to see."""
    over = {s.body_id for s in actor.seats_as(*DESKS)}
    return [body for body in bodies_of(actor) if body not in over]


def duties_of(actor: Actor, *, kind: str = "", state: str = "", mine: bool = False) -> QuerySet[Any]:
    """The open duties of the actor's bodies on cases, soonest first; a case that waits to be accepted is one line.

    `mine` narrows to the cases that the actor took in for somebody.
    """
    return _found(**_asked(actor, kind, state, mine))


def _asked(actor: Actor, kind: str, state: str, mine: bool) -> dict[str, Any]:
    """What narrows an inbox, as values."""
    return {
        "bodies": tuple(bodies_of(actor)),
        "others": tuple(_not_theirs(actor)) or None,
        "kinds": (kind,) if kind in KINDS else KINDS,
        "state": state,
        "helper": actor.person_id if mine else None,
    }


def _found(bodies: Any, others: Any, kinds: Any, state: str, helper: int | None) -> QuerySet[Any]:
    found = duties.open_duties(bodies, kinds=kinds).filter(about_label=LABEL)
    accepting = duties.open_duties(bodies, kinds=["accept"]).order_by()
    same = accepting.filter(about_label=LABEL, about_id=OuterRef("about_id"), body_id=OuterRef("body_id"))
    found = found.exclude(Q(kind="solve") & Exists(same))
    if others:
        found = found.exclude(kind__in=OVER_PLACES, body_id__in=others)
    if state:
        found = found.filter(about_id__in=Case.objects.filter(state=state, is_open=True).values("pk"))
    if helper is not None:
        found = found.filter(about_id__in=Case.objects.filter(helper_id=helper).values("pk"))
    return found


# Which instants decide each heap of the inbox; "" is the whole of it.
_DECIDE = {
    "": (), "overdue": ("now",), "today": ("now", "today"), "tomorrow": ("today", "tomorrow"), "later": ("tomorrow",),
    "waiting": (),
}  # fmt: skip


def _first(bucket: str, now: Any = None, today: Any = None, tomorrow: Any = None, **by: Any) -> QuerySet[Any]:
    found = _found(**by)
    heap = duties.in_bucket(found, bucket, now or clock.now(), (today, tomorrow)) if bucket else found
    return heap[: duties.PAGE + 1]


_COUNTED = Kept(lambda now, today, tomorrow, **by: duties.counted(_found(**by), now, today, tomorrow), planned=False)
_FIRST = {bucket: Kept(partial(_first, bucket), planned=False) for bucket in _DECIDE}


def counts(actor: Actor, **by: Any) -> dict[str, int]:
    """How many duties of an inbox fall in each bucket; one query, whose statement is kept."""
    rows = _COUNTED(**_instants(), **_asked(actor, **by))
    return dict(zip(BUCKETS, rows[0] if rows else [0] * len(BUCKETS), strict=True))


def _instants() -> dict[str, datetime]:
    now = clock.now()
    today, tomorrow = duties.day_ends(now)
    return {"now": now, "today": today, "tomorrow": tomorrow}


def page(actor: Actor, bucket: str, after: str, **by: Any) -> Tasks:
    """One page of an inbox, of one bucket of it or ("") of all; the first, which most see, by a kept statement."""
    if duties.Mark.parse(after):
        found = duties_of(actor, **by)
        return tasks(duties.in_bucket(found, bucket) if bucket else found, after=after)
    instants = _instants()
    rows = _FIRST[bucket](**{name: instants[name] for name in _DECIDE[bucket]}, **_asked(actor, **by))
    last = rows[duties.PAGE - 1] if len(rows) > duties.PAGE else None
    return Tasks(rows_of(rows[: duties.PAGE]), str(duties.Mark(last.due_at, last.pk)) if last else "")


def arrived(found: QuerySet[Any], since: datetime) -> int:
    """How many cases have come among these duties after `since`."""
    return found.filter(opened_at__gt=since).order_by().values("about_id").distinct().count()


def instant(text: str) -> datetime | None:
    """The instant that a page wrote into its own address; None for anything else."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo else None


def tasks(found: QuerySet[Any], *, after: str = "", size: int = duties.PAGE) -> Tasks:
    """One page of duties with their cases; four queries whatever their number."""
    page = duties.page(found, duties.Mark.parse(after), size)
    return Tasks(rows_of(page.rows), str(page.next) if page.next else "")


_CASES = Kept(lambda ids: Case.objects.filter(pk__in=ids).select_related("place", "holder"))
_ADDED = Kept(
    lambda ids, since: (
        Word.objects.filter(case_id__in=ids, kind="note", body=None, at__gte=since)
        .exclude(sight=UNREAD)
        .values_list("case_id", flat=True)
    )
)


def rows_of(found: Iterable[Any]) -> list[Task]:
    """These duties with their cases, places and fresh words; three queries."""
    rows = list(found)
    cases: dict[int, Case] = {c.pk: c for c in _CASES(ids=tuple({d.about_id for d in rows}))}
    where = places.names_of([c.place for c in cases.values()], top="community")
    fresh = fresh_words(cases)
    return [
        Task(
            case=cases[d.about_id],
            kind=d.kind,
            body_id=d.body_id or 0,
            due_at=d.due_at,
            paused=d.paused_since is not None,
            rung=duties.rung_of(d),
            where=where[cases[d.about_id].place_id],
            added=d.about_id in fresh,
        )
        for d in rows
        if d.about_id in cases
    ]


def fresh_words(ids: Iterable[int]) -> set[int]:
    """The cases among these to which the reporter added words in the last day; one query."""
    return set(_ADDED(ids=tuple(ids), since=clock.now() - FRESH))


def last_words(ids: Iterable[int]) -> dict[int, str]:
    """The latest words on each of these cases that a worker may read; one query."""
    rows = Word.objects.filter(case_id__in=list(ids)).exclude(sight=UNREAD).order_by("id")
    return dict(rows.values_list("case_id", "text"))


def left_to_sort(community_ids: Iterable[int]) -> int:
    """How many cases wait at these communities' sorting desks."""
    return Case.objects.filter(community_id__in=list(community_ids), is_open=True, state="sorting").count()
