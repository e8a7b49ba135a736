"""Read the record: the facts about a thing, and what caused what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from gongzhi.kernel import clock
from gongzhi.kernel.event import Event, revive
from gongzhi.kernel.reference import Ref
from gongzhi.record.kept import Kept as Kept
from gongzhi.record.models import Cursor, Fact, Line, Link, Parked, Unsealed


@dataclass(frozen=True)
class FactView:
    """A fact as its readers see it."""

    id: int
    at: datetime
    kind: str
    actor: str
    seat_id: int | None
    body_id: int | None
    about: Ref
    data: dict[str, Any]

    @property
    def event(self) -> Event:
        """The declared fact."""
        return revive(self.kind, self.data)

    @property
    def person_id(self) -> int | None:
        """The person who acted, or None for a part of the system."""
        label, _, number = self.actor.partition(":")
        return int(number) if label == "people.person" else None


def view_of(fact: Fact) -> FactView:
    """A row as a view."""
    about = Ref(fact.about_label, fact.about_id)
    return FactView(fact.id, fact.at, fact.kind, fact.actor, fact.seat_id, fact.body_id, about, fact.data)


_ABOUT = Kept(lambda label, number: Fact.objects.filter(about_label=label, about_id=number).order_by("id"))


def facts_about(ref: Ref) -> list[FactView]:
    """The facts about one thing, oldest first."""
    return [view_of(row) for row in _ABOUT(label=ref.label, number=ref.id)]


def latest_about(ref: Ref, family: str) -> FactView | None:
    """The last fact about one thing whose kind begins with these words; None when there is none."""
    rows = Fact.objects.filter(about_label=ref.label, about_id=ref.id, kind__startswith=family)
    last = rows.order_by("-id").first()
    return view_of(last) if last else None


def facts_about_many(label: str, ids: Iterable[int], kind: str, since: datetime | None = None) -> list[FactView]:
    """The facts of one kind about many things with this label, oldest first; `since` leaves earlier ones out."""
    rows = Fact.objects.filter(about_label=label, about_id__in=list(ids), kind=kind)
    if since is not None:
        rows = rows.filter(at__gte=since)
    return [view_of(row) for row in rows.order_by("id")]


def facts_before(fact: FactView, kinds: Sequence[str]) -> list[FactView]:
    """The facts of these kinds about the same thing that came before this one, oldest first."""
    about = fact.about
    rows = Fact.objects.filter(about_label=about.label, about_id=about.id, id__lt=fact.id, kind__in=kinds)
    return [view_of(row) for row in rows.order_by("id")]


def facts_in_line(kinds: Sequence[str], upto: int) -> Iterator[FactView]:
    """Every fact of these kinds up to a place in the line, thing by thing, each thing's in their order; streamed."""
    rows = Fact.objects.filter(kind__in=kinds, line__seq__lte=upto).order_by("about_label", "about_id", "id")
    return (view_of(row) for row in rows.iterator(chunk_size=2000))


def count_in_line(kinds: Sequence[str]) -> int:
    """How many facts of these kinds stand in the line."""
    return Line.objects.filter(kind__in=kinds).count()


def read_until(reaction: str, kinds: Sequence[str]) -> datetime:
    """The instant up to which a reaction knows everything: that of its first unread fact, or now when there is none."""
    seq = Cursor.objects.filter(pk=reaction).values_list("seq", flat=True).first() or 0
    waiting = Line.objects.filter(kind__in=kinds, seq__gt=seq).order_by("seq").values_list("fact__at", flat=True)
    return waiting.first() or _first_unsealed(kinds) or clock.now()


def _first_unsealed(kinds: Sequence[str]) -> datetime | None:
    """The instant of the first fact of these kinds that has no place in the line yet.

    The few that wait are asked for first: in one query, SQLite would go through every fact there is.
    """
    queue, seen = Unsealed.objects.order_by("fact_id").values_list("fact_id", flat=True), 0
    while waiting := list(queue.filter(fact_id__gt=seen)[:200]):
        found = Fact.objects.filter(pk__in=waiting, kind__in=kinds).order_by("id").values_list("at", flat=True).first()
        if found is not None:
            return found
        seen = waiting[-1]
    return None


FAN = 400  # links followed from one hop; what lies beyond is counted, so that a page stays quick


@dataclass(frozen=True)
class Lineage:
    """What caused a thing, and what it caused, with the kind of each link and its distance.

    `links` are the pairs (cause, effect) that were followed; `more` counts those that were not.
    """

    causes: tuple[tuple[Ref, str, int], ...]
    effects: tuple[tuple[Ref, str, int], ...]
    links: tuple[tuple[Ref, Ref], ...] = ()
    more: int = 0


def lineage(ref: Ref, depth: int = 10, fan: int = FAN) -> Lineage:
    """Walk the links both ways from one thing, nearest first; at most `fan` links from one hop."""
    causes, above, more = _walk(ref, depth, fan, up=True)
    effects, below, others = _walk(ref, depth, fan, up=False)
    return Lineage(causes, effects, (*above, *below), more + others)


Steps = tuple[tuple[Ref, str, int], ...]
Pairs = tuple[tuple[Ref, Ref], ...]


def _walk(start: Ref, depth: int, fan: int, *, up: bool) -> tuple[Steps, Pairs, int]:
    here, there = ("effect", "cause") if up else ("cause", "effect")
    seen, found, front = {start}, [], [start]
    pairs: list[tuple[Ref, Ref]] = []
    more = 0
    for distance in range(1, depth + 1):
        rows = _links_at(here, front)
        columns = (f"{here}_label", f"{here}_id", f"{there}_label", f"{there}_id", "kind")
        hop = list(rows.values_list(*columns)[: fan + 1])
        more += rows.count() - fan if len(hop) > fan else 0
        front = []
        for from_label, from_id, label, number, kind in hop[:fan]:
            one, ref = Ref(from_label, from_id), Ref(label, number)
            pairs.append((ref, one) if up else (one, ref))
            if ref not in seen:
                seen.add(ref)
                front.append(ref)
                found.append((ref, kind, distance))
        if not front:
            break
    return tuple(found), tuple(pairs), more


def _links_at(side: str, front: list[Ref]) -> QuerySet[Link]:
    """The links that touch these things on one side, in the order in which they were said; each label asked once."""
    by_label: dict[str, list[int]] = {}
    for ref in front:
        by_label.setdefault(ref.label, []).append(ref.id)
    asked = Q(pk__in=[])
    for label, ids in by_label.items():
        asked |= Q(**{f"{side}_label": label, f"{side}_id__in": ids})
    return Link.objects.filter(asked).order_by("id")


def standing() -> dict[str, int]:
    """How the delivery stands: facts in line, the slowest reader's place, parked facts."""
    last = Line.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    slowest = Cursor.objects.exclude(pk="record.sealer").order_by("seq").values_list("seq", flat=True).first()
    return {
        "line": last,
        "slowest": last if slowest is None else slowest,
        "parked": Parked.objects.filter(resolved_at=None).count(),
    }


def parked() -> list[Parked]:
    """The facts that wait parked, oldest first."""
    return list(Parked.objects.filter(resolved_at=None).select_related("line").order_by("parked_at"))


def things_with(label: str) -> int:
    """How many things with this label the record knows."""
    return Fact.objects.filter(about_label=label).values("about_id").distinct().count()
