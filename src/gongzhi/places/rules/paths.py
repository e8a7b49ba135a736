"""Write a place's chain of ids as digits, so that "inside" is a range of one index on every database and collation."""

from __future__ import annotations

WIDTH = 8
MOST = 10**WIDTH - 1


def segment(number: int) -> str:
    """One id as a fixed-width segment; ValueError when the id does not fit."""
    if not 0 < number <= MOST:
        raise ValueError(f"a place's id must lie between 1 and {MOST}: {number}")
    return f"{number:0{WIDTH}d}"


def join(parent: str, number: int) -> str:
    """The path of the place `number` under the path `parent` ("" at the top)."""
    return parent + segment(number)


def ids(path: str) -> list[int]:
    """The ids on the path, from the top down to the place itself."""
    if len(path) % WIDTH:
        raise ValueError(f"not a path of places: {path!r}")
    return [int(path[i : i + WIDTH]) for i in range(0, len(path), WIDTH)]


def prefixes(path: str) -> list[str]:
    """The paths of the place itself and of everything above it, nearest first."""
    return [path[:end] for end in range(len(path), 0, -WIDTH)]


def beyond(path: str) -> str:
    """The first path after everything inside `path`: inside means path <= x < beyond(path)."""
    following = str(int(path) + 1).zfill(len(path))
    return following if len(following) == len(path) else ":"  # ":" sorts after every digit


def inside(path: str, other: str) -> bool:
    """Whether the place with `path` is the place with path `other`, or lies in it."""
    return path.startswith(other)


def nested(path: str, other: str) -> bool:
    """Whether one of the places with these paths lies in the other, or they are the same."""
    return inside(path, other) or inside(other, path)
