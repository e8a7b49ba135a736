"""Bring 3+X to the table: plan the seats, invite, answer, replace; newcomers who are ready to sit (rows B01, H05)."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation import words
from gongzhi.deliberation.events import SeatMoved, TableSet, Welcomed
from gongzhi.deliberation.models import CouncilSeat, Topic, Welcome
from gongzhi.deliberation.permits.topics import holds
from gongzhi.deliberation.rules.seating import PlannedSeat, core_plan, party_plan
from gongzhi.deliberation.rules.tables import core_seats, party_sources
from gongzhi.deliberation.selectors.table import GONE
from gongzhi.deliberation.services.topics import lock_topic, speaker_of
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import selectors as organisations
from gongzhi.people import selectors as people
from gongzhi.places import selectors as places
from gongzhi.record.services import append

OPEN = ("taken_up", "investigating", "deliberating", "deciding")
NEXT = {"planned": ("invited",), "invited": ("accepted", "declined"), "accepted": ("declined",)}


def seat_council(*, actor: Actor, topic_id: int) -> list[CouncilSeat]:
    """Work out the seats: the three core ones, and one X seat for every party; those that are there already stay.

    Refused: "no_parties" (nobody has written down whom it concerns), "closed", "denied".
    """
    with transaction.atomic():
        topic = lock_topic(topic_id)
        seat = require(actor, "topic.lead", topic).seat
        _check_open(topic)
        parties = list(topic.parties.order_by("pk").values_list("pk", "kind"))
        if not parties:
            raise Refused(_("先写清这件事关系到谁，才知道请谁。"), code="no_parties")
        standing = list(topic.seats.exclude(state__in=GONE))
        cores, seated = {row.core for row in standing}, {row.party_id for row in standing}
        plan = [one for one in _plan(topic, parties) if (one.core or one.party) not in cores | seated]
        made = [_seat(topic, one) for one in plan]
        CouncilSeat.objects.bulk_create(made)
        invited = sum(not row.core for row in made)
        fact = TableSet(topic.pk, len(made) - invited, invited, sum(row.stand_in for row in made))
        append(fact, actor=actor, about=topic.ref, seat=seat)
    return list(topic.seats.exclude(state__in=GONE).order_by("pk"))


def _check_open(topic: Topic) -> None:
    if topic.state not in OPEN:
        raise Refused(_("现在不排座位：议题还没立，或者已经决定了。"), code="closed")


def _plan(topic: Topic, parties: list[tuple[int, str]]) -> list[PlannedSeat]:
    table, sources = core_seats(), party_sources()
    wanted = {kind for row in table for kind in (*row.kinds, *row.stand_ins)}
    wanted |= {kind for source in sources.values() for kind in source.kinds}
    there = {kind: body.pk for kind, body in organisations.bodies_for(sorted(wanted), topic.place).items()}
    return [*core_plan(table, there, topic.lead_id or 0), *party_plan(parties, sources, there)]


def _seat(topic: Topic, plan: PlannedSeat) -> CouncilSeat:
    return CouncilSeat(
        topic=topic, core=plan.core, party_id=plan.party, body_id=plan.body_id, stand_in=plan.stand_in, at=clock.now()
    )


def invite(*, actor: Actor, seat_id: int, person_id: int | None = None) -> CouncilSeat:
    """Ask somebody to take a seat: the body's own member, or a person for a party. Refused("nobody"), "stale"."""
    with transaction.atomic():
        row, topic = _locked(seat_id)
        seat = require(actor, "topic.lead", topic).seat
        if person_id is None and row.person_id is None and row.body_id is None:
            raise Refused(_("请写请谁来坐这一席。"), code="nobody", field="person")
        row.person_id = person_id or row.person_id
        _to(row, "invited")
        append(SeatMoved(topic.pk, row.pk, row.state), actor=actor, about=topic.ref, seat=seat)
    return row


def answer_invitation(*, actor: Actor, seat_id: int, comes: bool) -> CouncilSeat:
    """The invited says whether they come; a member of the invited body, or the desk by telephone, may say it too.

    Refused: "not_yours", "stale" (not invited, or passed on).
    """
    with transaction.atomic():
        row, topic = _locked(seat_id)
        office = actor.seat_in(row.body_id) if row.body_id else None
        if not (actor.person_id is not None and row.person_id == actor.person_id or office):
            office = require(actor, "topic.lead", topic).seat
        _to(row, "accepted" if comes else "declined")
        append(SeatMoved(topic.pk, row.pk, row.state), actor=actor, about=topic.ref, seat=office)
    return row


