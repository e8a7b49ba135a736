"""What a rule is, and what a file must say before its numbers are believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from gongzhi.kernel.limit import Limit

LAW, LOCAL_LAW, PRACTICE, LOCAL_CHOICE = "law", "local law", "practice", "local choice"
GROUNDS = (LAW, LOCAL_LAW, PRACTICE, LOCAL_CHOICE)
CITED = (LAW, LOCAL_LAW)
INHERITED = frozenset({"ground", "law", "article", "source", "note", "valid_from", "valid_to"})
KEYS = INHERITED | {"name", "value", "unit"}
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_FRACTION = re.compile(r"[0-9]+/[0-9]+", re.ASCII)

Value = Fraction | int | str | tuple[Any, ...] | Mapping[str, Any]


class BadPack(ValueError):
    """A pack says something that cannot be relied on; the message names the pack, the rule and what to correct."""


class RuleMissing(KeyError):
    """No rule of this name on this day."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Rule:
    """One value with its validity, both days included; `valid_to` None means until something changes.

    A time limit has its amount as `value` and its `unit`; ask `limit`. Shares are exact fractions; ask `share`.
    `law` and `article` are the source when `ground` is "law" (of the nation) or "local law"; `note` says why otherwise.
    """

    name: str
    value: Value
    ground: str
    valid_from: date
    valid_to: date | None = None
    unit: str = ""
    law: str = ""
    article: str = ""
    source: str = ""
    note: str = ""
    pack: str = ""

    @property
    def limit(self) -> Limit:
        """The value as a time limit; ValueError when the rule is none."""
        return Limit(self.number, self.unit)

    @property
    def number(self) -> int:
        """The value as a whole number; ValueError when the rule is none."""
        if isinstance(self.value, int):
            return self.value
        raise ValueError(f"{self.name} is not a whole number but {self.value!r}")

    @property
    def share(self) -> Fraction:
        """The value as an exact fraction; ValueError when the rule is none."""
        if isinstance(self.value, Fraction | int):
            return Fraction(self.value)
        raise ValueError(f"{self.name} is not a fraction but {self.value!r}")

    @property
    def words(self) -> tuple[str, ...]:
        """The value as closed words; ValueError when the rule is none."""
        if isinstance(self.value, tuple) and all(isinstance(w, str) for w in self.value):
            return self.value
        raise ValueError(f"{self.name} is not a list of words but {self.value!r}")

    def holds(self, on: date) -> bool:
        """Whether the rule is in force on this day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def read_pack(title: str, data: Mapping[str, Any]) -> list[Rule]:
    """The rules of one parsed file; BadPack at the first thing that is wrong."""
    unknown = set(data) - {"pack", "rule", "day"}
    shared = data.get("pack", {})
    if unknown or not isinstance(shared, dict) or set(shared) - INHERITED - {"title"}:
        raise BadPack(f"{title}: a pack has one [pack] with {', '.join(sorted(INHERITED))} and many [[rule]]")
    shared = {key: value for key, value in shared.items() if key != "title"}
    return [_rule(title, {**shared, **entry}) for entry in data.get("rule", [])]


def read_days(title: str, data: Mapping[str, Any]) -> dict[date, bool]:
    """Days that a pack adds to the calendar (`[[day]]` with `date`, `working`, `note`); BadPack when one is unclear."""
    found: dict[date, bool] = {}
    for entry in data.get("day", []):
        clear = set(entry) == {"date", "working", "note"} and type(entry["working"]) is bool
        if not clear or _no_day(entry["date"]) or _no_text(entry, "note") or entry["date"] in found:
            raise BadPack(f"{title}: a [[day]] has one date, working = true or false, and a note: {entry}")
        found[entry["date"]] = entry["working"]
    return found


def periods(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    """The rules by name, each name's in order of time; BadPack when two hold on one day."""
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in sorted(rules, key=lambda r: (r.name, r.valid_from)):
        earlier = found.get(rule.name, ())
        if earlier and earlier[-1].holds(rule.valid_from):
            raise BadPack(f"{rule.pack}: {rule.name} has two values on {rule.valid_from}")
        found[rule.name] = (*earlier, rule)
    return found


