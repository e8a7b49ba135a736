"""How often something may be done: one counter in the database for all server processes, no address kept."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from gongzhi.kernel import clock
from gongzhi.people.models import Allowance

_COUNT = """
INSERT INTO people_allowance (key, slot, count, ends) VALUES (%s, %s, 1, %s)
ON CONFLICT (key, slot) DO UPDATE SET count = people_allowance.count + 1
RETURNING count
"""


def _digest(key: str) -> str:
    return salted_hmac("gongzhi.people.allowance", key, algorithm="sha256").hexdigest()


def allow(key: str, limit: int, seconds: int) -> bool:
    """Count one more of `key`; False when it is more than `limit` in this window of `seconds`.

    Windows are fixed, so twice the limit may fall around a boundary. One statement counts, so two processes never both
    take the last place. Where the deployment switches limits off (RATE_LIMITS), nothing is counted and all is allowed.
    """
    if not getattr(settings, "RATE_LIMITS", True):
        return True
    slot = int(clock.now().timestamp()) // seconds
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_digest(f"{key}|{seconds}"), slot, (slot + 1) * seconds])
        return bool(cursor.fetchone()[0] <= limit)


def spent(key: str, limit: int, seconds: int) -> bool:
    """Whether `key` was counted more often than `limit` in this window; asking counts nothing."""
    if not getattr(settings, "RATE_LIMITS", True):
        return False
    slot = int(clock.now().timestamp()) // seconds
    return Allowance.objects.filter(key=_digest(f"{key}|{seconds}"), slot=slot, count__gt=limit).exists()


def forget(key: str, seconds: int) -> None:
    """Start counting `key` anew in this window: somebody who signed in had a reason to try again."""
    slot = int(clock.now().timestamp()) // seconds
    Allowance.objects.filter(key=_digest(f"{key}|{seconds}"), slot=slot).delete()


def sweep() -> int:
    """Remove counters whose window is over; returns how many."""
    gone, _ = Allowance.objects.filter(ends__lt=int(clock.now().timestamp())).delete()
    return gone
