"""Reading suggestions: the one for a text, how often a community took them, and from where on they route themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from gongzhi.kernel.reference import Ref
from gongzhi.triage.models import AnswerShape, Level, Suggestion


def suggestion_for(about: Ref) -> Suggestion | None:
    """The suggestion for this matter, or None when none was made."""
    return Suggestion.objects.filter(about_label=about.label, about_id=about.id).first()


def level_of(community_id: int | None) -> int | None:
    """From which permille on the community lets suggestions route by themselves; None: never."""
    return Level.objects.filter(community_id=community_id).values_list("permille", flat=True).first()


@dataclass(frozen=True)
class Taken:
    """What became of the suggestions that were settled in a stretch of time."""

    accepted: int
    other: int
    auto: int

    @property
    def asked(self) -> int:
        """How many a person decided on."""
        return self.accepted + self.other


def taken_in_month(community_ids: Iterable[int], since: datetime, until: datetime) -> Taken:
    """How often these communities took what was suggested, from `since` up to and without `until`."""
    rows = Suggestion.objects.filter(
        community_id__in=list(community_ids), settled_at__gte=since, settled_at__lt=until
    ).exclude(first="")
    counts = rows.aggregate(**{word: Count("pk", filter=Q(outcome=word)) for word in ("accepted", "other", "auto")})
    return Taken(**counts)


def times_used(street_id: int | None, shape: int) -> int:
    """How often the street gave answers of this shape."""
    if street_id is None:
        return 0
    rows = AnswerShape.objects.filter(street_id=street_id, fingerprint=shape)
    return rows.values_list("times", flat=True).first() or 0
