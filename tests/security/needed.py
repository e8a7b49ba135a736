"""A need that waits, one listed, a resource and its use, a check-in with its claim, all walked by strangers too."""

from __future__ import annotations

from datetime import timedelta

from tests.world import World

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.people import services as people
from gongzhi.projects import services as projects

# Said by a resident, not looked at yet: only they and the desk may read it.
WAITING = "三单元无障碍坡道"


def needed(street: World) -> dict[str, int]:
    """The numbers by the names that addresses give them."""
    place, worker = street.places["440305007010"].pk, street.actor("worker")
    resident = Actor(person_id=people.reporter(phone="13644440000").pk)
    need = projects.raise_need(actor=resident, place_id=place, title=WAITING, purpose="facilities")
    listed = projects.raise_need(actor=worker, place_id=place, title="放学后写作业的地方", purpose="children")
    new = projects.NewOffer("place", "教室", "children", 1, "room", clock.today().date() + timedelta(days=30))
    row = projects.offer_resource(actor=worker, place_id=place, body_id=street.body_of("worker").pk, new=new)
    projects.accept_match(actor=worker, need_id=listed.pk, resource_id=row.pk)
    unit = {"place_id": place, "body_id": street.body("property_company").pk}
    came = projects.check_in(actor=street.actor("manager"), **unit)
    claim = projects.claim_need(actor=street.actor("manager"), registration_id=came.pk, need_id=listed.pk)
    return {"need_id": need.pk, "resource_id": row.pk, "registration_id": came.pk, "claim_id": claim.pk}
