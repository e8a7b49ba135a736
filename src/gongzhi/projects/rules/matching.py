"""Which resources meet which needs, and why, and why nearly: the same every time, each reason in words and numbers.

Nothing is learnt or weighed: what fits (purpose, time, amount) is a match; matches stand nearest place first, then by
shared words, then by common time, then by number. What fails by one thing is a near miss and says by what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

from gongzhi.projects.rules.times import Span, shared

SEGMENT = 8  # digits of one step of a place's path
Given = dict[str, int | str]
Reason = tuple[str, Given]


@dataclass(frozen=True)
class Want:
    """A need as the rules see it: `area` is the path of its street; `size` people or pieces, 0 where nobody said."""

    id: int
    path: str
    area: str
    purpose: str
    words: frozenset[str] = frozenset()
    size: int = 0
    times: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Have:
    """A resource as the rules see it: `amount` that is free, `most_each` for one use, `days` it still lasts.

    `counts`: its amount is counted in what a need is counted in (people, seats, pieces), so that the two are compared.
    """

    id: int
    path: str
    area: str
    purpose: str
    words: frozenset[str] = frozenset()
    amount: int = 1
    most_each: int = 0
    times: tuple[Span, ...] = ()
    days: int = 1
    limits: bool = False
    counts: bool = True


@dataclass(frozen=True)
class Hub:
    """An organisation that supports others, or knows who has what, for a purpose in an area."""

    body_id: int
    path: str
    purpose: str
    role: str


@dataclass(frozen=True)
class Pair:
    """A resource for a need: the reasons that speak for it, and, in a near miss, what stands against it."""

    have_id: int
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Found:
    """What was found for one need: matches, near misses, and organisations to ask where nothing matched."""

    want_id: int
    matches: tuple[Pair, ...]
    near: tuple[Pair, ...]
    ask: tuple[int, ...] = ()


@lru_cache(maxsize=4096)
def pieces(text: str) -> frozenset[str]:
    """The words of a text for comparison: pairs of Chinese characters, whole words of other scripts, in lower case."""
    found: set[str] = set()
    run, word = "", ""
    for char in text.lower() + " ":
        if "一" <= char <= "鿿":
            run += char
            if len(run) > 1:
                found.add(run[-2:])
        else:
            run = ""
        if char.isascii() and char.isalnum():
            word += char
        else:
            if len(word) > 2:
                found.add(word)
            word = ""
    return frozenset(found)


together = lru_cache(maxsize=65536)(shared)


@lru_cache(maxsize=65536)
def hops(one: str, two: str) -> int:
    """How far two places are from each other: steps up from the lower one to what holds both; inside counts as near."""
    common = 0
    for start in range(0, min(len(one), len(two)), SEGMENT):
        if one[start : start + SEGMENT] != two[start : start + SEGMENT]:
            break
        common = start + SEGMENT
    up, down = (len(one) - common) // SEGMENT, (len(two) - common) // SEGMENT
    return 0 if not up or not down else max(up, down)


class Offers:
    """The resources, laid out so that a need meets only those of its street and purpose, and those that share words."""

    def __init__(self, haves: Iterable[Have]) -> None:
        self.by_id: dict[int, Have] = {}
        self._at: dict[tuple[str, str], dict[str, list[Have]]] = defaultdict(lambda: defaultdict(list))
        self._said: dict[tuple[str, str], list[Have]] = defaultdict(list)
        self._ways: dict[tuple[str, str, str], list[tuple[int, list[Have]]]] = {}
        for have in sorted(haves, key=lambda row: row.id):
            self.by_id[have.id] = have
            self._at[have.area, have.purpose][have.path].append(have)
            for word in have.words:
                self._said[have.area, word].append(have)
        self._common = max(20, len(self.by_id) // 50)

    def rings(self, want: Want) -> list[tuple[int, list[Have]]]:
        """Resources of the need's purpose by how far they are, nearest first."""
        key = (want.path, want.area, want.purpose)
        if key not in self._ways:
            found: dict[int, list[Have]] = defaultdict(list)
            for path, rows in self._at.get((want.area, want.purpose), {}).items():
                found[hops(want.path, path)] += rows
            self._ways[key] = sorted(found.items())
        return self._ways[key]

    def in_other_words(self, want: Want) -> dict[int, int]:
        """Resources for another purpose that share at least two words with the need: number → how many words."""
        found: dict[int, int] = defaultdict(int)
        for word in want.words:
            saying = self._said.get((want.area, word), ())
            if len(saying) > self._common:  # a word that many say tells nothing
                continue
            for have in saying:
                if have.purpose != want.purpose:
                    found[have.id] += 1
        return {number: many for number, many in found.items() if many > 1}


