"""Count one fact as it is delivered, or all facts of the record anew; both by the same rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import cast

from django.db import transaction

from gongzhi.indicators.models import Counted, Tally
from gongzhi.indicators.rules.counting import ABOUT, KINDS, REACTION, CaseFact, Entry, Life, follow, matters_here
from gongzhi.indicators.services.adding import take_away, write
from gongzhi.mandates import selectors as mandates
from gongzhi.record import selectors as record
from gongzhi.record.selectors import FactView
from gongzhi.record.services import start_from_here
from gongzhi.rulebook import selectors as rulebook

Counting = tuple[Life, Entry, FactView]
BATCH = 2000


@lru_cache(maxsize=64)
def _satisfied_from(day: date) -> int:
    return rulebook.number("rates.satisfied_from", day)


class InForce:
    """The lists and rule packs as they were on the day of the fact."""

    def counts(self, matter: str, day: date) -> bool:
        """A matter type that the list leaves out of the rates does not count; an unknown or missing one does."""
        found = mandates.matter(matter, day) if matter else None
        return found is None or found.counts

    def satisfied_from(self, day: date) -> int:
        """The rule pack's mark."""
        return _satisfied_from(day)


IN_FORCE = InForce()


def count_fact(fact: FactView) -> int:
    """Add what this fact adds; returns how many countings. The caller's transaction moves the reaction's cursor too.

    A fact that is already counted breaks the unique constraint: nothing is ever counted twice.
    """
    if not matters_here(cast(CaseFact, fact.event), fact.about.label):
        return 0
    life: Life | None = None
    told: list[Counting] = []
    for earlier in record.facts_before(fact, KINDS):
        life, entries = follow(life, cast(CaseFact, earlier.event), earlier.at, IN_FORCE)
        told += [(life, entry, earlier) for entry in entries]
    life, entries = follow(life, cast(CaseFact, fact.event), fact.at, IN_FORCE)
    write([(life, entry, fact) for entry in entries])
    take_away([one for one in told if one[2].id == _undone(fact)])
    return len(entries)


def _undone(fact: FactView) -> int:
    """The fact that this one takes back; 0 for none."""
    return int(fact.data.get("undoes", 0))


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild read and wrote."""

    cases: int
    facts: int
    countings: int


@transaction.atomic
def rebuild(progress: Callable[[int], None] = lambda n: None) -> Rebuilt:
    """Count everything in the line anew, in one transaction; the reaction goes on from there.

    `progress` is told how many facts were read since the last time. Until it commits, readers see the old figures.
    """
    end = start_from_here(REACTION)
    Tally.objects.all().delete()
    Counted.objects.all().delete()
    cases = facts = countings = 0
    waiting: list[tuple[Life, Entry, FactView]] = []
    for told, counted in _lives(end):
        waiting += counted
        cases, facts, countings = cases + 1, facts + told, countings + len(counted)
        if len(waiting) >= BATCH:
            write(waiting)
            waiting = []
        progress(told)
    write(waiting)
    return Rebuilt(cases, facts, countings)


def _lives(end: int) -> Iterator[tuple[int, list[tuple[Life, Entry, FactView]]]]:
    """Case by case, how many facts were told and what they count."""
    for about, facts in groupby(record.facts_in_line(KINDS, end), key=lambda fact: fact.about):
        if about.label != ABOUT:
            continue
        life: Life | None = None
        counted: list[Counting] = []
        told = 0
        for fact in facts:
            counted = [one for one in counted if one[2].id != _undone(fact)] if _undone(fact) else counted
            life, entries = follow(life, cast(CaseFact, fact.event), fact.at, IN_FORCE)
            counted += [(life, entry, fact) for entry in entries]
            told += 1
        yield told, counted
