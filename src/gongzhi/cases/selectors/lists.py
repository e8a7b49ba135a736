"""Which cases a person may see, and how a case is found: by number, by receipt code, by words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongzhi.cases.codes import code_key
from gongzhi.cases.models import Call, Case, Holding
from gongzhi.cases.rules import is_code
from gongzhi.cases.search import find
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import may
from gongzhi.organisations.words import BLIND, WATCHERS
from gongzhi.organisations.words import COMMUNITY_ROLES as COMMUNITY
from gongzhi.organisations.words import STREET_ROLES as STREET
from gongzhi.places import selectors as places
from gongzhi.record.selectors import Kept


def cases_for(actor: Actor) -> QuerySet[Case]:
    """Everything that the permit "case.see" lets this actor see (the two are tested against each other)."""
    if actor.part:
        return Case.objects.all()
    seen = Q(reporter_id=actor.person_id) | Q(helper_id=actor.person_id)
    bodies = {s.body_id for s in actor.seats if s.role not in BLIND}
    if bodies:
        seen |= Q(holder_id__in=bodies) | Q(offered_to_id__in=bodies)
        seen |= Q(pk__in=Holding.objects.filter(body_id__in=bodies).values("case_id"))
        seen |= Q(pk__in=Call.objects.filter(body_id__in=bodies).values("case_id"))
    for seat in actor.seats_as(*COMMUNITY, *STREET, *WATCHERS):
        seen |= _area(seat)
    return Case.objects.filter(seen)


def _area(seat: Seat) -> Q:
    """Cases at places inside a seat's area; communities and streets by their copies on the case."""
    if seat.level == "community":
        return Q(community_id=seat.place_id)
    if seat.level == "street":
        return Q(street_id=seat.place_id)
    beyond = seat.path[:-8] + str(int(seat.path[-8:]) + 1).zfill(8)
    return Q(place__path__gte=seat.path, place__path__lt=beyond)


_ONE = Kept(lambda number: Case.objects.filter(pk=number).select_related("place", "holder"))


def case(actor: Actor, case_id: int) -> Case:
    """One case that the actor may see. Refused: "unknown" for none, "denied" with the reason otherwise."""
    return seen_by(actor, next(iter(_ONE(number=case_id)), None))


def seen_by(actor: Actor, found: Case | None) -> Case:
    """The case just read, where the actor may see it. Refused as `case` refuses."""
    if found is None:
        raise Refused(_("没有这件事，请核对编号。"), code="unknown")
    answer = may(actor, "case.see", found)
    if not answer:
        raise Refused(answer.reason, code="denied")
    return found


def by_code(text: str) -> Case | None:
    """The case of a receipt code, however it was typed; None when there is none."""
    code = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
    if not is_code(code):
        return None
    return Case.objects.select_related("place", "holder").filter(code_key=code_key(code)).first()


def search(actor: Actor, text: str, *, limit: int = 50) -> list[Case]:
    """The newest cases with these words among those that the actor may see; a number finds the case itself."""
    query = unicodedata.normalize("NFKC", text).strip()
    if query.isascii() and query.isdigit() and len(query) < 12:
        ids = [int(query)]
    else:
        ids = _ids(actor, query, limit)
    rows = cases_for(actor).filter(pk__in=ids).select_related("place", "holder").order_by("-id")
    return list(rows[:limit])


def _ids(actor: Actor, query: str, limit: int) -> list[int]:
    """Hits inside each area that the actor watches over; for bodies without an area, hits to be narrowed down after."""
    areas = [s for s in actor.seats_as(*COMMUNITY, *STREET, *WATCHERS) if s.level in ("community", "street")]
    found: list[int] = []
    for seat in areas:
        scope = {"community_id": seat.place_id} if seat.level == "community" else {"street_id": seat.place_id}
        found += find(query, limit=limit, **scope)
    if not areas:
        found += find(query, limit=limit * 20)
    return found


def public_cases(community_id: int | None = None, street_id: int | None = None) -> QuerySet[Case]:
    """What everybody may see listed: cases whose heading a worker has released; newest first."""
    rows = Case.objects.exclude(heading="").filter(part_of=None).select_related("place", "holder")
    if community_id is not None:
        rows = rows.filter(community_id=community_id)
    if street_id is not None:
        rows = rows.filter(street_id=street_id)
    return rows.order_by("-id")


def people_with_matters(person_ids: Sequence[int], since: datetime) -> set[int]:
    """Those of these people whose case is open, or was still open after `since`: their contact is still needed."""
    mine = Case.objects.filter(reporter_id__in=person_ids)
    return set(mine.filter(Q(is_open=True) | Q(closed_at__gt=since)).values_list("reporter_id", flat=True))


def example_for(seat: Seat) -> Case:
    """A case as this seat would meet it (never saved), by which the public page prints what the seat may do."""
    place = places.get(seat.place_id)
    ids = places.level_ids(place)
    return Case(
        pk=-1, place=place, holder_id=seat.body_id, offered_to_id=seat.body_id, reporter_id=-2, bounces=1,
        community_id=ids.get("community"), street_id=ids.get("street"), state="handling",
    )  # fmt: skip
