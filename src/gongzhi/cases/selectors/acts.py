"""What a member of staff may do now: the lifecycle's open moves, less the steps that this body has already made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.cases.last import last_act, seconds
from gongzhi.cases.models import Call, Case
from gongzhi.cases.rules import next_rung
from gongzhi.cases.selectors.page import OpenMove, bodies_to_offer, moves_open
from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.permit import may
from gongzhi.mandates import selectors as mandates
from gongzhi.mandates.words import RUNGS
from gongzhi.organisations.words import BODY_KINDS
from gongzhi.places.words import rung

_CALL_STEP = {"arrive": "called", "decline_call": "called", "report_in": "arrived"}
_NEVER_OFFERED = ("residents_supervision",)


def moves_now(actor: Actor, case: Case) -> list[OpenMove]:
    """The moves that the service would not refuse as past: a whistle is answered once, the top rung rises no more."""
    bodies = {s.body_id for s in actor.seats}
    own = {c.state for c in case.calls.all() if c.body_id in bodies and c.ended_at is None}

    def possible(name: str) -> bool:
        if name in _CALL_STEP:
            return _CALL_STEP[name] in own
        return name != "rise" or next_rung(case.level) is not None

    return [m for m in moves_open(actor, case) if possible(m.move.name)]


def undoable(actor: Actor, case_id: int) -> int:
    """The number of the fact of the act on this case that the actor may take back now; 0 for none."""
    act = last_act(case_id)
    fresh = act is not None and may(actor, "case.undo", Case(pk=case_id))
    return act.fact.id if act and fresh else 0


def undo_seconds() -> int:
    """For how long an act can be taken back."""
    return seconds()


@dataclass(frozen=True)
class Pick:
    """A body that could take a case or come to it; `why` is lead, assisting or "" by the list's lines."""

    body: Any
    rung: str
    why: str
    clause: str


def picks(case: Case, *, holder: bool = False) -> list[Pick]:
    """The bodies at the case's place and above, those that the list names first; `holder`: the holder as well."""
    matter = mandates.matter(case.matter) if case.matter else None
    by_kind: dict[str, tuple[str, str]] = {}
    for line in matter.lines.values() if matter else ():
        by_kind.setdefault(line.lead, ("lead", line.key))
    for line in matter.lines.values() if matter else ():
        for kind in line.assisting:
            by_kind.setdefault(kind, ("assisting", line.key))
    bodies = [b for b in bodies_to_offer(case) if b.kind not in _NEVER_OFFERED]
    if holder:
        bodies.append(case.holder)
    found = [Pick(b, rung(b.place.level), *by_kind.get(b.kind, ("", ""))) for b in bodies]
    return sorted(found, key=lambda p: _nearness(case, p))


def _nearness(case: Case, pick: Pick) -> tuple[int, int, int]:
    order = list(RUNGS)
    up = order.index(pick.rung) - order.index(case.level)
    return ({"lead": 0, "assisting": 1}.get(pick.why, 2), up if up > 0 else 10 - up, pick.body.pk)


def clauses(case: Case) -> list[tuple[str, str]]:
    """The list's lines of the case's matter as key and sentence: rung, who leads, who assists, and the ground."""
    matter = mandates.matter(case.matter, clock.today().date()) if case.matter else None
    return [(line.key, _said(line)) for line in matter.lines.values()] if matter else []


def _said(line: Any) -> str:
    return _("%(rung)s一级：%(lead)s主责。清单第 %(n)s 条，依据：%(ground)s") % {
        "rung": RUNGS[line.rung],
        "lead": BODY_KINDS[line.lead],
        "n": line.number,
        "ground": line.ground,
    }


def taking_part(case: Case) -> list[tuple[int, str]]:
    """Who is there for a joint plan: the holder and the departments that did not decline."""
    there = Call.objects.filter(case=case).exclude(state="declined").select_related("body").order_by("id")
    found = {case.holder_id: case.holder.name}
    found |= {c.body_id: c.body.name for c in there}
    return list(found.items())
