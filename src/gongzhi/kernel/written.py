"""Take in what somebody wrote where something must be written: the same two refusals everywhere."""

from __future__ import annotations

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _


def clean(text: object, most: int, field: str) -> str:
    """Words as they are kept, without space around them. Refused("missing"), Refused("too_long") past `most`."""
    kept = str(text or "").strip()
    if not kept:
        raise Refused(_("还缺一项，请补上再送。"), code="missing", field=field)
    if len(kept) > most:
        raise Refused(_("太长了，请写短一点。"), code="too_long", field=field)
    return kept
