"""Put needs that say the same together, and take them apart again with every count as it was."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.projects.models import Merging, Need
from gongzhi.projects.services.needs import lock_need, step
from gongzhi.projects.services.needs_people import family, recount
from gongzhi.record.services import link


def merge_needs(*, actor: Actor, need_id: int, into_id: int) -> Need:
    """Put a need together with another one that stays on the list; returns that one with everybody counted once.

    Nobody's voice is moved: it stays where it was given. Refused: "cannot_join" (itself, one that has ended or is put
    together with something else already), "stale", "denied" at either place.
    """
    with transaction.atomic():
        held = {
            pk: lock_need(pk) for pk in sorted({need_id, into_id})
        }  # always in this order: nobody waits in a circle
        need, into = held[need_id], held[into_id]
        if need.pk == into.pk or into.root_id is not None or into.state not in ("listed", "planned", "later"):
            raise Refused(_("请选另一件还在清单上的需求。"), code="cannot_join", field="into")
        require(actor, "need.sort", into)
        if need.state == "raised":
            step(actor=actor, need=need, move="list")
        below = family(need)
        need.into, need.root = into, into
        step(actor=actor, need=need, move="join", into=into.pk)
        Need.objects.filter(pk__in=below).exclude(pk=need.pk).update(root=into)
        Merging.objects.create(need=need, into=into, at=clock.now())
        link(need.ref, into.ref, "joined")
        recount(into)
    return into


def unmerge_need(*, actor: Actor, need_id: int, reason: str) -> Need:
    """Take a need out of what it was put together with: it is on the list by itself, with its own count, and with what
    had been put together under it. Refused: "stale" (it stands by itself), "missing", "denied".
    """
    with transaction.atomic():
        root_id = Need.objects.filter(pk=need_id).values_list("root_id", flat=True).first()
        held = {pk: lock_need(pk) for pk in sorted({need_id, root_id or need_id})}
        need, root = held[need_id], held[root_id or need_id]
        if need.root_id != root_id or root_id is None:
            raise Refused(_("这件需求刚有人动过，请看最新的情况，再决定。"), code="stale")
        below = [pk for pk in family(need) if pk != need.pk]
        need.into, need.root = None, None
        step(actor=actor, need=need, move="split", reason=reason)
        Need.objects.filter(pk__in=below).update(root=need)
        Merging.objects.filter(need=need, undone_at=None).update(undone_at=clock.now())
        recount(need)
        recount(root)
    return need
