"""What a new law changes: two days of the rulebook laid side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gongzhi.rulebook.rules import LAW, LOCAL_LAW, Rule

_GROUNDS = (LAW, LOCAL_LAW)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """A rule that says something else on the later day; None: there was none before, or there is none any more."""

    name: str
    before: Rule | None
    after: Rule | None

    @property
    def kind(self) -> str:
        """new, ended, value (another number) or ground (the same number on another ground)."""
        if self.before is None or self.after is None:
            return "new" if self.before is None else "ended"
        same = (self.before.value, self.before.unit) == (self.after.value, self.after.unit)
        return "ground" if same else "value"


def between(rules: Mapping[str, tuple[Rule, ...]], earlier: date, later: date) -> list[Change]:
    """Every rule that is not the same on both days, national and local law first, then by name."""
    found = []
    for name, values in rules.items():
        before, after = _held(values, earlier), _held(values, later)
        if before != after:
            found.append(Change(name, before, after))
    return sorted(found, key=lambda c: (not _lawful(c), c.name))


def days_of_change(rules: Mapping[str, tuple[Rule, ...]]) -> list[date]:
    """The first days on which a rule that had a value has another one, or none; the latest first."""
    days = set()
    for values in rules.values():
        days |= {r.valid_from for r in values[1:]} | {r.valid_to + _DAY for r in values if r.valid_to}
    return sorted(days, reverse=True)


def _held(values: Iterable[Rule], day: date) -> Rule | None:
    return next((r for r in values if r.holds(day)), None)


def _lawful(change: Change) -> bool:
    return any(r and r.ground in _GROUNDS for r in (change.before, change.after))
