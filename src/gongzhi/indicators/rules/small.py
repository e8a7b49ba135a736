"""Which counts the public is not shown, so that nobody is recognised behind a small number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
_STEPS = 400  # how long another explanation is looked for; without one, one number more is hidden


@dataclass(frozen=True)
class Sum(Generic[Key]):
    """A number that stands beside the parts it is the sum of."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def signs(self) -> dict[Key, int]:
        """Its members with the signs under which they come to nought."""
        return {**dict.fromkeys(self.parts, 1), self.total: -1}


def protected(
    counts: Mapping[Key, int], sums: Sequence[Sum[Key]], least: int, unseen: Collection[Key] = ()
) -> frozenset[Key]:
    """The keys that one page must not show, so that no count from 1 to below `least` can be worked out from the rest.

    `unseen` counts (what a share leaves over, what a list leaves out) are never shown, but a reader can subtract.
    A reader knows every sum, sees nought as nought, and so knows that what is held back is at least 1. For every small
    count there stays another set of numbers that fits all that is shown, in which it is `least`.
    """
    small = sorted((key for key, n in counts.items() if 0 < n < least), key=str)
    dark = set(small) | set(unseen)
    done: set[Key] = set()  # all around them is hidden already
    while True:
        page = _Page(counts, sums, dark, unseen)
        told = next((key for key in small if key not in done and not page.could_be(key, least)), None)
        if told is None:
            return frozenset(dark - set(unseen))
        more = page.next_to_hide()
        if more is None:
            done.add(told)
        else:
            dark.add(more)


class _Page(Generic[Key]):
    """What a reader knows: the sums, and which of their members are dark."""

    def __init__(
        self, counts: Mapping[Key, int], sums: Sequence[Sum[Key]], dark: Collection[Key], unseen: Collection[Key]
    ) -> None:
        self.counts, self.sums, self.dark = counts, sums, dark
        self.room = {key: counts[key] - (0 if key in unseen else 1) for key in dark}
        self.lines = [{key: sign for key, sign in one.signs.items() if key in self.room} for one in sums]
        self.touching: dict[Key, list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            for key in line:
                self.touching[key].append(number)

    def could_be(self, key: Key, count: int) -> bool:
        """Whether the dark numbers could also be such that this one is `count`."""
        self.steps, self.stuck = _STEPS, dict[int, None]()
        return self._made_good({key: count - self.counts[key]})

    def _made_good(self, moved: dict[Key, int]) -> bool:
        """Whether other dark numbers can be moved, each once, until every sum is right again."""
        self.steps -= 1
        touched = {number for key in moved for number in self.touching[key]}
        wrong = next((n for n in sorted(touched) if self._off(n, moved)), None)
        if wrong is None or self.steps < 0:
            return wrong is None
        off = self._off(wrong, moved)
        line = self.lines[wrong]
        for key in sorted((k for k in line if k not in moved), key=lambda k: (len(self.touching[k]), -self.room[k])):
            by = max(-off * line[key], -self.room[key])
            if by and self._made_good({**moved, key: by}):
                return True
        self.stuck[wrong] = None
        return False

    def _off(self, number: int, moved: Mapping[Key, int]) -> int:
        return sum(sign * moved[key] for key, sign in self.lines[number].items() if key in moved)

    def next_to_hide(self) -> Key | None:
        """The smallest number shown in the first sum that stood in the way, a part before a total; None: no more."""
        near = [self.sums[n] for n in self.stuck]
        while True:
            for one in near:
                shown = [k for k in one.signs if self.counts[k] and k not in self.dark]
                if shown:
                    return min(shown, key=lambda k: (k == one.total, self.counts[k], str(k)))
            touched = {k for one in near for k in one.signs}
            wider = [one for one in self.sums if not touched.isdisjoint(one.signs)]
            if len(wider) == len(near):
                return None
            near = wider
