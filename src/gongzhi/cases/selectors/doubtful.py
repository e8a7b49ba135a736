"""Answers that may only look like an end: three signals out of the record, for those who watch over the work.

A signal is no finding and no mark for anybody: it says which cases a person should look at, and what the record lacks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.fields import DateTimeField

from gongzhi.cases import words
from gongzhi.cases.models import Call, Case, Holding, Judgement, Photo, Word
from gongzhi.cases.selectors.told import LABEL
from gongzhi.kernel import clock
from gongzhi.organisations import selectors as organisations
from gongzhi.people import selectors as people
from gongzhi.record.selectors import facts_about_many
from gongzhi.rulebook import selectors as rulebook

# Words of the holder's that show that somebody looked or asked; those of a called department count whoever holds it.
BY_HOLDER, BY_CALLED = ("note", "plan"), ("report",)
ANSWERED = ("answer", "follow")


@dataclass(frozen=True)
class Span:
    """Where and when: a community's or a street's cases, from an instant up to another."""

    area: dict[str, int]
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Doubt:
    """A case to look at: whose answer it was, when the signal came, how long after the answer or the end, and the
    case that came again."""

    case: Case
    body: str
    at: datetime
    gap: timedelta | None = None
    again: int | None = None


@dataclass(frozen=True)
class Found:
    """The newest cases with one signal, and how many there are in all."""

    rows: list[Doubt]
    count: int


def within(name: str) -> timedelta:
    """A window of the rule pack: "answer.contrary" after an answer, "answer.again" after an end."""
    return rulebook.limit(name, clock.today().date()).length()


def doubtful(signal: str, span: Span, *, size: int, before: int | None = None) -> Found:
    """Cases with one of the SIGNALS, the newest case first; `before` is the number of the last case seen."""
    return SIGNALS[signal](span, size, before)


def _page(rows: QuerySet[Case], size: int, before: int | None) -> tuple[list[Any], int]:
    """One page and the count of all: in one query on the first page."""
    told = rows.select_related("place", "holder").order_by("-id")
    if before is not None:
        return list(told.filter(pk__lt=before)[:size]), rows.count()
    found: list[Any] = list(told.annotate(of=Window(Count("pk")))[:size])
    return found, found[0].of if found else 0


# --- answered as solved, and nothing in the record between


def _untouched(span: Span, size: int, before: int | None) -> Found:
    held = Holding.objects.filter(case=OuterRef("pk")).order_by("-id").values("since")[:1]
    rows = Case.objects.filter(
        **span.area, outcome="solved", state__in=["answered", "solved"], part_of=None, primary=None,
        answered_at__gte=span.since, answered_at__lt=span.until,
    ).exclude(channel="import")  # fmt: skip
    rows = rows.annotate(held=Subquery(held))
    for touch in (_said(), _pictured(), _arrived(), _looked_up(), Case.objects.filter(part_of=OuterRef("pk"))):
        rows = rows.filter(~Exists(touch))
    found, count = _page(rows, size, before)
    return Found([Doubt(case, case.holder.name, case.answered_at) for case in found], count)


def _between() -> dict[str, Any]:
    return {"at__gte": OuterRef("held"), "at__lte": OuterRef("answered_at")}


def _said() -> QuerySet[Word]:
    ours = Q(kind__in=BY_HOLDER, body_id=OuterRef("holder_id")) | Q(kind__in=BY_CALLED)
    return Word.objects.filter(ours, case=OuterRef("pk"), **_between()).exclude(sight=words.UNREAD)


def _pictured() -> QuerySet[Photo]:
    times = {"added_at__gte": OuterRef("held"), "added_at__lte": OuterRef("answered_at")}
    return Photo.objects.filter(case=OuterRef("pk"), by__isnull=False, **times).exclude(by=OuterRef("reporter_id"))


def _arrived() -> QuerySet[Call]:
    times = {"arrived_at__gte": OuterRef("held"), "arrived_at__lte": OuterRef("answered_at")}
    return Call.objects.filter(case=OuterRef("pk"), **times)


def _looked_up() -> QuerySet[Any]:
    looks = people.looks_at(OuterRef("reporter_id"), LABEL, OuterRef("pk"))
    return looks.filter(body_id=OuterRef("holder_id"), **_between())


# --- answered as solved, and soon judged not to be


def _contrary(span: Span, size: int, before: int | None) -> Found:
    area = {f"case__{name}": value for name, value in span.area.items()}
    rows = Judgement.objects.filter(**area, solved=False, at__gte=span.since, at__lt=span.until)
    judged: dict[int, list[datetime]] = {}
    for case_id, at in rows.order_by("at").values_list("case_id", "at"):
        judged.setdefault(case_id, []).append(at)
    when = _soon(judged)
    ids = sorted(when, reverse=True)
    shown = [pk for pk in ids if before is None or pk < before][:size]
    cases = Case.objects.filter(pk__in=shown).select_related("place", "holder").order_by("-id")
    names = organisations.bodies({when[pk][0] for pk in shown})
    told = [(case, *when[case.pk]) for case in cases]
    return Found([Doubt(case, names[body].name, at, gap) for case, body, at, gap in told], len(ids))


def _soon(judged: dict[int, list[datetime]]) -> dict[int, tuple[int, datetime, timedelta]]:
    """Those that were judged within the window after an answer "solved": whose it was, when, and how long after it."""
    window, found = within("answer.contrary"), {}
    answers: dict[int, list[tuple[datetime, str, int]]] = {}
    for fact in facts_about_many(LABEL, judged, "case.moved") if judged else []:
        if fact.data["move"] in ANSWERED:
            answers.setdefault(fact.about.id, []).append((fact.at, fact.data["outcome"], fact.data["holder_id"]))
    for case_id, instants in judged.items():
        for at in instants:
            last = max((one for one in answers.get(case_id, []) if one[0] <= at), default=None)
            if last is not None and last[1] == "solved" and at - last[0] <= window:
                found[case_id] = (last[2], at, at - last[0])
    return found


# --- closed as solved, and the same matter type at the same place again


def _again(span: Span, size: int, before: int | None) -> Found:
    ended = ExpressionWrapper(OuterRef("closed_at") + within("answer.again"), output_field=DateTimeField())
    later = Case.objects.filter(
        place_id=OuterRef("place_id"), matter=OuterRef("matter"), part_of=None, reported_at__gt=OuterRef("closed_at"),
        reported_at__lte=ended, reported_at__gte=span.since, reported_at__lt=span.until,
    ).exclude(state="withdrawn").order_by("id")  # fmt: skip
    rows = Case.objects.filter(
        **span.area, state="solved", part_of=None, closed_at__lt=span.until,
        closed_at__gte=span.since - within("answer.again"),
    ).exclude(Q(matter="") | Q(place_id=F("community_id")) | Q(place_id=F("street_id")))  # fmt: skip
    rows = rows.annotate(again=Subquery(later.values("pk")[:1]), again_at=Subquery(later.values("reported_at")[:1]))
    found, count = _page(rows.filter(again__isnull=False), size, before)
    return Found([Doubt(c, c.holder.name, c.again_at, c.again_at - c.closed_at, c.again) for c in found], count)


SIGNALS: dict[str, Callable[[Span, int, int | None], Found]] = {
    "untouched": _untouched,
    "contrary": _contrary,
    "again": _again,
}
