"""Let everybody read a text with stretches of it covered, or take it back: one act, one transaction, one fact.

The text that is kept is made here from the original and the stretches; nobody hands in words of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor, Seat
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.selectors import fresh
from gongzhi.record.services import append
from gongzhi.triage import permits as permits  # declares the powers
from gongzhi.triage.events import TextCleared
from gongzhi.triage.models import Cleared
from gongzhi.triage.rules import covering
from gongzhi.triage.rules.covering import Stretch
from gongzhi.triage.rules.marks import Mark


def require_no_person(text: str, *, stretches: Sequence[Stretch] = (), checked: bool = False, field: str = "") -> None:
    """Stop what would tell everybody who or where somebody is; `checked`: a person looked at what only looks so.

    Refused("personal") with the field: numbers always, names and rooms until they were looked at.
    """
    bare = covering.left_open(text, stretches)
    if bare.sure:
        said = _named(text, bare.sure)
        raise Refused(_("这里有号码，不能公开：%(pieces)s。") % {"pieces": said}, code="personal", field=field)
    if bare.unsure and not checked:
        said = _named(text, bare.unsure)
        raise Refused(_("这里像姓名、门牌：%(pieces)s。请遮住，或看过再送。") % {"pieces": said}, "personal", field)


def _named(text: str, found: Sequence[Mark]) -> str:
    return _("、").join(f"“{text[m.start : m.end]}”" for m in found)


def clear_text(
    *, actor: Actor, about: Ref, place: Any, original: str, stretches: Sequence[Stretch], checked: bool = False
) -> Cleared:
    """Let everybody read the original with the stretches covered. `place` is where the thing is.

    Refused: "denied", "range" (a stretch outside of the original), "personal", "empty".
    """
    if not original.strip():
        raise Refused(_("没有写话，没有可公开的。"), code="empty")
    if not covering.fits(original, stretches):
        raise Refused(_("要遮的地方和原话对不上，请重新打开这一页。"), code="range")
    with transaction.atomic():
        actor = fresh(actor)
        seat = require(actor, "triage.clear", place).seat
        require_no_person(original, stretches=stretches, checked=checked, field="stretches")
        kinds = covering.counted(stretches)
        kept, _new = Cleared.objects.update_or_create(
            about_label=about.label,
            about_id=about.id,
            defaults={
                "text": covering.covered(original, stretches), "kinds": kinds, "shown": True,
                "by_id": int(actor.person_id or 0), "at": clock.now(),
            },
        )  # fmt: skip
        _say(kept, actor, about, seat)
    return kept


def take_back_text(*, actor: Actor, about: Ref, place: Any) -> Cleared:
    """Nobody else reads it any more; what was covered is kept, so that it can be shown again. Refused("unknown")."""
    with transaction.atomic():
        actor = fresh(actor)
        seat = require(actor, "triage.clear", place).seat
        kept = Cleared.objects.select_for_update().filter(about_label=about.label, about_id=about.id).first()
        if kept is None or not kept.shown:
            raise Refused(_("这段话现在没有公开。"), code="stale")
        kept.shown, kept.at = False, clock.now()
        kept.save(update_fields=["shown", "at"])
        _say(kept, actor, about, seat)
    return kept


def _say(kept: Cleared, actor: Actor, about: Ref, seat: Seat | None) -> None:
    append(TextCleared(str(about), sum(kept.kinds.values()), kept.shown), actor=actor, about=about, seat=seat)
