"""Numbers as an address or a form writes them: whatever else stands there is no number, and never an error."""

from __future__ import annotations

LONGEST = 19  # a number of so many figures may not fit into a column


def digits(text: object, shorter_than: int = LONGEST) -> int | None:
    """The number that these plain figures write; None for anything else, and for `shorter_than` figures or more."""
    said = "" if text is None else str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) < shorter_than else None
