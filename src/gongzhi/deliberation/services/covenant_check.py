"""Look a draft over before the vote: the checklist's findings, and what the party organisation and the adviser say."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation.events import CovenantReviewed, FindingDecided
from gongzhi.deliberation.models import Draft, Edition, Finding, RuleReview
from gongzhi.deliberation.rules.selfrules import rule_kinds
from gongzhi.deliberation.services.covenants import last_draft, lock_edition
from gongzhi.deliberation.words import covenants as words
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append

REASON = 300


def decide_finding(*, actor: Actor, finding_id: int, state: str, reason: str = "") -> Finding:
    """A person says whether the words must change or may stand. Refused: "missing" for a "stands" without a reason."""
    with transaction.atomic():
        found = Finding.objects.select_related("draft").filter(pk=finding_id).first()
        if found is None or state not in ("change", "stands"):
            raise Refused(_("没有这一处，请重新打开这一页。"), code="unknown")
        edition = lock_edition(found.draft.edition_id)
        seat = require(organisations.fresh(actor), "covenant.review", edition).seat
        _must_be_under_review(edition, found.draft)
        if state == "stands" and not reason.strip():
            raise Refused(_("不用改，请写明理由。大家看得到。"), code="missing", field="reason")
        found.state, found.reason, found.decided_at = state, reason.strip()[:REASON], clock.now()
        found.save(update_fields=["state", "reason", "decided_at"])
        fact = FindingDecided(edition.pk, found.pk, found.check_code, state)
        append(fact, actor=actor, about=edition.ref, seat=seat)
    return found


def review(*, actor: Actor, edition_id: int, by_whom: str, outcome: str, text: str = "") -> RuleReview:
    """Write down what the party organisation or the adviser says. Refused: "denied", "missing", "unknown"."""
    with transaction.atomic():
        edition = lock_edition(edition_id)
        seat = require(organisations.fresh(actor), "covenant.review", edition).seat
        draft = last_draft(edition)
        _must_be_under_review(edition, draft)
        if by_whom not in rule_kinds()[edition.covenant.rule_kind].reviews or outcome not in words.REVIEW_OUTCOMES:
            raise Refused(_("请选是谁审看、意见是什么。"), code="unknown", field="by_whom")
        if outcome == "change" and not text.strip():
            raise Refused(_("要改，请写明改哪里、为什么。"), code="missing", field="text")
        made = RuleReview.objects.create(
            draft=draft, by_whom=by_whom, outcome=outcome, text=text.strip()[:600],
            body_id=seat.body_id if seat else None, at=clock.now(),
        )  # fmt: skip
        append(CovenantReviewed(edition.pk, by_whom, outcome), actor=actor, about=edition.ref, seat=seat)
    return made


def _must_be_under_review(edition: Edition, draft: Draft) -> None:
    if edition.state != "reviewing" or draft.pk != last_draft(edition).pk:
        raise Refused(_("这份草案现在不在审看。"), code="stale")
