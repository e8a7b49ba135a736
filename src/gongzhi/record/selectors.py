"""Read the record: the facts about a thing, and what caused what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

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


@dataclass(frozen=True)
class Lineage:
    """What caused a thing, and what it caused, with the kind of each link and its distance."""

    causes: tuple[tuple[Ref, str, int], ...]
    effects: tuple[tuple[Ref, str, int], ...]


def lineage(ref: Ref, depth: int = 10) -> Lineage:
    """Walk the links both ways from one thing, nearest first."""
    return Lineage(_walk(ref, depth, up=True), _walk(ref, depth, up=False))


def _walk(start: Ref, depth: int, *, up: bool) -> tuple[tuple[Ref, str, int], ...]:
    here, there = ("effect", "cause") if up else ("cause", "effect")
    seen, found, front = {start}, [], [start]
    for distance in range(1, depth + 1):
        asked = Q()
        for ref in front:
            asked |= Q(**{f"{here}_label": ref.label, f"{here}_id": ref.id})
        front = []
        for link in Link.objects.filter(asked).order_by("id") if asked else ():
            ref = Ref(getattr(link, f"{there}_label"), getattr(link, f"{there}_id"))
            if ref not in seen:
                seen.add(ref)
                front.append(ref)
                found.append((ref, link.kind, distance))
        if not front:
            break
    return tuple(found)


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
