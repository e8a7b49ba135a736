"""The decision table as pages and services ask it: the line of a matter, its name and reasons in the reader's words."""

from __future__ import annotations

from django.utils.translation import get_language

from gongzhi.deliberation.rules.tables import DecisionKind, Method, MethodStep, decisions, methods
from gongzhi.mandates import selectors as mandates


def _english() -> bool:
    return (get_language() or "").startswith("en")


def kind(code: str) -> DecisionKind | None:
    """A line of the table by its code."""
    return decisions().kinds.get(code)


def kind_of(matter: str) -> DecisionKind:
    """The one line that decides on a matter type of the list; a type that the list does not know is public affairs."""
    known = mandates.matter(matter)
    table = decisions()
    try:
        return table.of(matter, known.group if known else "")
    except KeyError:
        return table.kinds["public_affairs"]


def kinds() -> list[DecisionKind]:
    """Every line, in the order of the table."""
    return list(decisions().kinds.values())


def open_kinds() -> list[DecisionKind]:
    """The lines about which people may deliberate."""
    return [line for line in kinds() if line.open]


def name_of(line: DecisionKind | Method | MethodStep | None) -> str:
    """The line's name in the reader's language."""
    if line is None:
        return ""
    return line.name_en if _english() else line.name


def why_closed(line: DecisionKind) -> str:
    """Why nobody deliberates about it, in the reader's language."""
    return line.why_en if _english() else line.why


def ways_to_deliberate() -> dict[str, Method]:
    """The ways to deliberate, in their order."""
    return methods()
