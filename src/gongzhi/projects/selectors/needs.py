"""Read needs: one, those near a place, those of a desk, mine, why they stand in their order; names are never read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.permit import may
from gongzhi.kernel.reference import Ref
from gongzhi.mandates import selectors as mandates
from gongzhi.organisations.words import BLIND, COMMUNITY_ROLES, STREET_ROLES, WATCHERS
from gongzhi.people import selectors as people
from gongzhi.places import selectors as places
from gongzhi.projects.models import Asking, Need, NeedWord, Support
from gongzhi.projects.permits.needs import SHOWN
from gongzhi.projects.rules.need_life import NEED
from gongzhi.projects.rules.priority import Standing, order, reasons

# Who reads what residents said before it is on the list; other desks read the list.
LOOKING = (*COMMUNITY_ROLES, *STREET_ROLES, *WATCHERS, "building_head")
LISTED = ("listed", "planned", "later")
OVER = ("met", "otherwise", "cannot")


def _rows() -> QuerySet[Need]:
    return Need.objects.select_related("place", "body", "into", "root")


def need(need_id: int) -> Need | None:
    """The need with its place and owner, or None."""
    return _rows().filter(pk=need_id).first()


def needs(need_ids: Iterable[int]) -> dict[int, Need]:
    """Needs by their id."""
    return {row.pk: row for row in _rows().filter(pk__in=list(need_ids))}


def by_source(source: Ref) -> Need | None:
    """The need that came from a matter, if there is one."""
    rows = _rows().filter(source_label=source.label, source_id=source.id).exclude(state="withdrawn")
    return rows.order_by("pk").first()


def needs_at(place: Any) -> QuerySet[Need]:
    """The public needs at a place and inside it, by themselves or at the top of what was put together; newest first."""
    return _rows().filter(place__path__startswith=place.path, state__in=LISTED).order_by("-pk")


def needs_near(place: Any, *, over: bool = False) -> QuerySet[Need]:
    """The public needs at a place, inside it, and above it up to its street; newest first."""
    above = [one.pk for one in places.ancestors(place) if one.level not in ("district", "city", "province", "nation")]
    where = Q(place__path__startswith=place.path) | Q(place_id__in=above)
    return _rows().filter(where, state__in=OVER if over else LISTED).order_by("-pk")


def needs_everywhere(*, over: bool = False) -> QuerySet[Need]:
    """The public needs of the whole deployment, newest first."""
    return _rows().filter(state__in=OVER if over else LISTED).order_by("-pk")


def needs_for(actor: Actor) -> QuerySet[Need]:
    """The needs whose desk the actor stands at: over the place, inside it, or owning; newest first."""
    whose = Q(pk=None)
    for seat in actor.seats:
        if seat.role not in BLIND:
            here = Q(place__path__startswith=seat.path)
            whose |= here if seat.role in LOOKING else here & Q(state__in=SHOWN)
            whose |= Q(body_id=seat.body_id)
    return _rows().filter(whose).order_by("-pk")


def raised_by(person_id: int) -> QuerySet[Need]:
    """What a person said, newest first."""
    return _rows().filter(raised_by_id=person_id).order_by("-pk")


def joined_by(person_id: int) -> QuerySet[Need]:
    """What a person stands behind, by themselves or at the top of what was put together; newest first."""
    rows = Support.objects.filter(person_id=person_id, left_at=None)
    tops = {root or pk for pk, root in rows.values_list("need_id", "need__root_id")}
    return _rows().filter(pk__in=tops).order_by("-pk")


def wanted_by(person_id: int | None, need_ids: Iterable[int]) -> set[int]:
    """Which of these listed needs the person stands behind, directly or by something put together with them."""
    if person_id is None:
        return set()
    ids = list(need_ids)
    rows = Support.objects.filter(Q(need_id__in=ids) | Q(need__root_id__in=ids), person_id=person_id, left_at=None)
    return {root or pk for pk, root in rows.values_list("need_id", "need__root_id")}


def supporters_of(need_ids: Sequence[int]) -> list[int]:
    """Ids of the people behind needs and all that was put together with them, for those who ask them something (a lot,
    a verdict): each telephone once, never shown.
    """
    rows = Support.objects.filter(Q(need_id__in=need_ids) | Q(need__root_id__in=need_ids), left_at=None)
    found = people.one_each(rows.values_list("person_id", flat=True))
    return sorted(set(found.values()))


def to_join(found: Need) -> list[Need]:
    """Needs of the same street with which this one may be put together; the same purpose first."""
    street = places.ancestor(found.place, "street") or found.place
    rows = _rows().filter(place__path__startswith=street.path, state__in=LISTED).exclude(pk=found.pk)
    return sorted(rows[:300], key=lambda one: (one.purpose != found.purpose, -one.pk))[:60]


def joined_into(found: Need) -> list[Need]:
    """What was put together directly with this need, oldest first."""
    return list(_rows().filter(into=found).order_by("pk"))


def moves_now(actor: Actor, found: Need) -> list[Move]:
    """The moves that the table allows from here and the actor's permits too."""
    return [move for move in NEED.open_moves(found.state) if may(actor, move.permit, found)]


def words_of(need_id: int) -> list[NeedWord]:
    """What was written about a need, newest first."""
    return list(NeedWord.objects.filter(need_id=need_id).select_related("body").order_by("-at", "-pk"))


def last_words(need_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """For each need the latest words of each kind."""
    found: dict[int, dict[str, str]] = {}
    for row in NeedWord.objects.filter(need_id__in=list(need_ids)).order_by("at", "pk"):
        found.setdefault(row.need_id, {})[row.kind] = row.text
    return found


def askings_of(need_id: int) -> list[Asking]:
    """When households were asked, newest first."""
    return list(Asking.objects.filter(need_id=need_id).select_related("body").order_by("-on", "-pk"))


@dataclass(frozen=True)
class Placed:
    """A need with what decides its place in the list."""

    need: Need
    standing: Standing

    @property
    def reasons(self) -> list[tuple[str, dict[str, int]]]:
        """Why it stands there: closed codes and numbers; `words.needs.REASONS` has the sentences."""
        return reasons(self.standing)


def standings(needs: Iterable[Need]) -> dict[int, Standing]:
    """What decides the order of these needs; one query more, whatever their number."""
    listed, now = list(needs), clock.now()
    ids = [row.pk for row in listed]
    rows = Asking.objects.filter(need_id__in=ids).order_by().values_list("need_id")
    asked = {pk: (int(a), int(w)) for pk, a, w in rows.annotate(a=Sum("asked"), w=Sum("want"))}
    return {
        row.pk: Standing(
            row.people,
            max(0, (now - row.raised_at).days),
            *asked.get(row.pk, (0, 0)),
            bool(row.matter),
        )
        for row in listed
    }


def ordered(rows: Iterable[Need]) -> list[Placed]:
    """The needs in the list's order, each with what decided it."""
    listed = list(rows)
    known = standings(listed)
    listed.sort(key=lambda row: order(known[row.pk], row.pk))
    return [Placed(row, known[row.pk]) for row in listed]


def duty_of(found: Need) -> str:
    """What the responsibility list says about it, in words; empty where it names nobody."""
    if not found.matter:
        return ""
    try:
        return mandates.route(found.matter, found.place).reason
    except Refused:
        return ""


def is_public(found: Need) -> bool:
    """Whether everybody may see it."""
    return found.state in SHOWN
