"""The reporter judges, and nobody else: on the web, by receipt, or to a worker who reads out the script."""

from __future__ import annotations

import hashlib
import hmac
from fractions import Fraction

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.cases.events import CaseJudged
from gongzhi.cases.models import Case, Judgement
from gongzhi.cases.rules import next_rung, verdict
from gongzhi.cases.services.effects import route
from gongzhi.cases.services.engine import Change, about, effect, lock_case, move_case
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.record.services import append


def judge(
    *,
    actor: Actor,
    case_id: int,
    solved: bool,
    satisfied: int,
    channel: str = "web",
    reason: str = "",
    seen: int | None = None,
) -> Case:
    """The reporter's own judgement. Refused: "denied" to anybody else, "range", "stale"."""
    if channel == "telephone":
        raise ValueError("a judgement by telephone is read out: use read_out")
    return _judge(actor, case_id, solved, satisfied, channel, reason, "case.judge", seen)


def read_out(*, actor: Actor, case_id: int, solved: bool, satisfied: int, reason: str = "") -> Case:
    """The answer to the telephone script, marked as such, written by somebody whose body never had the case."""
    return _judge(actor, case_id, solved, satisfied, "telephone", reason, "case.read_out", None)


def _judge(
    actor: Actor, case_id: int, solved: bool, satisfied: int, channel: str, reason: str, permit: str, seen: int | None
) -> Case:
    if satisfied not in range(1, 6):
        raise Refused(_("请选 1 到 5。"), code="range", field="satisfied")
    with transaction.atomic():
        case = lock_case(case_id)
        move = verdict(outcome=case.outcome, solved=solved, satisfied=satisfied, reopened=case.reopened)
        return move_case(
            actor=actor,
            case_id=case_id,
            move=move,
            seen=seen,
            permit=permit,
            solved=solved,
            satisfied=satisfied,
            channel=channel,
            reason=reason,
        )


@effect("confirm_solved", "confirm_explained", "reopen", "contest")
def judged(change: Change) -> None:
    """Keep the judgement; a first "no" goes to the next level with the file, a second is on the supervision list."""
    case, given = change.case, change.given
    holder = case.holder_id
    row = Judgement.objects.create(
        case=case,
        round=case.reopened + 1,
        solved=given["solved"],
        satisfied=given["satisfied"],
        channel=given["channel"],
        reader_id=change.actor.person_id if given["channel"] == "telephone" else None,
        at=change.now,
    )
    fact = CaseJudged(
        case.pk, row.round, row.solved, row.satisfied, row.channel, holder, case.community_id, case.street_id
    )
    append(fact, actor=change.actor, about=about(case), seat=change.seat)
    change.say("judgement", given.get("reason") or "")
    if change.step.name == "reopen":
        _reopen(change)


def _reopen(change: Change) -> None:
    case = change.case
    case.reopened += 1
    case.outcome = ""
    found = route(case, case.matter, at_least=next_rung(case.level) or case.level)
    case.holder_id, case.level = found.body.pk, found.rung
    case.bounces = 0
    change.clause = f"{case.matter}:{found.rung}"
    change.new_clock = True


@effect("close_silent_solved", "close_silent_explained")
def silent(change: Change) -> None:
    """Nobody judged in the stated time; the case ends without a judgement and counts in none."""


def drawn_for_call_back(case: Case, share: Fraction) -> bool:
    """Whether this silent case is drawn: a lot nobody can foresee, yet the same whenever it is asked."""
    seed = f"{case.pk}:{case.reopened}".encode()
    lot = int.from_bytes(hmac.new(settings.SECRET_KEY.encode(), seed, hashlib.sha256).digest()[:8], "big")
    return lot < share * 2**64
