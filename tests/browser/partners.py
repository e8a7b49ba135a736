"""An assessed organisation, a call with its result, a canteen with its logs, and a workspace, to be looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.browser.town import COMMUNITY, Town
from tests.projects.partners_world import MARKS, member, scheme
from tests.world import MONDAY, SETUP

from gongzhi.assessments import services as assessments
from gongzhi.kernel import clock
from gongzhi.kernel.reference import Ref
from gongzhi.organisations import services as seats
from gongzhi.projects import services
from gongzhi.projects.models import OpeningLog, Proposal, VentureCall

LEVEL = {"week": {str(n): [[540, 1080]] for n in range(1, 6)}, "closed": [], "least": [95, 100], "grace": 10,
         "deduct": 5_000}  # fmt: skip

NUMBERS = ("partner_assessment", "partner_workspace", "partner_call", "partner_facility")
# What people wrote, and what a scheme or a call calls its own parts.
SAID = (
    "办了九次活动", "短方案", "活动", "老人家的灯要换", "独居老人的灯", "为老服务微创投", "一年以内做完", "需要不需要",
    "做得成做不成", "陪诊", "每周两次", "南油长者饭堂", "协议 5 号", "社员",
)  # fmt: skip


def held(town: Town) -> dict[str, Any]:
    """The numbers by what they are."""
    street = town.world
    one, two, officer = street.actor("secretary"), street.actor("worker"), street.actor("officer")
    body, place = street.body_of("secretary").pk, street.places[COMMUNITY].pk
    org = seats.create_body(actor=SETUP, kind="social_org", name="邻里互助社", place_id=place)
    today = clock.today().date()
    period = (today - timedelta(days=365), today)
    row = assessments.open_assessment(actor=officer, body_id=org.pk, scheme_id=scheme(street).pk, period=period)
    shown = assessments.put_evidence(
        actor=member(org.pk), assessment_id=row.pk, indicator="n", kind="figure", text="办了九次活动",
        amount=MARKS["4A"],
    )  # fmt: skip
    assessments.confirm_evidence(actor=two, evidence_id=shown.pk)
    assessments.grade(actor=officer, assessment_id=row.pk)
    assessments.notice(actor=officer, assessment_id=row.pk)
    work = services.open_workspace(
        actor=one, about=Ref("cases.case", town.case().pk), body_id=body, place_id=place, title="独居老人的灯"
    )
    services.join_lane(actor=one, workspace_id=work.pk, lane="community", body_id=body)
    services.act_in_lane(actor=one, workspace_id=work.pk, act="raise", text="老人家的灯要换")
    return {"assessment": row.pk, "workspace": work.pk, "call": _call(org.pk, body, place, one.person_id),
            "facility": _canteen(one, two, body, place, org.pk)}  # fmt: skip


def _call(org: int, body: int, place: int, by: int) -> int:
    file = {
        "criteria": [{"key": "c1", "name": "需要不需要", "most": 40},
                     {"key": "c2", "name": "做得成做不成", "most": 60}],
        "budget": 10_000_000, "threshold": 60, "left_out": [{"scorer": "S4", "why": "declared"}],
        "proposals": [{"code": "K7M2", "amount": 4_000_000, "body": "邻里互助社", "title": "陪诊"}],
        "sheets": {f"S{n}": {"K7M2": {"c1": 30, "c2": 45}} for n in (1, 2, 3)},
    }  # fmt: skip
    call = VentureCall.objects.create(
        place_id=place, body_id=body, title="为老服务微创投", text="一年以内做完", criteria=file["criteria"],
        budget=10_000_000, most=5_000_000, threshold=60, tranches=[60, 40], closes=MONDAY, opened_at=MONDAY,
        state="awarded", awarded_at=MONDAY, file=file, digest="0" * 64,
    )  # fmt: skip
    Proposal.objects.create(
        call=call, body_id=org, code="K7M2", title="陪诊", text="每周两次", amount=4_000_000, by_id=by, at=MONDAY
    )
    return int(call.pk)


def _canteen(one: Any, two: Any, body: int, place: int, org: int) -> int:
    row = services.register_facility(actor=one, body_id=body, place_id=place, kind="canteen", name="南油长者饭堂")
    today = clock.today().date()
    drawn = services.draw_agreement(
        actor=one, facility_id=row.pk, operator_id=org, since=today.replace(day=1), until=today + timedelta(days=90),
        level=LEVEL, subsidy=300_000, paper="协议 5 号",
    )  # fmt: skip
    services.settle_agreement(actor=two, agreement_id=drawn.pk, sign=True)
    by = {"agreement": drawn, "kind": "open", "by_id": one.person_id, "at": clock.now()}
    OpeningLog.objects.create(day=today.replace(day=1), start=600, end=1080, **by)
    return int(row.pk)
