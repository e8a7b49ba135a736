"""Who took part in a topic, by building and never by person, and which buildings were not heard from (Q22, B14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from gongzhi.deliberation.models import TookPart, Topic
from gongzhi.deliberation.rules.counting import shown
from gongzhi.kernel import clock
from gongzhi.places import selectors as places
from gongzhi.rulebook import selectors as rulebook


@dataclass(frozen=True)
class Participation:
    """Distinct people by building (None: too few to show), and the buildings of which nobody took part."""

    buildings: tuple[tuple[Any, int | None], ...]
    unheard: tuple[Any, ...]
    total: int
    least: int

    @property
    def heard(self) -> int:
        """How many buildings somebody took part from."""
        return len(self.buildings)


def participation(topic: Topic) -> Participation:
    """The figures of one topic over the buildings of its place."""
    least = rulebook.number("public.small_count", clock.today().date())
    here = list(places.within(topic.place).filter(level="building").order_by("path"))
    rows = TookPart.objects.filter(topic=topic).values("building_id").annotate(many=Count("person_id", distinct=True))
    counts = {row["building_id"]: row["many"] for row in rows.order_by()}
    told = shown(counts, least)
    heard = tuple((one, told[one.pk]) for one in here if one.pk in counts)
    people = TookPart.objects.filter(topic=topic).values("person_id").distinct().count()
    return Participation(heard, tuple(one for one in here if one.pk not in counts), people, least)


def ways_of(topic_id: int) -> dict[str, int]:
    """How many people spoke, voted, met and signed, as far as they said from which building they come."""
    rows = TookPart.objects.filter(topic_id=topic_id).values("way").annotate(many=Count("person_id", distinct=True))
    return {row["way"]: row["many"] for row in rows.order_by()}


def my_building(topic_id: int, person_id: int | None) -> Any:
    """The building that this person named for a topic, or None; for that person only."""
    if person_id is None:
        return None
    row = TookPart.objects.filter(topic_id=topic_id, person_id=person_id).select_related("building").first()
    return row.building if row else None
