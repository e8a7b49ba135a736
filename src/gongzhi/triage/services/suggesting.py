"""Keep what was suggested for a text, what became of it, and from where on a community lets it route by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.permit import require
from gongzhi.kernel.reference import Ref
from gongzhi.organisations.selectors import fresh
from gongzhi.record.services import append
from gongzhi.triage import permits as permits  # declares the powers
from gongzhi.triage.events import LevelSet, Settled, Suggested
from gongzhi.triage.models import Level, Suggestion

LOWEST, HIGHEST = 500, 1000  # permille; a suggestion less likely than not never routes


@dataclass(frozen=True)
class Option:
    """One matter type, how likely it is (0–1, calibrated), and the words of the text that spoke for it."""

    code: str
    probability: float
    words: tuple[str, ...]


def keep_suggestion(
    *, actor: Actor, about: Ref, community_id: int | None, options: Sequence[Option], source: str
) -> Suggestion:
    """Write what was suggested for a matter; a matter has one suggestion, the first stays."""
    best = options[0] if options else None
    permille = int(best.probability * 1000) if best else 0
    rows = [{"code": o.code, "p": round(o.probability, 4), "words": list(o.words)} for o in options]
    with transaction.atomic():
        kept, new = Suggestion.objects.get_or_create(
            about_label=about.label,
            about_id=about.id,
            defaults={
                "community_id": community_id,
                "source": source,
                "options": rows,
                "first": best.code if best else "",
                "permille": permille,
                "made_at": clock.now(),
            },
        )
        if new and best:
            append(Suggested(str(about), best.code, permille, source), actor=actor, about=about)
    return kept


def settle(*, actor: Actor, about: Ref, chosen: str, by_itself: bool = False) -> Suggestion | None:
    """A matter type was given: was it the one suggested? Given again, the last one counts."""
    with transaction.atomic():
        kept = Suggestion.objects.select_for_update().filter(about_label=about.label, about_id=about.id).first()
        if kept is None:
            return None
        outcome = "auto" if by_itself else "accepted" if chosen == kept.first else "other"
        if (kept.outcome, kept.chosen) != (outcome, chosen):
            kept.outcome, kept.chosen, kept.settled_at = outcome, chosen, clock.now()
            kept.save(update_fields=["outcome", "chosen", "settled_at"])
            append(Settled(str(about), outcome, chosen), actor=actor, about=about)
    return kept


def unsettle(*, actor: Actor, about: Ref) -> None:
    """Sorting was taken back: the suggestion waits for a decision again."""
    with transaction.atomic():
        kept = Suggestion.objects.select_for_update().filter(about_label=about.label, about_id=about.id).first()
        if kept is not None and kept.outcome:
            kept.outcome, kept.chosen, kept.settled_at = "", "", None
            kept.save(update_fields=["outcome", "chosen", "settled_at"])
            append(Settled(str(about), "", ""), actor=actor, about=about)


def set_level(*, actor: Actor, community: Any, permille: int | None) -> None:
    """Say from which probability on suggestions route by themselves in a community; None: never.

    Refused: "denied", "out_of_range" below one half.
    """
    with transaction.atomic():
        actor = fresh(actor)
        answer = require(actor, "triage.level", community)
        if permille is not None and not LOWEST <= permille <= HIGHEST:
            raise Refused(
                _("请填 50 到 100 之间的数；把握不到一半的，不能自动分。"), code="out_of_range", field="percent"
            )
        if permille is None:
            Level.objects.filter(community=community).delete()
        else:
            values = {"permille": permille, "by_id": actor.person_id, "at": clock.now()}
            Level.objects.update_or_create(community=community, defaults=values)
        append(LevelSet(community.pk, permille), actor=actor, about=community, seat=answer.seat)
