"""What a community may tell a unit about its check-in: a closed list of counts, about no single person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# No names, no hours of a person, no order of persons: a score of use is forbidden, and a unit needs none.
ALLOWED = frozenset(
    {"since", "until", "registered", "claimed", "served", "judged", "helped", "partly", "not", "purposes"}
)


def checked(data: Mapping[str, Any]) -> dict[str, Any]:
    """The report, if it holds allowed fields only: counts, and counts by purpose. ValueError for anything else."""
    if set(data) != ALLOWED:
        raise ValueError(f"fields of a report: {sorted(set(data) ^ ALLOWED)}")
    for name, value in data.items():
        if name in ("since", "until"):
            continue
        counts = value.values() if name == "purposes" and isinstance(value, dict) else [value]
        if not all(type(one) is int and one >= 0 for one in counts):
            raise ValueError(f"not a count: {name}")
    return dict(data)
