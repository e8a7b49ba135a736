"""Turning the pages of a list: where one begins, and the addresses of the newer and the older one."""

from __future__ import annotations

from gongzhi.kernel.digits import digits

FARTHEST = 10_000  # nobody turns so far by hand, and a database skips every row before


def begins(text: object) -> int:
    """How many rows stand before the page that an address asks for; 0 for whatever is no number."""
    return min(digits(text) or 0, FARTHEST)


def turns(start: int, size: int, *, more: bool, kept: str = "") -> dict[str, str]:
    """The two addresses, each empty where there is no such page; `kept`: what else the address says, ending in "&"."""
    return {
        "older": f"?{kept}from={start + size}" if more else "",
        "newer": f"?{kept}from={max(0, start - size)}" if start else "",
    }
