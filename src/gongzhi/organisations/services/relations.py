"""Relations between bodies, and the two strict trees: a body in a tree always has its one upper body."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import words
from gongzhi.organisations.events import Related, RelationEnded
from gongzhi.organisations.models import Body, Relation
from gongzhi.organisations.permits import Office
from gongzhi.organisations.rules import fits, ids_on
from gongzhi.organisations.selectors import bodies_within
from gongzhi.record import services as record


def _today() -> date:
    return clock.today().date()


def _pair(upper_id: int, lower_id: int) -> tuple[Body, Body]:
    """Both bodies, locked in one order so that two editors cannot wait for each other."""
    locked = Body.objects.select_for_update(of=("self",)).select_related("place").order_by("pk")
    found = {b.pk: b for b in locked.filter(pk__in=(upper_id, lower_id))}
    if len(found) != len({upper_id, lower_id}):
        raise Refused(_("没有这个单位"), code="unknown_body")
    if upper_id == lower_id:
        raise Refused(_("一个单位不能和自己建立关系"), code="of_two")
    return found[upper_id], found[lower_id]


def _stands(body: Body, since: date) -> bool:
    return body.since <= since and (body.until is None or body.until > since)


def _running(kind: str, since: date, **which: Any) -> Any:
    return Relation.objects.filter(Q(until__isnull=True) | Q(until__gt=since), kind=kind, **which)


@transaction.atomic
def relate(
    *,
    actor: Actor,
    kind: str,
    upper_id: int,
    lower_id: int,
    since: date | None = None,
    until: date | None = None,
    source: str = "",
) -> Relation:
    """Two bodies stand in a relation from `since` (default: today).

    Refused: "unknown_kind", "unknown_body", "of_two", "not_standing", "again"; in a tree also "level", "area",
    "has_upper", "rootless" and "orphan" (a relation in a tree has no planned end).
    """
    if kind not in words.RELATIONS:
        raise Refused(_("没有这种关系"), code="unknown_kind", field="kind")
    upper, lower = _pair(upper_id, lower_id)
    answer = require(actor, "organisations.register", Office(lower.place.path))
    start = since or _today()
    if not (_stands(upper, start) and _stands(lower, start)):
        raise Refused(_("这一天两个单位要都在"), code="not_standing", field="since")
    if _running(kind, start, upper=upper, lower=lower).exists():
        raise Refused(_("这个关系已经登记了"), code="again")
    if kind in words.TREES:
        _check_place_in_tree(kind, upper, lower, start, until)
    made = Relation.objects.create(kind=kind, upper=upper, lower=lower, since=start, until=until, source=source)
    _say(actor, made, answer.seat)
    return made


def _say(actor: Actor, made: Relation, seat: Any) -> None:
    fact = Related(made.pk, made.kind, made.upper_id, made.lower_id, made.since.isoformat())
    record.append(fact, actor=actor, about=made, seat=seat)


def _check_place_in_tree(kind: str, upper: Body, lower: Body, since: date, until: date | None) -> None:
    _check_fit(kind, upper, lower)
    if until is not None:
        raise Refused(_("上级只能更换，不能到期就没有"), code="orphan", field="until")
    if _running(kind, since, lower=lower).exists():
        raise Refused(_("这个单位已经有上级，请用更换上级"), code="has_upper")
    _check_rooted(kind, upper, since)


def _check_fit(kind: str, upper: Body, lower: Body) -> None:
    if not fits(words.TREES[kind], upper.kind, lower.kind):
        raise Refused(_("上下级要紧挨着，不能跳级"), code="level")
    if not lower.place.path.startswith(upper.place.path):
        raise Refused(_("下级的地方要在上级的地方里面"), code="area")


def _check_rooted(kind: str, upper: Body, since: date) -> None:
    rooted = upper.kind == words.TREES[kind][0] or _running(kind, since, lower=upper, since__lte=since).exists()
    if not rooted:
        raise Refused(_("这个上级自己还没有上级，请从上往下登记"), code="rootless")


@transaction.atomic
def move_in_tree(*, actor: Actor, kind: str, lower_id: int, upper_id: int, on: date | None = None) -> Relation:
    """A body gets another upper body from the day on; the change leaves no day without one.

    Refused: as `relate`, and "no_upper" when the body is not in the tree, "past" for a day before the present upper.
    """
    upper, lower = _pair(upper_id, lower_id)
    answer = require(actor, "organisations.register", Office(lower.place.path))
    day = on or _today()
    old = _running(kind, day, lower=lower).order_by("-since").first()
    if old is None:
        raise Refused(_("这个单位还没有上级，请先登记"), code="no_upper")
    if old.upper_id == upper.pk:
        raise Refused(_("这已经是它的上级"), code="again")
    if day < old.since:
        raise Refused(_("更换的日子不能早于现在的上级开始的日子"), code="past", field="on")
    _check_fit(kind, upper, lower)
    if not _stands(upper, day):
        raise Refused(_("这一天两个单位要都在"), code="not_standing", field="on")
    _check_rooted(kind, upper, day)
    return _moved(actor, old, upper, day, answer.seat)


def _moved(actor: Actor, old: Relation, upper: Body, day: date, seat: Any) -> Relation:
    if old.since == day:  # put right on the same day: nobody ever stood under the first one
        old.upper = upper
        old.save(update_fields=["upper"])
        _say(actor, old, seat)
        return old
    old.until = day
    old.save(update_fields=["until"])
    record.append(RelationEnded(old.pk, old.kind, day.isoformat()), actor=actor, about=old, seat=seat)
    made = Relation.objects.create(kind=old.kind, upper=upper, lower_id=old.lower_id, since=day)
    _say(actor, made, seat)
    return made


@transaction.atomic
def end_relation(*, actor: Actor, relation_id: int, on: date | None = None) -> None:
    """A relation ends on the day. Refused: "orphan" in a tree (move the body instead), "ended", "past"."""
    row = Relation.objects.select_for_update(of=("self",)).select_related("lower__place").get(pk=relation_id)
    answer = require(actor, "organisations.register", Office(row.lower.place.path))
    day = on or _today()
    if row.kind in words.TREES:
        raise Refused(_("上级只能更换，不能没有"), code="orphan")
    if row.until is not None and row.until <= day:
        raise Refused(_("这个关系已经结束了"), code="ended")
    if day <= row.since:
        raise Refused(_("结束的日子要晚于开始的日子"), code="past", field="on")
    row.until = day
    row.save(update_fields=["until"])
    record.append(RelationEnded(row.pk, row.kind, day.isoformat()), actor=actor, about=row, seat=answer.seat)


@transaction.atomic
def link_tree(*, actor: Actor, kind: str, place: Any, on: date | None = None) -> int:
    """Put the bodies inside a place that are not in the tree yet under the bodies that serve their places; how many."""
    answer = require(actor, "organisations.register", Office(place.path))
    found = list(bodies_within(place, words.TREES[kind][1:], on or _today()))
    return len(join_trees(actor, found, kind=kind, seat=answer.seat))


def join_trees(actor: Actor, bodies: Iterable[Body], *, kind: str = "", seat: Any = None) -> list[Relation]:
    """Give each body the upper body that serves its place, level by level from the top; those without stay outside.

    Two queries and one insert for every level, whatever the number of bodies.
    """
    made: list[Relation] = []
    rows = list(bodies)
    for tree in [kind] if kind else words.TREES:
        for upper_kind, lower_kind in zip(words.TREES[tree], words.TREES[tree][1:], strict=False):
            made += _join_level(tree, upper_kind, [b for b in rows if b.kind == lower_kind])
    for one in made:
        _say(actor, one, seat)
    return made


def _join_level(tree: str, upper_kind: str, lowers: list[Body]) -> list[Relation]:
    if not lowers:
        return []
    has_upper = set(Relation.objects.filter(kind=tree, lower__in=lowers).values_list("lower_id", flat=True))
    places = {pk for body in lowers for pk in ids_on(body.place.path)}
    uppers = Body.objects.active().filter(kind=upper_kind, place_id__in=places)
    if upper_kind != words.TREES[tree][0]:
        uppers = uppers.filter(upward__kind=tree, upward__until__isnull=True)
    at = {body.place_id: body for body in uppers.order_by("-id")}
    made = []
    for lower in lowers:
        upper = next((at[pk] for pk in reversed(ids_on(lower.place.path)) if pk in at), None)
        if upper is not None and lower.pk not in has_upper:
            made.append(Relation(kind=tree, upper=upper, lower=lower, since=max(upper.since, lower.since)))
    return Relation.objects.bulk_create(made, batch_size=500)