def replace_seat(
    *, actor: Actor, seat_id: int, body_id: int | None = None, person_id: int | None = None
) -> CouncilSeat:
    """Another body or person takes the seat; who sat there before stays on the record. Refused("nobody"), "stale"."""
    with transaction.atomic():
        row, topic = _locked(seat_id)
        seat = require(actor, "topic.lead", topic).seat
        if body_id is None and person_id is None:
            raise Refused(_("请写换成谁。"), code="nobody", field="person")
        if row.state == "replaced":
            raise Refused(_("这一席已经换过了，请看最新的情况。"), code="stale")
        own = {kind for one in core_seats() if one.code == row.core for kind in one.kinds}
        heir_body = organisations.body(body_id) if body_id else None
        row.state = "replaced"
        row.save(update_fields=["state"])
        heir = CouncilSeat.objects.create(
            topic=topic, core=row.core, party_id=row.party_id, body=heir_body, person_id=person_id, replaces=row,
            stand_in=bool(row.core) and (heir_body is None or heir_body.kind not in own), state="invited",
            at=clock.now(),
        )  # fmt: skip
        append(SeatMoved(topic.pk, row.pk, "replaced"), actor=actor, about=topic.ref, seat=seat)
        append(SeatMoved(topic.pk, heir.pk, "invited"), actor=actor, about=topic.ref, seat=seat)
    return heir


def take_seat(*, actor: Actor, topic_id: int, party_id: int) -> CouncilSeat:
    """Who holds the right to deliberate here, or stands in the newcomers' pool, takes an X seat without being asked.

    Refused: "denied" with how else to take part, "closed", "unknown_party", "already".
    """
    with transaction.atomic():
        topic = lock_topic(topic_id)
        me = speaker_of(actor, topic)
        _check_open(topic)
        party = topic.parties.filter(pk=party_id).first()
        if party is None:
            raise Refused(_("表里没有这一方。"), code="unknown_party", field="party")
        pool = party.kind in _POOLED and _ready(me, topic)
        if not (pool or holds(actor, "deliberate", topic.place.path)):
            raise Refused(_("自己入座要有议事权，或者报过名。您可以先报名，或者请社区邀请。"), code="denied")
        if topic.seats.exclude(state__in=GONE).filter(person_id=me).exists():
            raise Refused(_("您在这张桌子上已经有座位了。"), code="already")
        empty = topic.seats.filter(party=party, person=None, body=None, state="planned").first()
        row = empty or CouncilSeat(topic=topic, party=party, at=clock.now())
        row.person_id, row.state = me, "accepted"
        row.save()
        append(SeatMoved(topic.pk, row.pk, row.state), actor=actor, about=topic.ref)
    return row


_POOLED = {code for code, source in party_sources().items() if source.pool}


def _ready(person_id: int, topic: Topic) -> bool:
    rows = Welcome.objects.filter(person_id=person_id, until=None).values_list("place__path", flat=True)
    return any(topic.place.path.startswith(path) for path in rows)


def _locked(seat_id: int) -> tuple[CouncilSeat, Topic]:
    row = CouncilSeat.objects.filter(pk=seat_id).first()
    if row is None:
        raise Refused(_("没有这个座位。"), code="unknown")
    topic = lock_topic(row.topic_id)
    _check_open(topic)
    row.refresh_from_db()
    return row, topic


def _to(row: CouncilSeat, state: str) -> None:
    if state not in NEXT.get(row.state, ()):
        said = _("这一席现在是“%(state)s”，请看最新的情况。")
        raise Refused(said % {"state": words.SEAT_STATES[row.state]}, code="stale")
    row.state = state
    row.save(update_fields=["state", "person"])


def welcome(*, actor: Actor, place_id: int, ready: bool = True) -> None:
    """A newcomer says that they are ready to sit at a table of this community, or no more (row H05)."""
    if actor.person_id is None:
        raise Refused(_("这要由人来做。"), code="denied")
    place, me = places.get(place_id), people.person(actor.person_id)
    with transaction.atomic():
        standing = Welcome.objects.filter(person=me, place=place, until=None)
        if ready and not standing.exists():
            _join_pool(me, place)
        elif not ready:
            standing.update(until=clock.now())
        append(Welcomed(place.pk, ready), actor=actor, about=Ref("places.place", place.pk))


def _join_pool(person: Any, place: Any) -> None:
    try:
        with transaction.atomic():
            Welcome.objects.create(person=person, place=place, since=clock.now())
    except IntegrityError:
        pass  # a second tap: they stand in the pool already
