"""An operator lends a temporary password to somebody within their reach; people keeps it, offices say who may."""

from __future__ import annotations

from django.db import transaction

from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import require
from gongzhi.organisations.selectors import actor_for, fresh
from gongzhi.people import services as people


@transaction.atomic
def lend_password(*, actor: Actor, person_id: int) -> str:
    """The temporary password, told this once. Refused: "denied" with the reason, "no_account"."""
    actor = fresh(actor)
    require(actor, "organisations.lend_password", actor_for(person_id))
    return people.lend_password(actor=actor, person_id=person_id)
