"""What sorting may learn from: texts of cases with the matter type that a person gave, or worked under to the end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gongzhi.cases.models import Case
from gongzhi.record import selectors as record

SORTING = ("sort", "reclassify", "sort_itself")
DONE = ("solved", "explained")
_EVERY = 2**62


def lessons() -> Iterator[tuple[str, str]]:
    """(text, matter code) of every case that teaches, streamed in the order of their numbers.

    A case teaches when the last to give its matter type was a person, or when it was closed as solved or explained
    under it. A type that only the system gave is no lesson: the system would learn from itself.
    """
    taught = _sorted_by_person()
    rows = Case.objects.exclude(matter="").order_by("pk").values_list("pk", "state", "text", "matter")
    for pk, state, text, matter in rows.iterator(chunk_size=2000):
        if pk in taught or state in DONE:
            yield text, matter


def _sorted_by_person() -> set[int]:
    """The cases whose matter type was last given by a person at the sorting desk."""
    found = set()
    for about, facts in groupby(record.facts_in_line(["case.moved"], _EVERY), key=lambda fact: fact.about):
        told = list(facts)
        undone = {fact.data.get("undoes", 0) for fact in told}  # a slip that was taken back teaches nothing
        last = [fact for fact in told if fact.data["move"] in SORTING and fact.id not in undone][-1:]
        if last and last[0].person_id is not None:
            found.add(about.id)
    return found
