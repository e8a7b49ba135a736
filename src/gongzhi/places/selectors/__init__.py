"""The only readers of places for the rest of the house: the tree now, the tree on a day, words, maps."""

from __future__ import annotations

from gongzhi.places.rules.paths import ids as path_ids
from gongzhi.places.rules.paths import nested
from gongzhi.places.selectors.history import AsOf, Cell, Position, Span, Stay, as_of, cells_with_history, history
from gongzhi.places.selectors.maps import locate, outline, outlines
from gongzhi.places.selectors.search import by_sign, search
from gongzhi.places.selectors.tree import (
    BETWEEN_NAMES,
    ancestor,
    ancestors,
    by_code,
    by_codes,
    children,
    cover_gaps,
    get,
    level_ids,
    names,
    names_of,
    partition,
    tally,
    ways_of,
    within,
)

__all__ = [
    "BETWEEN_NAMES",
    "AsOf",
    "Cell",
    "Position",
    "Span",
    "Stay",
    "ancestor",
    "ancestors",
    "as_of",
    "by_code",
    "by_codes",
    "by_sign",
    "cells_with_history",
    "children",
    "cover_gaps",
    "get",
    "history",
    "level_ids",
    "locate",
    "names",
    "names_of",
    "nested",
    "outline",
    "outlines",
    "partition",
    "path_ids",
    "search",
    "tally",
    "ways_of",
    "within",
]
