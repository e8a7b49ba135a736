"""Count answers by their shape (numbers, names and places left out), so that a template used often is known again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from gongzhi.kernel import clock
from gongzhi.triage.models import AnswerShape


def note_answer(*, street_id: int, shape: int) -> None:
    """One more answer of this shape went out in the street."""
    with transaction.atomic():
        _row, new = AnswerShape.objects.get_or_create(
            street_id=street_id, fingerprint=shape, defaults={"times": 1, "last_at": clock.now()}
        )
        if not new:
            mine = AnswerShape.objects.filter(street_id=street_id, fingerprint=shape)
            mine.update(times=F("times") + 1, last_at=clock.now())
