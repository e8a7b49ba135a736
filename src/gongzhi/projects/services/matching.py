"""A person takes a match that the rules found, or says why not; the reasons of that day are kept with it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.written import clean
from gongzhi.organisations import selectors as organisations
from gongzhi.projects.events.resources import Matched
from gongzhi.projects.models import Match
from gongzhi.projects.rules.need_life import NEED
from gongzhi.projects.selectors import matching as read
from gongzhi.projects.services.needs import lock_need
from gongzhi.projects.services.resources import lock_resource
from gongzhi.record.services import append, link


def accept_match(*, actor: Actor, need_id: int, resource_id: int) -> Match:
    """This resource is for this need; its use is booked apart (`use_resource`). What was declined may be accepted.

    Refused: "unknown", "ended" (the need or the offer is over), "denied".
    """
    return _settle(actor, need_id, resource_id, "agreed", "")


def decline_match(*, actor: Actor, need_id: int, resource_id: int, note: str) -> Match:
    """Not this one, and why. Refused: "missing", "unknown", "ended", "denied"."""
    return _settle(actor, need_id, resource_id, "declined", clean(note, 300, "note"))


def _settle(actor: Actor, need_id: int, resource_id: int, state: str, note: str) -> Match:
    with transaction.atomic():
        need, resource = lock_need(need_id), lock_resource(resource_id)
        row = Match.objects.filter(need=need, resource=resource).first() or Match(need=need, resource=resource)
        seat = require(organisations.fresh(actor), "resource.match", row).seat
        if actor.person_id is None:
            raise Refused(_("这一步要由人来做。"), code="denied")
        if not NEED.is_open(need.state) or resource.state != "offered":
            raise Refused(_("这件需求或者这项资源已经了结，不用再接。"), code="ended")
        row.state, row.note, row.by_id, row.at = state, note, actor.person_id, clock.now()
        row.reasons = _reasons(need, resource.pk)
        row.save()
        if state == "agreed":
            link(resource.ref, need.ref, "matched")
        append(Matched(need.pk, resource.pk, state), actor=actor, about=need.ref, seat=seat)
    return row


def _reasons(need: Any, resource_id: int) -> list[Any]:
    found = read.match_one(need, resource_id)
    return [[code, given] for code, given in (*found.reasons, *found.against)] if found else []
