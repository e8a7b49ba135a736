"""Taking back a slip: an act of its own that puts the case, its holder and its clocks as they were before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.cases import last, words
from gongzhi.cases.events import ClockPaused, NoteTakenBack
from gongzhi.cases.last import Act, Before
from gongzhi.cases.lifecycle import TAKEN_BACK, UNDOS
from gongzhi.cases.models import Case, Word
from gongzhi.cases.services.engine import Change, about, effect, lock_case, move_case
from gongzhi.cases.services.joining import recount
from gongzhi.duties import selectors as duties_read
from gongzhi.duties import services as duties
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.organisations.selectors import fresh
from gongzhi.record.services import append


def undo(*, actor: Actor, case_id: int, act: int | None = None) -> Case:
    """Take back the last act on the case. `act` is the number of the fact that the actor means, if the page knew it.

    Refused: "denied" (somebody else's, too late, or no way back, each in words), "stale" (it is not the last any more).
    """
    with transaction.atomic():
        case = lock_case(case_id)
        actor = fresh(actor)
        answer = require(actor, "case.undo", case)
        found = _found(case_id)
        if act is not None and act != found.fact.id:
            raise _stale()
        if found.name in TAKEN_BACK:
            move = f"undo_to_{last.before(found).standing.state}"
            return move_case(actor=actor, case_id=case_id, move=move)
        return _SMALL[found.name](actor, case, found, answer.seat)


def _stale() -> Refused:
    return Refused(_("之后又办过别的，撤不回这一步了。"), code="stale")


def _found(case_id: int) -> Act:
    found = last.last_act(case_id)
    if found is None:
        raise _stale()
    return found


@effect(*UNDOS)
def put_back(change: Change) -> None:
    """Everything that the act changed is as the record had it before; the act stays in the record, and so does this."""
    act = _found(change.case.pk)
    was = last.before(act) if act.name in TAKEN_BACK else None
    if was is None or was.standing.state != change.step.target:
        raise _stale()
    case, main = change.case, change.case.primary
    standing = was.standing
    case.level, case.holder_id, case.offered_to_id = standing.level, standing.holder_id, standing.offered_to
    case.matter, case.tier, case.primary_id = standing.matter, standing.tier, standing.primary
    case.whistled = was.whistled
    change.undoes, change.undone = act.fact.id, act.name
    change.clocks_back = partial(_clocks_back, change, was)
    _hide(act)
    if act.name == "merge" and main is not None:
        change.after.append(partial(recount, main))


def _clocks_back(change: Change, was: Before) -> None:
    """What the act started is cancelled; what it ended runs again, to the time at which it was due before."""
    ref = about(change.case)
    for duty in list(duties_read.open_of(ref)):
        if duty.pk in was.opened:
            duties.cancel(about=ref, kind=duty.kind, body_id=duty.body_id, actor=change.actor)
    duties.reopen(duty_ids=was.ended, actor=change.actor)


def _hide(act: Act) -> None:
    """The words that went with the act are read by nobody any more."""
    Word.objects.filter(case_id=act.fact.about.id, fact_id=act.fact.id).update(sight=words.UNREAD)


def _pause(actor: Actor, case: Case, act: Act, seat: Seat | None) -> Case:
    duty = duties.unpause(actor=actor, duty_id=act.fact.data["duty_id"])
    case.due_at = duty.due_at
    case.version += 1
    case.save(update_fields=["due_at", "version"])
    fact = ClockPaused(case.pk, duty.pk, "", True, act.fact.id)
    append(fact, actor=actor, about=about(case), seat=seat)
    return case


def _note(actor: Actor, case: Case, act: Act, seat: Seat | None) -> Case:
    _hide(act)
    fact = NoteTakenBack(case.pk, act.fact.data["word_id"], act.fact.id)
    append(fact, actor=actor, about=about(case), seat=seat)
    return case


_SMALL: dict[str, Callable[[Actor, Case, Act, Seat | None], Case]] = {"pause": _pause, "note": _note}
