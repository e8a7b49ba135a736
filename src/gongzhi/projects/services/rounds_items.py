"""Proposals of a round: put one forward, stand behind it, cost it by two persons, refuse it with a reason, merge it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock, money
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.permit import require
from gongzhi.kernel.written import clean
from gongzhi.people import selectors as people
from gongzhi.places import selectors as places
from gongzhi.projects import words
from gongzhi.projects.events.rounds import ItemMoved, ItemProposed, ItemSupported
from gongzhi.projects.models.needs import Need
from gongzhi.projects.models.rounds import ItemSupport, Round, RoundItem, RoundItemNeed
from gongzhi.projects.rules.rounds import ITEM, OPEN_FOR_CHECKS, over_cap, whole_yuan
from gongzhi.projects.selectors.rounds import cap_of, item_kinds, supporters_of
from gongzhi.projects.services.needs import raise_need
from gongzhi.projects.services.rounds import amount_of, lock_round, say
from gongzhi.projects.words import rounds as said
from gongzhi.record.services import append, link

TITLE, TEXT, WHERE = 60, 2000, 80
LIVE_NEEDS = ("raised", "listed", "later", "planned")


def propose_item(
    *, actor: Actor, round_id: int, title: str, text: str, purpose: str = "", where: str = "",
    place_id: int | None = None, asked: int | str | None = None, needs: Sequence[int] = (),
) -> RoundItem:  # fmt: skip
    """Put something forward while the round collects; it answers the `needs`, or makes one of its own.

    `asked` is what the proposer thinks it costs. Refused: "closed" (also for the desk), "denied", "missing",
    "too_long", "already" (sent twice), "place" (outside the round's area), "purpose", "unknown_need", "not_money".
    """
    wish = _wish(title, text, where, asked)
    with transaction.atomic():
        found = lock_round(round_id)
        require(actor, "round.propose", found)
        _still_collecting(found)
        _not_twice(found, actor, wish["title"])
        answered = _needs(found, needs)
        purpose = purpose or (answered[0].purpose if answered else "")
        if purpose not in words.PURPOSES:
            raise Refused(_("请选它是为了什么。"), code="purpose", field="purpose")
        last = RoundItem.objects.filter(round=found).order_by("-number").first()
        item = RoundItem.objects.create(
            round=found, number=last.number + 1 if last else 1, place=_served(found, place_id), purpose=purpose,
            by_id=actor.person_id, at=clock.now(), **wish,
        )  # fmt: skip
        _join_needs(actor, item, answered)
        if actor.person_id is not None:
            ItemSupport.objects.create(item=item, person_id=actor.person_id, at=item.at)
        link(found.ref, item.ref, "proposed")
        append(ItemProposed(found.pk, item.pk), actor=actor, about=item.ref)
    return item


def _wish(title: str, text: str, where: str, asked: int | str | None) -> dict[str, Any]:
    where = " ".join(where.split())
    if len(where) > WHERE:
        raise Refused(_("太长了，请写短一点。"), code="too_long", field="where")
    return {
        "title": clean(" ".join(title.split()), TITLE, "title"), "text": clean(text, TEXT, "text"), "where": where,
        "asked": None if asked in (None, "") else amount_of(asked, "asked"),
    }  # fmt: skip


def _still_collecting(found: Round) -> None:
    if found.state != "collecting" or found.proposals_close is None or clock.now() > found.proposals_close:
        raise Refused(_("这一轮的征集已经截止，或者还没开始。"), code="closed")


def _not_twice(found: Round, actor: Actor, title: str) -> None:
    """A form that was sent twice is one proposal."""
    same = RoundItem.objects.filter(round=found, by_id=actor.person_id, title=title, state="proposed")
    if actor.person_id is not None and same.exists():
        raise Refused(_("这一件您已经提过了。"), code="already", field="title")


def _served(found: Round, place_id: int | None) -> Any:
    if place_id is None:
        return found.place
    place = places.get(place_id)
    if not place.path.startswith(found.place.path):
        raise Refused(_("请选这一轮范围里的地方。"), code="place", field="place")
    return place


def _needs(found: Round, ids: Sequence[int]) -> list[Need]:
    """The needs that a proposal answers: open ones, of the round's area or of what holds it."""
    rows = list(Need.objects.select_related("place").filter(pk__in=list(ids), state__in=LIVE_NEEDS).order_by("pk"))
    near = [n for n in rows if places.nested(n.place.path, found.place.path)]
    if len(near) != len(set(ids)):
        raise Refused(_("有的需求不在这里的清单上，或者已经了结。"), code="unknown_need", field="needs")
    return near


def _join_needs(actor: Actor, item: RoundItem, answered: list[Need]) -> None:
    if not answered:
        made = raise_need(
            actor=actor, place_id=item.place_id, title=item.title, text=item.text, purpose=item.purpose,
            source=item.ref, origin="staff" if actor.is_staff else "resident",
        )  # fmt: skip
        answered = [made]
    for need in answered:
        RoundItemNeed.objects.create(item=item, need=need)
        link(need.ref, item.ref, "answered_by")


# --- standing behind it ---


def support_item(*, actor: Actor, item_id: int) -> int:
    """Stand behind a proposal, once however often it is said; who is behind a merged one is behind where it went.

    Returns how many distinct people stand behind it now. Refused: "closed" after the costs are settled, "denied".
    """
    with transaction.atomic():
        item, person = _supportable(actor, item_id)
        made = ItemSupport.objects.get_or_create(item=item, person_id=person, defaults={"at": clock.now()})[1]
        many = supporters_of(item)
        if made:
            append(ItemSupported(item.pk, many), actor=actor, about=item.ref)
    return many


def unsupport_item(*, actor: Actor, item_id: int) -> int:
    """No more; the same person by another browser with the same telephone too. Returns how many are left."""
    with transaction.atomic():
        item, person = _supportable(actor, item_id)
        held = list(ItemSupport.objects.filter(item=item).values_list("person_id", flat=True))
        same = people.one_each([*held, person])
        mine = [pk for pk in held if same[pk] == same[person]]
        gone = ItemSupport.objects.filter(item=item, person_id__in=mine).delete()[0]
        many = supporters_of(item)
        if gone:
            append(ItemSupported(item.pk, many), actor=actor, about=item.ref)
    return many


def _supportable(actor: Actor, item_id: int) -> tuple[RoundItem, int]:
    item, found = lock_item(item_id)
    if item.state == "merged" and item.into_id is not None:
        item = RoundItem.objects.get(pk=item.into_id)
    require(actor, "round.propose", found)
    if found.state not in OPEN_FOR_CHECKS or not ITEM.is_open(item.state):
        raise Refused(_("这一步已经过了，现在不能再点支持。"), code="closed")
    return item, int(actor.person_id or 0)


def lock_item(item_id: int) -> tuple[RoundItem, Round]:
    """A proposal with its round locked: whoever moves the round, or another of its proposals, waits."""
    round_id = RoundItem.objects.filter(pk=item_id).values_list("round_id", flat=True).first()
    if round_id is None:
        raise Refused(_("没有这个提案，请回到列表再选。"), code="unknown")
    found = lock_round(round_id)
    item = RoundItem.objects.select_related("place").get(pk=item_id)
    item.round = found
    return item, found


# --- what the desk does ---


@dataclass
class Step:
    """A move of a proposal in the making."""

    item: RoundItem
    round: Round
    move: Move
    actor: Actor
    seat: Seat | None
    given: dict[str, Any]
    now: datetime
    kind: str = ""
    text: str = ""


def move_item(*, actor: Actor, item_id: int, move: str, seen: int | None = None, **given: Any) -> RoundItem:
    """One move of a proposal, while its round collects or checks: cost, admit, refuse, merge, unmerge, take_back …

    Refused: "stale", "denied", "missing", and what the move asks: "over_cap", "over_budget", "whole_yuan",
    "not_money", "unknown_kind", "second_person", "ground", "cannot_merge".
    """
    if move not in _EFFECTS:
        raise _stale()
    with transaction.atomic():
        item, found = lock_item(item_id)
        step = next((m for m in ITEM.open_moves(item.state) if m.name == move), None)
        if step is None or found.state not in OPEN_FOR_CHECKS or (seen is not None and seen != item.version):
            raise _stale()
        seat = require(actor, step.permit, item if step.permit == "round.own" else found).seat
        for need in step.needs:
            if given.get(need) in (None, ""):
                raise Refused(_("还缺一项，请补上再送。"), code="missing", field=need)
        making = Step(item, found, step, actor, seat, given, clock.now())
        item.state, item.version = step.target, item.version + 1
        _EFFECTS[move](making)
        record_item(making)
    return item


def record_item(making: Step) -> None:
    """Save a moved proposal with its fact and its words."""
    item = making.item
    item.save()
    fact = ItemMoved(making.round.pk, item.pk, making.move.name, item.state, item.cost, item.ground, item.into_id)
    append(fact, actor=making.actor, about=item.ref, seat=making.seat)
    if making.text:
        say(making.round, making.kind, making.text, item)


def _stale() -> Refused:
    return Refused(_("这个提案刚有人动过，或者这一步已经过了。请看最新的再办。"), code="stale")


def check_cost(
    *, actor: Actor, item_id: int, cost: int | str, kind: str, note: str, seen: int | None = None
) -> RoundItem:
    """Write down what it costs (fen, or as people write it), of which kind it is, and how that was worked out."""
    return move_item(actor=actor, item_id=item_id, move="cost", seen=seen, cost=cost, kind=kind, note=note)


def admit_item(*, actor: Actor, item_id: int, seen: int | None = None) -> RoundItem:
    """Another person agrees with the cost: the proposal stands on the ballot. Refused("second_person")."""
    return move_item(actor=actor, item_id=item_id, move="admit", seen=seen)


def refuse_item(*, actor: Actor, item_id: int, ground: str, note: str, seen: int | None = None) -> RoundItem:
    """Not on the ballot: a ground from the list and a sentence that everybody reads."""
    return move_item(actor=actor, item_id=item_id, move="refuse", seen=seen, ground=ground, note=note)


def merge_items(*, actor: Actor, item_id: int, into_id: int, note: str) -> RoundItem:
    """Put a proposal together with another of the round; its supporters count there, each person once."""
    return move_item(actor=actor, item_id=item_id, move="merge", into=into_id, note=note)


def unmerge_items(*, actor: Actor, item_id: int, note: str) -> RoundItem:
    """Take them apart again: everybody's voice is with the proposal for which it was given."""
    return move_item(actor=actor, item_id=item_id, move="unmerge", note=note)


def _cost(step: Step) -> None:
    item, given = step.item, step.given
    if given["kind"] not in item_kinds():
        raise Refused(_("请选它是工程、服务还是货物。"), code="unknown_kind", field="kind")
    cost = amount_of(given["cost"], "cost")
    if not whole_yuan(cost):
        raise Refused(_("投票按整元分，请写整元。"), code="whole_yuan", field="cost")
    if cost > step.round.budget:
        raise Refused(
            _("这一件就超过全部的钱（%(sum)s 元），上不了票。") % {"sum": money.yuan(step.round.budget)},
            code="over_budget", field="cost",
        )  # fmt: skip
    cap = cap_of(given["kind"], step.now.date())
    if over_cap(cost, cap):
        raise Refused(
            _("这一类单个项目最多 %(cap)s 元，多一分也不行。") % {"cap": money.yuan(cap or 0)},
            code="over_cap", field="cost",
        )  # fmt: skip
    item.cost, item.kind, item.costed_by_id, item.admitted_by = cost, given["kind"], step.actor.person_id, None
    step.kind, step.text = "cost", clean(given["note"], TEXT, "note")


def _admit(step: Step) -> None:
    if step.item.costed_by_id is None or people.distinct_people([step.item.costed_by_id, _person(step)]) == 1:
        raise Refused(_("花费是您核的，请另一个人来核对。"), code="second_person")
    step.item.admitted_by_id = _person(step)


def _person(step: Step) -> int:
    return int(step.actor.person_id or 0)


def _refuse(step: Step) -> None:
    if step.given["ground"] not in said.REFUSALS:
        raise Refused(_("请从表里选一个理由。"), code="ground", field="ground")
    step.item.ground = step.given["ground"]
    step.kind, step.text = "refused", clean(step.given["note"], TEXT, "note")


def _look_again(step: Step) -> None:
    step.item.ground, step.item.admitted_by = "", None
    step.kind, step.text = "again", clean(step.given["note"], TEXT, "note")


def _merge(step: Step) -> None:
    into = RoundItem.objects.filter(pk=int(step.given["into"]), round=step.round).first()
    if into is None or into.pk == step.item.pk or not ITEM.is_open(into.state) or step.item.joined_here.exists():
        why = _("请选这一轮里另一个还在的提案。别的提案已经并进来的，先拆开。")
        raise Refused(why, code="cannot_merge", field="into")
    step.item.into = into
    step.kind, step.text = "merged", clean(step.given["note"], TEXT, "note")
    link(step.item.ref, into.ref, "merged")


def _unmerge(step: Step) -> None:
    step.item.into = None
    step.kind, step.text = "unmerged", clean(step.given["note"], TEXT, "note")


def _take_back(step: Step) -> None:
    if step.item.joined_here.exists():
        raise Refused(_("有别的提案并在里面，请社区先拆开。"), code="cannot_merge")


_EFFECTS: dict[str, Callable[[Step], None]] = {
    "cost": _cost,
    "admit": _admit,
    "refuse": _refuse,
    "look_again": _look_again,
    "merge": _merge,
    "unmerge": _unmerge,
    "take_back": _take_back,
}