def find(want: Want, offers: Offers, *, most: int, near: int, hubs: Sequence[Hub] = ()) -> Found:
    """What there is for one need: at most so many matches and near misses."""
    matches: list[Pair] = []
    misses: list[Pair] = []
    for far, rows in offers.rings(want):
        if len(matches) >= most:
            break
        fits, fails = _sorted(want, rows)
        matches += [_pair(want, have, far) for _key, have in nsmallest(most - len(matches), fits, key=_first)]
        misses += [_pair(want, have, far) for _key, have in nsmallest(max(0, near - len(misses)), fails, key=_first)]
    if len(misses) < near:
        others = sorted(offers.in_other_words(want).items(), key=lambda row: (-row[1], row[0]))[: near - len(misses)]
        misses += [_pair(want, offers.by_id[pk], hops(want.path, offers.by_id[pk].path)) for pk, _many in others]
    return Found(want.id, tuple(matches), tuple(misses), () if matches else _ask(want, hubs))


Keyed = tuple[tuple[int, int, int], Have]


def _first(row: Keyed) -> tuple[int, int, int]:
    return row[0]


def _sorted(want: Want, rows: Sequence[Have]) -> tuple[list[Keyed], list[Keyed]]:
    """Those that fit and those that do not, each with its place in the order."""
    fits: list[Keyed] = []
    fails: list[Keyed] = []
    words, times, none = want.words, want.times, want.words.isdisjoint
    for have in rows:
        said = 0 if none(have.words) else -len(words & have.words)
        common = together(times, have.times) if times and have.times else 0
        ready = common or not times or not have.times
        (fits if ready and _enough(want, have) else fails).append(((said, -common, have.id), have))
    return fits, fails


def _enough(want: Want, have: Have) -> bool:
    size = want.size if have.counts else 0
    return size <= (have.most_each or have.amount) and size <= have.amount >= 1 <= have.days


def _fits(want: Want, have: Have) -> bool:
    ready = not (want.times and have.times) or together(want.times, have.times) > 0
    return ready and _enough(want, have)


def _pair(want: Want, have: Have, far: int) -> Pair:
    return Pair(have.id, tuple(_for(want, have, far)), tuple(_against(want, have)))


def _for(want: Want, have: Have, far: int) -> Iterable[Reason]:
    yield ("place", {"hops": far})
    if want.purpose == have.purpose:
        yield ("purpose", {"code": want.purpose})
    common = sorted(want.words & have.words)
    if common:
        yield ("words", {"n": len(common), "words": " ".join(common[:5])})
    minutes = together(want.times, have.times)
    if minutes:
        yield ("time", {"minutes": minutes})
    elif not have.times:
        yield ("any_time", {})
    if want.size and have.counts and have.amount >= want.size:
        yield ("amount", {"have": have.amount, "want": want.size})
    if have.days > 0:
        yield ("days", {"n": have.days})
    if have.limits:
        yield ("limits", {})


def _against(want: Want, have: Have) -> Iterable[Reason]:
    if want.purpose != have.purpose:
        yield ("other_purpose", {"code": have.purpose})
    if want.times and have.times and not together(want.times, have.times):
        yield ("no_time", {})
    if have.amount < 1:
        yield ("none_left", {})
    elif have.counts and want.size > have.amount:
        yield ("too_small", {"have": have.amount, "want": want.size})
    elif have.counts and have.most_each and want.size > have.most_each:
        yield ("most_each", {"most": have.most_each, "want": want.size})
    if have.days < 1:
        yield ("over", {})


def _ask(want: Want, hubs: Sequence[Hub]) -> tuple[int, ...]:
    """Organisations of the purpose whose area holds the need: hubs first, the nearest first."""
    near = [hub for hub in hubs if hub.purpose == want.purpose and want.path.startswith(hub.path)]
    near.sort(key=lambda hub: (hub.role != "hub", -len(hub.path), hub.body_id))
    return tuple(dict.fromkeys(hub.body_id for hub in near))


def match(
    wants: Iterable[Want], haves: Iterable[Have], *, most: int, near: int, hubs: Sequence[Hub] = ()
) -> list[Found]:
    """What there is for every need, in the order of the needs."""
    offers = Offers(haves)
    return [find(want, offers, most=most, near=near, hubs=hubs) for want in wants]


@dataclass(frozen=True)
class Gap:
    """One purpose at one place: needs and people, those that nothing meets, resources, those that no need can use."""

    purpose: str
    needs: int
    people: int
    unmet: int
    unmet_people: int
    resources: int
    idle: int


def gaps(wants: Sequence[Want], people: Mapping[int, int], haves: Sequence[Have]) -> list[Gap]:
    """Unmet needs and over-supply by purpose. Unmet: no resource fits the need. Idle: the resource fits no need here.

    `people`: how many stand behind each need.
    """
    offers, used = Offers(haves), set[int]()
    rows: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    for want in wants:
        fitting = {have.id for _far, ring in offers.rings(want) for have in ring if _fits(want, have)}
        used |= fitting
        lacking, many = int(not fitting), people[want.id]
        for place, add in enumerate((1, many, lacking, many * lacking)):
            rows[want.purpose][place] += add
    for have in haves:
        rows[have.purpose][4] += 1
        rows[have.purpose][5] += int(have.id not in used)
    return [Gap(purpose, *values) for purpose, values in sorted(rows.items())]
