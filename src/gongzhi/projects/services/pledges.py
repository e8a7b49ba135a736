"""A pledge of money that comes in: booked into its fund with the pledge named as source, once, and never beyond it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import services as ledger
from gongzhi.projects.events.resources import ResourceReturned, ResourceUsed
from gongzhi.projects.models import Booking, Resource
from gongzhi.projects.selectors.resources import ENTRY
from gongzhi.projects.services.project_acts import clean
from gongzhi.projects.services.resources import lock_resource, take
from gongzhi.record.services import append, link

PAPER = 60
CLOCK = system("projects.pledges")


def receive_pledge(*, actor: Actor, resource_id: int, amount: int, paper: str) -> Booking:
    """So many fen of a pledge came in, by the paper of the bank: an entry in the fund, and as much used of the pledge.

    The same paper again is the same money. Refused: "not_pledge", "ended", "full" (over what is left of the pledge;
    exactly that is allowed), "missing" (no paper), and what the ledger refuses: "denied" for whoever does not keep the
    fund, "outside_purpose", "not_money", "key_taken" (the paper stands for another amount), "reversed" (its
    entry was undone).
    """
    with transaction.atomic():
        row = lock_resource(resource_id)
        if row.kind != "money" or row.fund_id is None:
            raise Refused(_("这一项不是认的钱。"), code="not_pledge")
        slip = clean(paper, PAPER, "paper")
        entry = ledger.receive(
            actor=actor, fund_id=row.fund_id, purpose=row.fund_purpose, amount=amount, giver_body_id=row.body_id,
            paper=slip, key=f"pledge {row.pk} {slip}", about=row.ref,
        )  # fmt: skip
        known = Booking.objects.filter(resource=row, about_label=ENTRY, about_id=entry.pk).first()
        if known is not None and known.state != "booked":
            raise Refused(_("这张单据的钱已经冲正了，请写新的单据号。"), code="reversed", field="paper")
        return known or _came_in(actor, row, Ref(ENTRY, entry.pk), amount)


def _came_in(actor: Actor, row: Resource, entry: Ref, amount: int) -> Booking:
    if row.state != "offered" or clock.today().date() >= row.until:
        raise Refused(_("这项资源到期或者收回了，不能再用。"), code="ended")
    take(row, range(1), amount)
    made = Booking.objects.create(
        resource=row, about_label=entry.label, about_id=entry.id, amount=amount, at=clock.now(), by_id=actor.person_id
    )
    link(row.ref, entry, "received")
    append(ResourceUsed(made.pk, row.pk, str(entry), amount), actor=actor, about=row.ref)
    return made


def note_reversed(entry_id: int) -> None:
    """The entry was undone: as much of the pledge is still to come. For the reaction; again: nothing."""
    with transaction.atomic():
        found = Booking.objects.filter(about_label=ENTRY, about_id=entry_id, state="booked").first()
        if found is None:
            return
        row = lock_resource(found.resource_id)
        found = Booking.objects.select_for_update().get(pk=found.pk)
        if found.state != "booked":
            return
        back, found.amount = found.amount, 0
        take(row, range(1), -back)
        found.state, found.returned_at = "returned", clock.now()
        found.save(update_fields=["amount", "state", "returned_at"])
        append(ResourceReturned(found.pk, row.pk, back), actor=CLOCK, about=row.ref)
