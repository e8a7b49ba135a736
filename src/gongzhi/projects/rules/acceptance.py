"""Who is drawn to accept a project, and what their answers come to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256


def digest(tokens: Sequence[str]) -> str:
    """Of the list, a token a line in its order: what is printed before anybody knows the seed."""
    return sha256("\n".join(tokens).encode()).hexdigest()


def drawn(tokens: Sequence[str], seed: str) -> list[str]:
    """All of the list in the order of the lot: those whose SHA-256 of seed, line feed and token is smallest go first.

    It is the lot of the house (`voting.rules.ties.lot`), written out so that it can be done by hand.
    """
    return sorted(tokens, key=lambda token: (sha256(f"{seed}\n{token}".encode()).hexdigest(), token))


def outcome(drawn_many: int, yes: int, no: int, quorum: Fraction, majority: Fraction) -> str:
    """ "passed", "failed", or "" while too few have answered; both shares include their number (以上)."""
    answered = yes + no
    if answered == 0 or answered < quorum * drawn_many:
        return ""
    return "passed" if yes >= majority * answered else "failed"
