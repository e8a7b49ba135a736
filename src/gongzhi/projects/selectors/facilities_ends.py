"""Which agreements on facilities end soon, which are over, and what that leaves to do for the bodies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongzhi.projects.models import Agreement


def is_near(row: Agreement, day: date) -> bool:
    """Whether a day lies in the time of warning that the body asked for, the last day of the agreement included."""
    return 0 < row.warn_days and row.until - timedelta(days=row.warn_days) <= day <= row.until


def to_warn(day: date) -> list[int]:
    """Running agreements whose end is near and of which nobody was told yet."""
    rows = Agreement.objects.filter(state="running", warned_at=None, warn_days__gt=0, until__gte=day)
    return [row.pk for row in rows.order_by("until", "pk") if is_near(row, day)]


def over(day: date) -> list[int]:
    """Agreements whose last day is over and whose state does not say so yet."""
    rows = Agreement.objects.filter(state="running", until__lt=day)
    return list(rows.order_by("until", "pk").values_list("pk", flat=True))


def ends_of(body_ids: Iterable[int]) -> QuerySet[Agreement]:
    """Agreements of these bodies whose end is near, as the clock has told them, and ended ones that nothing follows.

    The first for owner and operator; the second for the owner.
    """
    ids = set(body_ids)
    after = Agreement.objects.filter(facility=OuterRef("facility"), state__in=("drawn", "running"))
    near = Q(state="running", warned_at__isnull=False) & (Q(facility__body_id__in=ids) | Q(operator_id__in=ids))
    gone = Q(~Exists(after), state="ended", warn_days__gt=0, facility__body_id__in=ids)
    return Agreement.objects.filter(near | gone)


def endings(body_ids: Iterable[int], day: date) -> tuple[list[Agreement], list[Agreement]]:
    """What ends soon, and what ended with nothing after it, for as long after as was warned before. One query."""
    found = list(ends_of(body_ids).select_related("facility").order_by("until", "pk"))
    ended = [row for row in found if row.state == "ended" and day <= row.until + timedelta(days=row.warn_days)]
    return [row for row in found if row.state == "running"], ended
