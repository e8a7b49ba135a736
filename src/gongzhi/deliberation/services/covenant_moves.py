"""Every move of a rule text: lock, look up, ask, check what the move stands on, change, set the clock, one fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.deliberation.events import CovenantInForce, CovenantMoved
from gongzhi.deliberation.lifecycle import COVENANT
from gongzhi.deliberation.models import CorrectionOrder, Edition
from gongzhi.deliberation.rules.selfrules import rule_kinds
from gongzhi.deliberation.selectors import covenant_steps as steps
from gongzhi.deliberation.services.covenant_clock import correct_clock, filing_body, set_clock
from gongzhi.deliberation.services.covenant_findings import check
from gongzhi.deliberation.services.covenants import last_draft, lock_edition
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat, system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.lifecycle import Move
from gongzhi.kernel.permit import require
from gongzhi.organisations import selectors as organisations
from gongzhi.record.services import append

DAY = timedelta(days=1)
RECEIPT, REASON, GROUND = 40, 600, 120
AUTOMATIC = system("covenants")


@dataclass
class Step:
    """A move in the making."""

    edition: Edition
    move: Move
    actor: Actor
    seat: Seat | None
    given: dict[str, Any]
    orders: int = 0


def move_covenant(*, actor: Actor, edition_id: int, move: str, seen: int | None = None, **given: Any) -> Edition:
    """Make one move. Refused: "stale", "denied", "missing" with the field, "not_ready" with what is still missing."""
    with transaction.atomic():
        edition = lock_edition(edition_id, seen)
        step = next((m for m in COVENANT.open_moves(edition.state) if m.name == move), None)
        if step is None:
            raise Refused(_("这一步现在不能办。请看最新的情况，再决定。"), code="stale")
        answer = require(organisations.fresh(actor), step.permit, edition)
        for need in step.needs:
            if given.get(need) in (None, "", (), []):
                raise Refused(_("还缺一项，请补上再送。"), code="missing", field=need)
        _ready(edition, move, given)
        acting = Step(edition, step, actor, answer.seat, given)
        source, edition.state = edition.state, step.target
        _EFFECTS.get(move, _nothing)(acting)
        _settle(acting, source)
    return edition


def _ready(edition: Edition, move: str, given: dict[str, Any]) -> None:
    """What the move stands on; the first thing that is missing is said, with its field where it has one."""
    for missing in steps.missing_for(edition, move, given):
        raise Refused(missing.said, code="not_ready" if not missing.code else missing.code, field=missing.field)


def _settle(step: Step, source: str) -> None:
    edition = step.edition
    edition.version += 1
    edition.save()
    set_clock(edition, step.actor)
    if step.move.name == "order" and edition.state == "in_force":
        correct_clock(edition, step.actor)
    fact = CovenantMoved(edition.pk, step.move.name, source, edition.state, edition.vote_id, step.orders)
    append(fact, actor=step.actor, about=edition.ref, seat=step.seat)


# --- what each move changes ---


def _nothing(step: Step) -> None:
    """A move that only changes the state."""


def _submit(step: Step) -> None:
    check(last_draft(step.edition))


def _back(step: Step) -> None:
    step.edition.drafting_since = clock.now()
    step.edition.vote_id = step.edition.decided_on = None


def _put_to_vote(step: Step) -> None:
    step.edition.vote_id = int(step.given["vote_id"])


def _pass(step: Step) -> None:
    step.edition.decided_on = clock.today().date()


def _receive(step: Step) -> None:
    edition, receipt = step.edition, str(step.given["receipt"]).strip()
    edition.receipt, edition.received_on = receipt[:RECEIPT], clock.today().date()
    edition.received_by_id = step.seat.body_id if step.seat else filing_body(edition)
    edition.orders.filter(met_at=None).update(met_at=clock.now())


def _order(step: Step) -> None:
    edition, keys = step.edition, sorted({int(key) for key in step.given["clauses"]})
    draft = last_draft(edition)
    known = set(draft.clauses.values_list("key", flat=True))
    if not set(keys) <= known:
        raise Refused(_("请选要改正的是哪几条。"), code="unknown_clause", field="clauses")
    ground = str(step.given.get("ground") or rule_kinds()[edition.covenant.rule_kind].ground)
    CorrectionOrder.objects.create(
        edition=edition, draft=draft, keys=keys,
        reason=str(step.given["reason"]).strip()[:REASON], ground=ground[:GROUND],
        body_id=step.seat.body_id if step.seat else None, at=clock.now(), in_force=edition.state == "in_force",
    )  # fmt: skip
    step.orders = len(keys)
    if edition.state == "drafting":
        _back(step)
        edition.receipt, edition.received_on, edition.received_by = "", None, None
        edition.posted_on = edition.posted_until = None


def _post(step: Step) -> None:
    edition, day = step.edition, step.given["posted_on"]
    edition.posted_on = day
    # The day of posting does not count (民法典 art. 201): the last day ends at midnight, force begins after it.
    edition.posted_until = day + steps.posting_limit(edition, day).length() + DAY


def _start(step: Step) -> None:
    edition = step.edition
    edition.in_force_from = step.given["in_force_from"]
    replaced = _supersede(edition, edition.in_force_from)
    day = edition.in_force_from.isoformat()
    fact = CovenantInForce(edition.pk, edition.covenant_id, edition.covenant.place_id, day, replaced)
    append(fact, actor=step.actor, about=edition.ref, seat=step.seat)


def _supersede(edition: Edition, day: date) -> int | None:
    before = Edition.objects.filter(covenant_id=edition.covenant_id, state="in_force").exclude(pk=edition.pk).first()
    if before is None:
        return None
    before = lock_edition(before.pk)
    require(AUTOMATIC, "covenant.run", before)
    source, before.state = before.state, COVENANT.move("supersede", before.state).target
    before.ended_on = day
    before.version += 1
    before.save()
    before.orders.filter(met_at=None).update(met_at=clock.now())
    set_clock(before, AUTOMATIC)
    fact = CovenantMoved(before.pk, "supersede", source, before.state, before.vote_id)
    append(fact, actor=AUTOMATIC, about=before.ref)
    return int(before.pk)


def _repeal(step: Step) -> None:
    step.edition.ended_on = max(clock.today().date(), step.edition.in_force_from or clock.today().date())


_EFFECTS: dict[str, Callable[[Step], None]] = {
    "submit": _submit,
    "back": _back,
    "reject": _back,
    "put_to_vote": _put_to_vote,
    "pass": _pass,
    "receive": _receive,
    "order": _order,
    "post": _post,
    "start": _start,
    "repeal": _repeal,
}
