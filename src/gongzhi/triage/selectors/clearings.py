"""What everybody may read of texts: the covered words that a person let out, and whether they still stand."""

from __future__ import annotations

from collections.abc import Iterable

from gongzhi.kernel.reference import Ref
from gongzhi.triage.models import Cleared


def cleared(ref: Ref) -> Cleared | None:
    """What was let out of one text, now or before; `shown` says whether everybody reads it."""
    return Cleared.objects.filter(about_label=ref.label, about_id=ref.id).first()


def shown_among(label: str, ids: Iterable[int]) -> dict[int, str]:
    """The words that everybody reads of these things, by their number; one query."""
    rows = Cleared.objects.filter(about_label=label, about_id__in=list(ids), shown=True)
    return dict(rows.values_list("about_id", "text"))
