"""Put evidence for an indicator; confirm it, or not, by somebody of another body."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.assessments import words
from gongzhi.assessments.events import EvidenceChecked, EvidencePut
from gongzhi.assessments.models import Check, Evidence
from gongzhi.assessments.rules.scheme import Indicator, read
from gongzhi.assessments.selectors import evidence
from gongzhi.assessments.services.acts import act_on, line, person_of
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused

MOST, TEXT, PAPER, LARGEST = 500, 500, 200, 10**12


def put_evidence(
    *, actor: Actor, assessment_id: int, indicator: str, kind: str, text: str, paper: str = "",
    amount: int | None = None,
) -> Evidence:  # fmt: skip
    """The organisation shows something for one indicator; also while an appeal is looked at.

    Refused: "unknown_indicator", "kind", "amount" where the indicator counts a number, "too_many", "denied", "stale".
    """
    with act_on(actor, assessment_id, "assessment.put", "opened", "gathering", "appealed") as act:
        one = read(act.row.scheme.content).indicator(indicator)
        _fits(one, kind, amount)
        if Evidence.objects.filter(assessment=act.row).count() >= MOST:
            raise Refused(_("证明太多了，请挑要紧的。"), code="too_many")
        row = Evidence(
            assessment=act.row, indicator=indicator, kind=kind, text=line(text, TEXT, "text"),
            paper=line(paper, PAPER, "paper", missing=False), amount=amount, by_id=person_of(actor),
            body_id=act.row.body_id, at=clock.now(),
        )  # fmt: skip
        row.save()
        if act.row.state == "opened":
            act.row.state = "gathering"
        act.record(EvidencePut(act.row.pk, row.pk, indicator, kind, act.row.state))
    return row


def _fits(one: Indicator | None, kind: str, amount: int | None) -> None:
    if one is None:
        raise Refused(_("方案里没有这个指标，请再选。"), code="unknown_indicator", field="indicator")
    if kind not in one.kinds:
        said = "、".join(str(words.KINDS[k]) for k in one.kinds)
        raise Refused(_("这个指标要的证明是：%(kinds)s。") % {"kinds": said}, code="kind", field="kind")
    if one.rule == "steps" and amount is None:
        raise Refused(_("这个指标看数字，请写上数字。"), code="amount", field="amount")
    if amount is not None and not 0 <= amount <= LARGEST:
        raise Refused(_("数字要从 0 起，不能太大。"), code="amount", field="amount")


def check_evidence(*, actor: Actor, evidence_id: int, confirmed: bool, reason: str = "") -> Check:
    """Say that the evidence shows what it says, or that it does not and why; the last look counts.

    Refused: "same_person" for whoever put it, "denied" for the organisation's own people, "missing" without a reason.
    """
    row = evidence(evidence_id)
    if row is None:
        raise Refused(_("没有这份证明，请回到列表再选。"), code="unknown")
    with act_on(actor, row.assessment_id, "assessment.confirm", "gathering", "appealed") as act:
        person = person_of(actor)
        if person == row.by_id:
            raise Refused(_("自己交的证明要由别人核对。"), code="same_person")
        number = Check.objects.filter(evidence=row).count()
        made = Check(
            evidence=row, number=number + 1, confirmed=confirmed, by_id=person, put_by_id=row.by_id,
            body_id=act.seat.body_id if act.seat else act.row.by_body_id, put_body_id=row.body_id, at=clock.now(),
            reason=line(reason, 300, "reason", missing=not confirmed),
        )  # fmt: skip
        made.save()
        act.record(EvidenceChecked(act.row.pk, row.pk, confirmed, number > 0))
    return made


def confirm_evidence(*, actor: Actor, evidence_id: int) -> Check:
    """Confirm one piece of evidence; as `check_evidence`."""
    return check_evidence(actor=actor, evidence_id=evidence_id, confirmed=True)