def in_force(rules: Mapping[str, tuple[Rule, ...]], name: str, on: date) -> Rule:
    """The one rule of this name on this day; RuleMissing says which names or periods there are."""
    if name not in rules:
        raise RuleMissing(f"no rule is called {name!r}")
    for rule in rules[name]:
        if rule.holds(on):
            return rule
    known = "; ".join(f"{r.valid_from} to {r.valid_to or 'now'}" for r in rules[name])
    raise RuleMissing(f"{name} has no value on {on}; there is one for {known}")


def _rule(title: str, entry: Mapping[str, Any]) -> Rule:
    name = entry.get("name", "")
    for wrong, what in _FAULTS:
        if wrong(entry):
            raise BadPack(f"{title}: {name or 'a rule without a name'}: {what}")
    value, unit = _value(f"{title}: {name}", entry["value"], str(entry.get("unit", "")))
    given = {key: entry[key] for key in INHERITED if key in entry}
    return Rule(name=name, value=value, unit=unit, pack=title, **given)


def _no_text(entry: Mapping[str, Any], key: str) -> bool:
    return not isinstance(entry.get(key), str) or not entry[key].strip()


def _no_day(day: object) -> bool:
    return type(day) is not date


_FAULTS: tuple[tuple[Callable[[Mapping[str, Any]], bool], str], ...] = (
    (lambda e: not _NAME.fullmatch(str(e.get("name", ""))), "a name is words with dots, such as case.accept_limit"),
    (lambda e: bool(set(e) - KEYS), f"only {', '.join(sorted(KEYS))} are known"),
    (lambda e: "value" not in e, "there is no value"),
    (lambda e: e.get("ground") not in GROUNDS, f"the ground is one of {', '.join(GROUNDS)}"),
    (lambda e: e["ground"] in CITED and (_no_text(e, "law") or _no_text(e, "article")), "name the law and the article"),
    (lambda e: e["ground"] not in CITED and _no_text(e, "note"), "a number that is not law needs a note that says why"),
    (lambda e: any(key in e and not isinstance(e[key], str) for key in ("law", "article", "source", "note", "unit")),
     "law, article, source, note and unit are text"),
    (lambda e: _no_day(e.get("valid_from")), "valid_from is a day, such as 2026-01-01"),
    (lambda e: "valid_to" in e and _no_day(e["valid_to"]), "valid_to is a day, such as 2026-01-01"),
    (lambda e: e.get("valid_to", e["valid_from"]) < e["valid_from"], "valid_to lies before valid_from"),
)  # fmt: skip


def _value(where: str, raw: object, unit: str) -> tuple[Value, str]:
    if isinstance(raw, dict) and set(raw) == {"amount", "unit"}:
        try:
            limit = Limit(raw["amount"], raw["unit"])
        except ValueError as error:
            raise BadPack(f"{where}: {error}") from error
        return limit.amount, limit.unit
    return _plain(where, raw), unit


def _plain(where: str, raw: object) -> Value:
    if type(raw) is int:
        return raw
    if isinstance(raw, str) and raw:
        return _text(where, raw)
    if isinstance(raw, list) and raw:
        return tuple(_plain(where, part) for part in raw)
    if isinstance(raw, dict) and raw:
        return MappingProxyType({key: _plain(where, part) for key, part in raw.items()})
    raise BadPack(f'{where}: {raw!r} is not exact; write a whole number, a fraction as "3/4", words, or a limit')


def _text(where: str, raw: str) -> Value:
    if not _FRACTION.fullmatch(raw):
        return raw
    try:
        return Fraction(raw)
    except ZeroDivisionError as error:
        raise BadPack(f"{where}: {raw} divides by zero") from error
