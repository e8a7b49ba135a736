"""The words that two texts share, for a person who wants to see why they were laid side by side."""

from __future__ import annotations

from difflib import SequenceMatcher

from gongzhi.triage.rules.text import fold
from gongzhi.triage.rules.things import named, plain

MOST, LEAST, READ = 4, 3, 300


def shared(one: str, other: str) -> list[str]:
    """Up to four: things that both name (each by its usual word), then the longest runs that both hold."""
    a, b = fold(one[:READ]), fold(other[:READ])
    found = sorted(named(a) & named(b))[:MOST]
    if len(found) < MOST:
        found += [run for run in _runs(plain(a), plain(b)) if not any(word in run or run in word for word in found)]
    return found[:MOST]


def _runs(a: str, b: str) -> list[str]:
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    runs = {a[block.a : block.a + block.size].strip(" ，。！？；：、,.!?;:") for block in blocks if block.size >= LEAST}
    return sorted((run for run in runs if len(run) >= LEAST), key=lambda run: (-len(run), run))
