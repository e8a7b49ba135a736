"""Who may open a reporter's contact because of a case: those who have it, are called to it, or make the call-back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gongzhi.cases.models import Case
from gongzhi.duties import selectors as duties
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import Answer, allowed, denied
from gongzhi.kernel.reference import Ref
from gongzhi.people.permits import CONTACT_ROLES
from gongzhi.people.services import may_open


@may_open("cases.case")
def may_open_contact(actor: Actor, case_id: int, person_id: int) -> Answer:
    """Bodies that handle the open case or take the call-back, and only for its reporter."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None or person_id != case.reporter_id:
        return denied(_("这个人和这件事没有关系。"))
    return may_ask_contact(actor, case)


def may_ask_contact(actor: Actor, case: Case) -> Answer:
    """The same for the reporter of a case just read."""
    if not case.is_open:
        return denied(_("这件事已经办结，不再看联系方式。"))
    handling = {case.holder_id, case.offered_to_id}
    handling |= {call.body_id for call in case.calls.all() if call.ended_at is None}
    about = Ref("cases.case", case.pk)
    handling |= {duty.body_id for duty in duties.clocks_on(about) if duty.kind == "call_back"}
    seat = next((s for s in actor.seats_as(*CONTACT_ROLES) if s.body_id in handling), None)
    return allowed(seat) if seat else denied(_("只有正在办这件事或负责回访的单位能看联系方式。"))
