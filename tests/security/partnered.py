"""One of everything that is done with partners, so that all its addresses are walked by those whom they must refuse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.world import MONDAY, SETUP, World

from gongzhi.kernel.reference import Ref
from gongzhi.organisations import services as seats
from gongzhi.projects import services
from gongzhi.projects.models import Bid, Proposal, Tender, Tranche
from gongzhi.projects.services import NewCall

LEVEL = {"week": {"1": [[540, 1080]]}, "closed": [], "least": [95, 100], "grace": 10, "deduct": 0}


def partnered(street: World, project_id: int) -> dict[str, int]:
    """The numbers by the names that addresses give them; the purchase stands on a project that is there already."""
    one, body, place = street.actor("secretary"), street.body_of("secretary").pk, street.places["440305007010"].pk
    org = seats.create_body(actor=SETUP, kind="social_org", name="长者助餐社", place_id=place)
    by = {"body_id": org.pk, "by_id": one.person_id, "at": MONDAY}
    call = services.open_call(
        actor=one, body_id=body, place_id=place,
        new=NewCall("微创投", "为老服务", (("要紧", 100),), 100, 100, MONDAY + timedelta(days=1)),
    )  # fmt: skip
    proposal = Proposal.objects.create(call=call, code="ABCD", title="陪诊", text="每周两次", amount=100, **by)
    part = Tranche.objects.create(proposal=proposal, position=1, amount=100)
    tender = Tender.objects.create(
        project_id=project_id, basis="inquiry", paper="计划 9 号", grades=["5A"], closes=MONDAY, state="closed",
        published_at=MONDAY,
    )  # fmt: skip
    bid = Bid.objects.create(tender=tender, price=100, text="每周三次", grade="5A", assessment_id=1, **by)
    return {
        "venture_id": call.pk, "tranche_id": part.pk, "tender_id": tender.pk, "bid_id": bid.pk,
        **_facility(one, body, place, org.pk), **_workspace(street, one, body, place, org.pk),
    }  # fmt: skip


def _facility(one: Any, body: int, place: int, org: int) -> dict[str, int]:
    row = services.register_facility(actor=one, body_id=body, place_id=place, kind="canteen", name="长者饭堂")
    drawn = services.draw_agreement(
        actor=one, facility_id=row.pk, operator_id=org, since=date(2026, 9, 7), until=date(2027, 9, 6), level=LEVEL,
        subsidy=0, paper="5 号",
    )  # fmt: skip
    return {"facility_id": row.pk, "agreement_id": drawn.pk}


def _workspace(street: World, one: Any, body: int, place: int, org: int) -> dict[str, int]:
    case = street.report()
    row = services.open_workspace(
        actor=one, about=Ref("cases.case", case.pk), body_id=body, place_id=place, title="独居老人的灯"
    )
    party = services.join_lane(actor=one, workspace_id=row.pk, lane="social_org", body_id=org)
    return {"workspace_id": row.pk, "party_id": party.pk, "about_id": case.pk}
