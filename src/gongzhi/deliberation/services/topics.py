"""Raise a topic and make its moves: lock, look up, ask what is missing, change, set the clock, write one fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation import words
from gongzhi.deliberation.events import DecisionPublished, TopicMoved, TopicRaised
from gongzhi.deliberation.lifecycle import TOPIC
from gongzhi.deliberation.models import Signature, Stay, Topic, TopicWord
from gongzhi.deliberation.permits.topics import Office
from gongzhi.deliberation.rules.counting import next_day
from gongzhi.deliberation.rules.readiness import missing
from gongzhi.deliberation.rules.tables import DecisionKind, methods
from gongzhi.deliberation.selectors import decided as table
from gongzhi.deliberation.selectors.standing import standing
from gongzhi.deliberation.services import clocks, deciding
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.kernel.written import clean
from gongzhi.organisations import selectors as organisations
from gongzhi.people import selectors as people
from gongzhi.places import selectors as places
from gongzhi.record.services import append, link
from gongzhi.rulebook import selectors as rulebook

TITLE = 60
LONGEST = 5000


@dataclass
class Change:
    """A move in the making: what is changed, by whom, with which inputs, and what is said about it."""

    topic: Topic
    step: Move
    seat: Seat | None
    actor: Actor
    given: dict[str, Any]
    now: datetime
    source: str
    saying: list[tuple[str, str]] = field(default_factory=list)


def lock_topic(topic_id: int) -> Topic:
    """The topic under a lock, with its place. Refused("unknown")."""
    found = Topic.objects.select_for_update(of=("self",)).select_related("place").filter(pk=topic_id).first()
    if found is None:
        raise Refused(_("没有这个议题，请回到列表再选。"), code="unknown")
    return found


def speaker_of(actor: Actor, topic: Topic) -> int:
    """The person who speaks here. Refused("denied") for anything but a person."""
    require(actor, "topic.speak", topic)
    return int(actor.person_id or 0)


def one_line(title: object) -> str:
    """One line of a title. Refused("missing"), Refused("too_long")."""
    return clean(" ".join(str(title or "").split()), TITLE, "title")


def raise_topic(
    *, actor: Actor, place_id: int, title: str, text: str, source: Ref | None = None,
    tier: str = "community", origin: str = "", matter: str = "", signed: bool = False,
) -> Topic:  # fmt: skip
    """Put something forward. `signed`: as an application, which the council hears on its next fixed day (row C08).

    Refused: "tier", "denied", "missing", "too_long", "already" (its source has a topic that is not closed off),
    "excluded" (an application about what the law or an order settles already, with the reason).
    """
    place, origin = places.get(place_id), origin or _origin(actor, source, signed)
    _check_tier(place, tier, origin)
    answer = require(actor, "topic.raise", Office(place.path, tier))
    if matter:
        _check_open(table.kind_of(matter), request=signed)
    topic = Topic(
        place=place, tier=tier, origin=origin, title=one_line(title), matter=matter, raised_by_id=actor.person_id,
        source_label=source.label if source else "", source_id=source.id if source else None, raised_at=clock.now(),
        council_on=next_council(clock.today().date()) if signed else None,
    )  # fmt: skip
    said = clean(text, LONGEST, "text")
    with transaction.atomic():
        _insert(topic)
        Stay.objects.create(topic=topic, tier=tier, place=place, since=topic.raised_at)
        TopicWord.objects.create(topic=topic, kind="question", text=said, at=topic.raised_at)
        if signed and actor.person_id is not None:
            Signature.objects.create(topic=topic, person_id=actor.person_id, at=topic.raised_at)
        if source is not None:
            link(source, topic.ref, "raised")
        fact = TopicRaised(topic.pk, place.pk, tier, origin, str(source) if source else "")
        append(fact, actor=actor, about=topic.ref, seat=answer.seat)
        clocks.set_clock(topic, actor)
    return topic


def _insert(topic: Topic) -> None:
    try:
        with transaction.atomic():
            topic.save()
    except IntegrityError as error:
        raise Refused(_("这件事已经有议题了，不用再提。"), code="already") from error


def new_signers(topic: Topic, person_ids: list[int]) -> list[int]:
    """Which of these people do not stand behind the locked topic yet; one telephone is one person."""
    standing = list(topic.signatures.values_list("person_id", flat=True))
    same = people.one_each([*standing, *person_ids])
    seen = {same[pk] for pk in standing}
    found = []
    for pk in person_ids:
        if same[pk] not in seen:
            seen.add(same[pk])
            found.append(pk)
    return found


def _origin(actor: Actor, source: Ref | None, signed: bool) -> str:
    if signed:
        return "request"
    if source is not None:
        named = {"triage.problem": "problem", "cases.case": "case", "meetings.meeting": "meeting"}
        return named.get(source.label, "online")
    return "desk" if actor.is_staff or actor.part else "resident"


def _check_tier(place: Any, tier: str, origin: str) -> None:
    if tier not in words.TIERS or origin not in words.ORIGINS:
        raise Refused(_("请选一层：楼门院、社区、网络或街道。"), code="tier", field="tier")
    levels = {"street": ("street",), "community": ("community", "estate"), "building": ("building", "estate")}
    if tier in levels and place.level not in levels[tier]:
        raise Refused(_("这一层和这个地方对不上，请换一层或者换个地方。"), code="tier", field="tier")


def next_council(on: date) -> date:
    """The next fixed day on which the council hears applications."""
    days = [text.split("-") for text in rulebook.words("request.council_days", on)]
    return next_day(on, tuple((int(month), int(day)) for month, day in days))


def _check_open(kind: DecisionKind, *, request: bool) -> None:
    if not kind.open:
        raise Refused(table.why_closed(kind), code="not_open", field="kind")
    if request and (kind.statutory or kind.ordered):
        said = _("这件事不走居民申请：%(what)s，依据：%(ground)s。请直接反映，会转给有权的单位。")
        raise Refused(said % {"what": table.name_of(kind), "ground": kind.ground}, code="excluded", field="matter")


def move_topic(*, actor: Actor, topic_id: int, move: str, seen: int | None = None, **given: Any) -> Topic:
    """Make one move. `seen` is the version that the actor looked at; two at once: one wins, the other is told.

    Refused: "stale", "denied" (with the reason), "missing" with the field, "not_ready" (what is missing first, in
    words; its first word is the code), and what the move itself asks.
    """
    with transaction.atomic():
        topic = lock_topic(topic_id)
        actor = organisations.fresh(actor)
        step = next((m for m in TOPIC.open_moves(topic.state) if m.name == move), None)
        if step is None or (seen is not None and seen != topic.version):
            raise Refused(_("这个议题刚有人动过，请看最新的情况，再决定。"), code="stale")
        answer = require(actor, step.permit, topic)
        for need in step.needs:
            if given.get(need) in (None, "", (), []):
                raise Refused(_("还缺一项，请补上再送。"), code="missing", field=need)
        change = Change(topic, step, answer.seat, actor, given, clock.now(), topic.state)
        topic.state, topic.version = step.target, topic.version + 1
        _EFFECTS.get(move, _nothing)(change)
        settle(change)
    return topic


def settle(change: Change) -> None:
    """Save the moved topic, set its clock, write its fact and the words that go with it."""
    topic = change.topic
    if not TOPIC.is_open(topic.state):
        topic.closed_at = change.now
    topic.save()
    clocks.set_clock(topic, change.actor, change.given.get("due"))
    fact = TopicMoved(topic.pk, change.step.name, change.source, topic.state, topic.lead_id, topic.into_id)
    append(fact, actor=change.actor, about=topic.ref, seat=change.seat)
    body = change.seat.body_id if change.seat else None
    TopicWord.objects.bulk_create(
        TopicWord(topic=topic, kind=kind, text=text, body_id=body, at=change.now) for kind, text in change.saying
    )


def require_ready(topic: Topic, move: str, **seen: Any) -> None:
    """Refused with the code of the first thing that is missing before the move, all of them in its words."""
    lacking = missing(standing(topic, **seen), move)
    if lacking:
        said = _("还差：%(what)s") % {"what": _("；").join(str(words.MISSING[code]) for code in lacking)}
        raise Refused(said, code=lacking[0], field="")


# --- what each move changes ---


def _nothing(change: Change) -> None:
    """A move that only changes the state."""


def _take_up(change: Change) -> None:
    topic, given = change.topic, change.given
    topic.title = one_line(given["title"])
    topic.matter = given.get("matter", topic.matter)
    kind = table.kind(str(given["kind"]))
    if kind is None or (topic.matter and table.kind_of(topic.matter).code != kind.code):
        raise Refused(_("这类事由谁决定，表里已经定了，请照表选。"), code="wrong_kind", field="kind")
    _check_open(kind, request=topic.origin == "request")
    topic.kind = kind.code
    lead = organisations.body(int(given["lead"]))
    if all(lead.pk != body.pk for body in organisations.bodies_at(topic.place)):
        raise Refused(_("请选管这个地方的单位来牵头。"), code="unknown_body", field="lead")
    topic.lead = lead


def _drop(change: Change) -> None:
    change.saying.append(("reason", clean(change.given["reason"], LONGEST, "reason")))


def _join(change: Change) -> None:
    topic = change.topic
    into = Topic.objects.select_for_update().filter(pk=int(change.given["into"])).first()
    if into is None or into.pk == topic.pk or not TOPIC.is_open(into.state):
        raise Refused(_("请选另一个还没了结的议题。"), code="cannot_join", field="into")
    topic.into = into
    rows = {row.person_id: row for row in topic.signatures.order_by("pk")}
    new = new_signers(into, list(rows))
    Signature.objects.bulk_create(Signature(topic=into, person_id=pk, at=rows[pk].at) for pk in new)
    link(topic.ref, into.ref, "joined")


def _deliberate(change: Change) -> None:
    method = methods().get(str(change.given["method"]))
    if method is None:
        raise Refused(_("请选一种商量的办法。"), code="unknown_method", field="method")
    change.topic.method = method.code
    require_ready(change.topic, "deliberate")


def _back(change: Change) -> None:
    change.saying.append(("reason", clean(change.given["reason"], LONGEST, "reason")))


def _put_to_vote(change: Change) -> None:
    require_ready(change.topic, "put_to_vote")


def _conclude(change: Change) -> None:
    deciding.take_decision(change.topic, change.given, change.actor, change.seat)
    change.topic.decided_at = change.now
    change.saying.append(("text", clean(change.given["text"], LONGEST, "text")))


def _carry_out(change: Change) -> None:
    require_ready(change.topic, "carry_out")
    change.saying.append(("result", clean(change.given["result"], LONGEST, "result")))


def _review(change: Change) -> None:
    if change.given["verdict"] not in words.REVIEWS:
        raise Refused(_("请说解决了没有。"), code="unknown_verdict", field="verdict")
    change.topic.verdict = change.given["verdict"]
    change.saying.append(("review", clean(change.given["review"], LONGEST, "review")))


def publish(*, actor: Actor, topic_id: int) -> Topic:
    """Make a decision public, with its grounds and what the minority said. Refused("not_decided"), "denied"."""
    with transaction.atomic():
        topic = lock_topic(topic_id)
        seat = require(actor, "topic.lead", topic).seat
        if topic.decided_at is None:
            raise Refused(_("还没有决定，没有可公布的。"), code="not_decided")
        if topic.published_at is None:
            topic.published_at, topic.version = clock.now(), topic.version + 1
            topic.save(update_fields=["published_at", "version"])
            fact = DecisionPublished(topic.pk, topic.decision.outcome)
            append(fact, actor=actor, about=topic.ref, seat=seat)
    return topic


_EFFECTS: dict[str, Callable[[Change], None]] = {
    "take_up": _take_up,
    "drop": _drop,
    "join": _join,
    "deliberate": _deliberate,
    "put_to_vote": _put_to_vote,
    "back": _back,
    "conclude": _conclude,
    "carry_out": _carry_out,
    "review": _review,
}
