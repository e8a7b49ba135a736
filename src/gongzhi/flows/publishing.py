"""Cases → triage: a report's own words, with stretches covered, let out to everybody by a worker, and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.cases import selectors as cases
from gongzhi.cases.selectors.advisers import Shown, shown_by
from gongzhi.cases.selectors.told import LABEL
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.triage import selectors as triage_read
from gongzhi.triage import services as triage
from gongzhi.triage.rules.covering import Stretch


def publishable(actor: Actor, case_id: int) -> Any:
    """The case whose words the actor may let out. Refused: "unknown", "denied" with the reason."""
    case = cases.case(actor, case_id)
    require(actor, "triage.clear", case.place)
    if case.intake == "report":
        raise Refused(_("举报的原话不公开：话里容易认出是谁举报的。"), code="denied")
    if case.part_of_id:
        raise Refused(_("这是分办的一部分，原话在主件上公开。"), code="denied")
    return case


def publish(*, actor: Actor, case_id: int, stretches: Sequence[Stretch], checked: bool = False) -> str:
    """Everybody reads the report's words with these stretches covered; gives back what they read.

    Refused: as `publishable`, and as `clear_text`.
    """
    case = publishable(actor, case_id)
    kept = triage.clear_text(
        actor=actor, about=Ref(LABEL, case.pk), place=case.place, original=case.text, stretches=stretches,
        checked=checked,
    )  # fmt: skip
    return str(kept.text)


def take_back(*, actor: Actor, case_id: int) -> None:
    """Nobody else reads the words any more."""
    case = publishable(actor, case_id)
    triage.take_back_text(actor=actor, about=Ref(LABEL, case.pk), place=case.place)


@shown_by
def shown(case: Any) -> Shown | None:
    """What was let out of this report, while it stands and while others may know of the case at all."""
    kept = triage_read.cleared(Ref(LABEL, case.pk))
    if kept is None or not kept.shown or not cases.is_public(case):
        return None
    return Shown(kept.text, sum(kept.kinds.values()), kept.at)
