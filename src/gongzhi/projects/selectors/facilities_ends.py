"""Which agreements on facilities end soon, which are over, and what that leaves to do for the bodies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q

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


def near_end(body_ids: Iterable[int]) -> list[Agreement]:
    """Agreements of these bodies (they own the facility, or run it) of whose near end the clock has told them."""
    ids = list(body_ids)
    mine = Q(facility__body_id__in=ids) | Q(operator_id__in=ids)
    rows = Agreement.objects.filter(mine, state="running", warned_at__isnull=False).select_related("facility")
    return list(rows.order_by("until", "pk"))


def without_next(body_ids: Iterable[int], day: date) -> list[Agreement]:
    """Ended agreements on facilities of these bodies that nothing follows, for as long after as they were warned."""
    rows = Agreement.objects.filter(facility__body_id__in=list(body_ids), state="ended", warn_days__gt=0)
    rows = rows.exclude(facility__agreements__state__in=["drawn", "running"]).select_related("facility")
    return [row for row in rows.order_by("until", "pk") if day <= row.until + timedelta(days=row.warn_days)]
