"""Read topics: one, those near a place, those that wait for a desk, what was said, where they come from and lead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from gongzhi.deliberation.lifecycle import TOPIC
from gongzhi.deliberation.models import (
    Decision,
    Investigation,
    Lot,
    MinorityStatement,
    MinorityStep,
    Pledge,
    Stay,
    Topic,
    TopicWord,
    Voice,
)
from gongzhi.deliberation.permits.topics import HIDDEN
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.lifecycle import Kind, Move
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.words import BLIND
from gongzhi.places import selectors as places

OPEN = [state for state, kind in TOPIC.states.items() if kind is Kind.OPEN]
SHOWN = [state for state in TOPIC.states if state not in HIDDEN]


def _rows() -> QuerySet[Topic]:
    return Topic.objects.select_related("place", "lead", "into")


def topic(topic_id: int) -> Topic | None:
    """The topic with its place and lead, or None."""
    return _rows().filter(pk=topic_id).first()


def by_source(source: Ref) -> list[Topic]:
    """The topics that came from a matter, oldest first."""
    return list(_rows().filter(source_label=source.label, source_id=source.id).order_by("pk"))


def near(place: Any, *, closed: bool = False) -> QuerySet[Topic]:
    """The public topics at a place, inside it and above it up to its street, newest first."""
    above = [one.pk for one in places.ancestors(place) if one.level not in ("district", "city", "province", "nation")]
    states = [state for state in SHOWN if (state not in OPEN) == closed]
    where = Q(place__path__startswith=place.path) | Q(place_id__in=above)
    return _rows().filter(where, state__in=states).order_by("-pk")


def everywhere(*, closed: bool = False) -> QuerySet[Topic]:
    """The public topics of the whole deployment, newest first."""
    return _rows().filter(state__in=[s for s in SHOWN if (s not in OPEN) == closed]).order_by("-pk")


def topics_for(actor: Actor) -> QuerySet[Topic]:
    """The topics whose desk the actor stands at: over the place, inside it, or leading; newest first."""
    whose = Q(pk=None)
    for seat in actor.seats:
        if seat.role not in BLIND:
            whose |= Q(place__path__startswith=seat.path) | Q(lead_id=seat.body_id)
    return _rows().filter(whose).order_by("-pk")


def mine(person_id: int) -> QuerySet[Topic]:
    """The topics that a person raised or signed, newest first."""
    rows = _rows().filter(Q(raised_by_id=person_id) | Q(signatures__person_id=person_id))
    return rows.distinct().order_by("-pk")


def to_join(found: Topic) -> list[Topic]:
    """Open topics of the same street into which this one may go."""
    street = places.ancestor(found.place, "street") or found.place
    rows = _rows().filter(place__path__startswith=street.path, state__in=OPEN).exclude(pk=found.pk)
    return list(rows.order_by("-pk")[:50])


def moves_now(actor: Actor, found: Topic) -> list[Move]:
    """The moves that the table allows from here and the actor's permits too."""
    return [move for move in TOPIC.open_moves(found.state) if may(actor, move.permit, found)]


def words_of(topic_id: int) -> list[TopicWord]:
    """What was written about a topic, newest first."""
    return list(TopicWord.objects.filter(topic_id=topic_id).select_related("body").order_by("-at", "-pk"))


def question_of(topic_id: int) -> str:
    """The question in the words of whoever raised it."""
    row = TopicWord.objects.filter(topic_id=topic_id, kind="question").order_by("pk").first()
    return row.text if row else ""


def investigations_of(topic_id: int) -> list[Investigation]:
    """What was found out, newest first."""
    return list(Investigation.objects.filter(topic_id=topic_id).select_related("body").order_by("-on", "-pk"))


def lots_of(topic_id: int) -> list[Lot]:
    """The panels by lot of a topic, announced or drawn, in their order."""
    return list(Lot.objects.filter(topic_id=topic_id).order_by("pk"))


def pledges_of(topic_id: int) -> list[Pledge]:
    """Who promised what, first due first."""
    return list(Pledge.objects.filter(topic_id=topic_id).select_related("body").order_by("due", "pk"))


def statements_of(topic_id: int) -> list[MinorityStatement]:
    """The minority's statements, oldest first."""
    return list(MinorityStatement.objects.filter(topic_id=topic_id).select_related("party").order_by("at", "pk"))


def steps_of(topic_id: int) -> list[MinorityStep]:
    """What was done for minorities, oldest first."""
    return list(MinorityStep.objects.filter(topic_id=topic_id).select_related("party").order_by("at", "pk"))


def stays_of(topic_id: int) -> list[Stay]:
    """The topic's way through the tiers, oldest first."""
    return list(Stay.objects.filter(topic_id=topic_id).select_related("place").order_by("since", "pk"))


def voices_of(topic_id: int) -> list[Voice]:
    """The final record: every opinion once, whatever the tier, in the order in which it came."""
    return list(Voice.objects.filter(topic_id=topic_id).order_by("at", "pk"))


def decision_of(topic_id: int) -> Decision | None:
    """What was decided."""
    return Decision.objects.filter(topic_id=topic_id).select_related("body").first()


def decisions_by_meeting(meeting_ids: Iterable[int]) -> dict[int, list[Decision]]:
    """The decisions that meetings took."""
    found: dict[int, list[Decision]] = {}
    for row in Decision.objects.filter(meeting_id__in=list(meeting_ids)).select_related("topic"):
        found.setdefault(int(row.meeting_id or 0), []).append(row)
    return found


def signatures(topic_id: int, person_id: int | None = None) -> tuple[int, bool]:
    """How many stand behind an application, and whether this person does; never who (row C08)."""
    found = topic_rows = Topic.objects.get(pk=topic_id).signatures
    mine = person_id is not None and topic_rows.filter(person_id=person_id).exists()
    return found.count(), mine


def example_for(seat: Seat) -> Topic:
    """A topic as this seat would meet it (never saved), by which the public page prints what the seat may do."""
    place = places.get(seat.place_id)
    tier = {"street": "street", "building": "building"}.get(place.level, "community")
    return Topic(pk=-1, place=place, tier=tier, state="taken_up", origin="desk", title="-")
