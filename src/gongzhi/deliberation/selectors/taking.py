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
from gongzhi.voting import selectors as voting


@dataclass(frozen=True)
class Participation:
    """Distinct people by building (None: too few to show), and the buildings of which nobody took part."""

    buildings: tuple[tuple[Any, int | None], ...]
    unheard: tuple[Any, ...]
    total: int
    least: int
    # Electors by building who voted on it, where the votes are counted (None: too few to show).
    voted: tuple[tuple[Any, int | None], ...] = ()

    @property
    def heard(self) -> int:
        """How many buildings somebody took part from, votes included."""
        return len({one.pk for one, _many in (*self.buildings, *self.voted)})


def participation(topic: Topic) -> Participation:
    """The figures of one topic over the buildings of its place."""
    least = rulebook.number("public.small_count", clock.today().date())
    here = list(places.within(topic.place).filter(level="building").order_by("path"))
    rows = TookPart.objects.filter(topic=topic).values("building_id").annotate(many=Count("person_id", distinct=True))
    counts = {row["building_id"]: row["many"] for row in rows.order_by()}
    told = shown(counts, least)
    heard = tuple((one, told[one.pk]) for one in here if one.pk in counts)
    people = TookPart.objects.filter(topic=topic).values("person_id").distinct().count()
    voted = _voted(topic)
    silent = tuple(one for one in here if one.pk not in counts and one.pk not in voted)
    return Participation(heard, silent, people, least, tuple((one, voted[one.pk]) for one in here if one.pk in voted))


def _voted(topic: Topic) -> dict[int, int | None]:
    """Electors who took part by building in the counted votes on a topic; of several votes, the one with most."""
    found: dict[int, int | None] = {}
    for vote in voting.of(topic.ref):
        told = voting.turnout_by_building(vote.pk)
        for building, _electors, cast in told.rows if told else ():
            found[building] = max((one for one in (cast, found.get(building)) if one is not None), default=None)
    return found


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
