"""Recurring problems: a moving window of messages, grouped by text, place and time, one at a time or all at once.

A message is in one theme. What a person put together, took apart, confirmed or named stays so: the machine only
adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice

import numpy as np
from scipy import sparse

from gongzhi.triage.rules.theme_features import Features, Words, features_many, pack, unpack
from gongzhi.triage.rules.theme_grouping import all_grouped, few_grouped, touched
from gongzhi.triage.rules.theme_index import Index
from gongzhi.triage.rules.theme_linkage import Rows, chosen
from gongzhi.triage.rules.theme_rows import DAY, Message, Row, named, row_of
from gongzhi.triage.rules.theme_vectors import Counts, points_of, strongest, words_of

__all__ = ["DAY", "Message", "Row", "Themes"]

BATCH = 2_000
LARGE = 200  # a theme of more messages is taken as it is when one is added; `settle` looks at all
LOOKED_AT = 1_500  # of a neighbourhood at most, so that one more message takes a fifth of a second at most
# What is rare is not known before there are some messages: until then all are grouped anew at these numbers.
EARLY = frozenset(2**power for power in range(3, 11))


class Themes:
    """The window. Its whole state is `rows` and `titles`; everything else is worked out from them."""

    def __init__(self, rows: Iterable[Row] = (), titles: Mapping[int, str] | None = None, last: int = 0) -> None:
        self.rows: list[Row] = sorted(rows, key=lambda row: (row.day, row.ref))
        self.titles: dict[int, str] = dict(titles or {})
        self._moved: set[str] = set()
        self.last = max([last, *self.titles, *(max(row.theme, row.pin) for row in self.rows)])
        self._restart()

    def _restart(self) -> tuple[list[Features], sparse.csr_matrix, sparse.csr_matrix]:
        """Everything that follows from the rows: their features, words, and the strongest of them."""
        self.counts, self._index = Counts(), Index()
        self._at = {row.ref: at for at, row in enumerate(self.rows)}
        self._members: dict[int, set[int]] = {}
        for at, row in enumerate(self.rows):
            if row.theme:
                self._members.setdefault(row.theme, set()).add(at)
        parts = [unpack(row.features) for row in self.rows]
        self.counts.add_all(parts)
        words = words_of(parts, self.counts)
        strong = strongest(words, self.counts)
        self._index.rebuild(strong)
        return parts, words, strong

    # --- reading

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, ref: str) -> bool:
        return ref in self._at

    def theme_of(self, ref: str) -> int:
        """The theme that the message is in; KeyError when the window does not hold it."""
        return self.rows[self._at[ref]].theme

    def members(self, theme: int) -> list[Row]:
        """The theme's messages, oldest first; none for a theme that is not there."""
        return sorted((self.rows[at] for at in self._members.get(theme, ())), key=lambda row: (row.day, row.ref))

    def numbers(self) -> list[int]:
        """Every theme that has a message, single ones included."""
        return sorted(self._members)

    def moves(self) -> dict[str, int]:
        """Ref → theme of every message that was moved since this was last asked: what a table has to be told."""
        moved, self._moved = self._moved, set()
        return {ref: self.theme_of(ref) for ref in sorted(moved) if ref in self._at}

    # --- messages come and go

    def add_all(self, messages: Iterable[Message]) -> None:
        """Many at once, and everything grouped anew. A ref that is there already is passed over."""
        coming = iter(messages)
        while batch := list(islice(coming, BATCH)):
            found = features_many([Words(message.title, message.body, message.place) for message in batch])
            for message, features in zip(batch, found, strict=True):
                if message.ref not in self._at:
                    self._at[message.ref] = len(self.rows)
                    self.rows.append(row_of(message, pack(features)))
        self.settle()

    def add(self, message: Message) -> int:
        """One more: its theme's number. Only the themes near it are grouped anew, so a fifth of a second at most."""
        if message.ref in self._at:
            return self.theme_of(message.ref)
        features = features_many([Words(message.title, message.body, message.place)])[0]
        return self.add_row(row_of(message, pack(features)))

    def add_row(self, row: Row) -> int:
        """One more, as a table keeps it."""
        if row.ref in self._at:
            return self.theme_of(row.ref)
        at = len(self.rows)
        self.rows.append(row)
        self._at[row.ref] = at
        self.counts.add(unpack(row.features))
        if len(self.rows) in EARLY:
            self.settle()
        else:
            self._place(at)
        return self.theme_of(row.ref)

    def forget_before(self, moment: datetime) -> list[str]:
        """Let go of what was said earlier, whoever fixed it; the refs that went. What stays keeps its theme."""
        day = moment.timestamp() / DAY
        gone = [row.ref for row in self.rows if row.day < day]
        if gone:
            self.rows = [row for row in self.rows if row.day >= day]
            self._restart()
        return gone

    def settle(self) -> None:
        """Group the whole window anew, as from nothing; a theme keeps the number of the one it shares most with."""
        self.rows.sort(key=lambda row: (row.day, row.ref))
        parts, words, strong = self._restart()
        if self.rows:
            days, pins = np.array([row.day for row in self.rows]), np.array([row.pin for row in self.rows], np.int64)
            groups = all_grouped(points_of(parts, days, pins, self.counts, words), strong)
            self._take(np.arange(len(self.rows)), groups)

    # --- what a person decides

    def pin(self, refs: Iterable[str], theme: int = 0) -> int:
        """Put messages into a theme (0: a new one) for good; its number. KeyError for a ref that is not there."""
        at = [self._at[ref] for ref in refs]
        theme = theme or self.last + 1
        self.last = max(self.last, theme)
        for row in at:
            self._move(row, theme, pin=theme)
        return theme

    def confirm(self, theme: int) -> None:
        """What is in the theme now stays in it; more may come."""
        self.pin([row.ref for row in self.members(theme)], theme)

    def split(self, theme: int, refs: Iterable[str]) -> int:
        """Those messages become a theme of their own, its number; the machine brings the two never together again."""
        self.confirm(theme)
        return self.pin(refs)

    def merge(self, theme: int, other: int) -> None:
        """Everything of `other` goes into `theme` for good; the other's title is let go."""
        if theme == other:
            return
        self.pin([row.ref for number in (theme, other) for row in self.members(number)], theme)
        self.titles.pop(other, None)

    def rename(self, theme: int, title: str) -> None:
        """A title by hand, which also confirms what it names; an empty one gives the word back to the messages."""
        self.titles.pop(theme, None)
        if title.strip():
            self.titles[theme] = title.strip()
            self.confirm(theme)

    # --- inside

    def _place(self, at: int) -> None:
        row = self.rows[at]
        strong = strongest(words_of([unpack(row.features)], self.counts), self.counts)
        near = self._index.near(strong)
        self._index.add(at, strong.indices.tolist())
        looked = self._looked_at([at, *near.tolist()])
        if len(looked) > 1:
            self._regroup(at, looked)
        if not self.rows[at].theme:
            self.last += 1
            self._move(at, self.last)

    def _looked_at(self, rows: Sequence[int]) -> list[int]:
        """The message itself first, then the members of the themes of its nearest, as many as may be looked at."""
        found: dict[int, None] = {rows[0]: None}
        for theme in dict.fromkeys(self.rows[row].theme for row in rows[1:]):
            newest = sorted(self._members.get(theme, ()), key=lambda at: (-self.rows[at].day, self.rows[at].ref))
            if len(found) + min(len(newest), LOOKED_AT // 3) <= LOOKED_AT:
                found.update(dict.fromkeys(newest[: LOOKED_AT // 3]))
        return list(found)

    def _regroup(self, at: int, looked: list[int]) -> None:
        rows = [self.rows[row] for row in looked]
        pins, themes = np.array([row.pin for row in rows]), np.array([row.theme for row in rows])
        points = points_of(
            [unpack(row.features) for row in rows], np.array([row.day for row in rows]), pins, self.counts
        )
        numbers, groups = np.unique(themes, return_inverse=True)  # 0, the new one's, comes first
        concerned = numbers[touched(points, groups)]
        keep = np.flatnonzero(np.isin(themes, concerned) | (np.arange(len(rows)) == 0))
        if len(keep) > 1:
            lumps = np.where([len(self._members.get(n, ())) > LARGE for n in themes[keep].tolist()], themes[keep], 0)
            groups = few_grouped(chosen(points, keep), lumps)
            self._take(*self._whole(np.array(looked)[keep], groups, lumps))

    def _whole(self, at: Rows, groups: Rows, lumps: Rows) -> tuple[Rows, Rows]:
        """The same with the members of large themes that were not looked at: they go where the others go."""
        seen, more, into = set(at.tolist()), [], []
        for theme, group in dict(zip(lumps.tolist(), groups.tolist(), strict=True)).items():
            rest = sorted(self._members.get(theme, set()) - seen) if theme else []
            more += rest
            into += [group] * len(rest)
        return np.append(at, np.array(more, np.int64)), np.append(groups, np.array(into, np.int64))

    def _take(self, at: Rows, groups: Rows) -> None:
        """Move every message to the theme that its group is called by."""
        rows = [self.rows[row] for row in at.tolist()]
        called = named(groups.tolist(), [row.theme for row in rows], [row.pin for row in rows])
        for row, group in zip(at.tolist(), groups.tolist(), strict=True):
            if group not in called:
                self.last += 1
                called[group] = self.last
            self._move(row, called[group])

    def _move(self, at: int, theme: int, pin: int = 0) -> None:
        row = self.rows[at]
        if row.theme != theme or pin:
            left = self._members.get(row.theme, set())
            left.discard(at)
            if row.theme and not left:
                self._members.pop(row.theme, None)
            self.rows[at] = row._replace(theme=theme, pin=pin or row.pin)
            self._moved.add(row.ref)
            self._members.setdefault(theme, set()).add(at)
