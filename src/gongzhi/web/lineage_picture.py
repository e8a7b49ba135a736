"""Draw a lineage: one column for each kind of matter, in the order of its way, and lines from cause to effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.safestring import SafeString

from gongzhi.web.draw import cut, safe

WIDE, HIGH, AISLE, STEP, HEAD, EDGE = 156, 44, 32, 56, 40, 8  # units of the drawing
SIGNS = 10  # of a title in its box


@dataclass(frozen=True)
class Box:
    """One thing in a column: what names it, its words, and whether it is where the reader came from."""

    key: Any
    words: str
    here: bool = False


@dataclass(frozen=True)
class Column:
    """One kind of matter: its word and its boxes, from the top."""

    word: str
    boxes: Sequence[Box]


def picture(columns: Sequence[Column], pairs: Sequence[tuple[Any, Any]], said: str) -> SafeString:
    """The drawing as SVG; `pairs` are (cause, effect) by the boxes' keys, `said` is what it shows, in one sentence."""
    spots = {
        box.key: (EDGE + n * (WIDE + AISLE), HEAD + row * STEP)
        for n, column in enumerate(columns)
        for row, box in enumerate(column.boxes)
    }
    width = EDGE * 2 + len(columns) * WIDE + max(len(columns) - 1, 0) * AISLE
    height = HEAD + max((len(column.boxes) for column in columns), default=0) * STEP
    heads = (_head(EDGE + n * (WIDE + AISLE), column.word) for n, column in enumerate(columns))
    boxes = (_box(box, *spots[box.key]) for column in columns for box in column.boxes)
    drawn = "".join(chain(_lines(pairs, spots), heads, boxes))
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return SafeString(f'<svg class="ln-picture" role="img" aria-label="{safe(said)}" {size}>{drawn}</svg>')


def _lines(pairs: Sequence[tuple[Any, Any]], spots: Mapping[Any, tuple[int, int]]) -> list[str]:
    known = dict.fromkeys((a, b) for a, b in pairs if a in spots and b in spots and a != b)
    return [_line(spots[a], spots[b]) for a, b in known]


def _line(cause: tuple[int, int], effect: tuple[int, int]) -> str:
    """From the right side of a cause to the left side of its effect; inside a column, along its right side."""
    x, y = cause[0] + WIDE, cause[1] + HIGH // 2
    to_x, to_y = (
        (effect[0], effect[1] + HIGH // 2) if effect[0] > cause[0] else (effect[0] + WIDE, effect[1] + HIGH // 2)
    )
    bend = x + AISLE // 2
    return f'<path class="ln-line" d="M{x} {y}C{bend} {y} {max(to_x - AISLE // 2, bend)} {to_y} {to_x} {to_y}"/>'


def _head(x: int, word: str) -> str:
    return f'<text class="ln-head" x="{x}" y="{HEAD - 14}">{safe(word)}</text>'


def _box(box: Box, x: int, y: int) -> str:
    css = "ln-box ln-here" if box.here else "ln-box"
    words = f'<text class="ln-words" x="{x + 12}" y="{y + HIGH // 2 + 5}">{safe(cut(box.words, SIGNS))}</text>'
    return f'<rect class="{css}" x="{x}" y="{y}" width="{WIDE}" height="{HIGH}" rx="6"/>{words}'
