"""The ballots as a count reads them: the last of each mark on an open roll, the urn as it lies in a secret vote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from gongzhi.voting.models import Ballot, BlindBallot, Delivery, Elector, UrnBallot, Vote

COUNTING = ("closed", "counted", "certified", "published")


@dataclass(frozen=True)
class Voice:
    """One ballot that counts: what it says, and in an open-roll vote whose it is."""

    choice: dict[str, Any]
    elector_id: int | None = None


def voices(vote: Vote) -> list[Voice]:
    """Every ballot that counts. PermissionError before the close: nobody looks into a running vote."""
    if vote.state not in COUNTING:
        raise PermissionError("ballots are read after the close only")
    return list(READ[vote.secrecy](vote))


def _on_the_roll(vote: Vote) -> Iterator[Voice]:
    rows = Ballot.objects.filter(mark__vote=vote, mark__void="").order_by("mark_id", "number")
    last = {elector: choice for elector, choice in rows.values_list("mark__elector_id", "choice")}
    return (Voice(choice, elector) for elector, choice in last.items())


def _in_the_urn(vote: Vote) -> Iterator[Voice]:
    rows = UrnBallot.objects.filter(vote=vote).order_by("id").values_list("choice", flat=True)
    return (Voice(choice) for choice in rows)


def _blind(vote: Vote) -> Iterator[Voice]:
    """What was handed in by nobody in particular, and the papers, which lie in the urn."""
    rows = BlindBallot.objects.filter(vote=vote).order_by("id").values_list("choice", flat=True)
    return (voice for voices in ((Voice(choice) for choice in rows), _in_the_urn(vote)) for voice in voices)


READ: dict[str, Callable[[Vote], Iterator[Voice]]] = {"roll": _on_the_roll, "secret": _in_the_urn, "blind": _blind}


def roll(vote_id: int) -> list[Elector]:
    """Those who stand on the roll, in its order."""
    return list(Elector.objects.filter(vote_id=vote_id, struck_at=None).order_by("number"))


def proofs(vote_id: int) -> dict[int, tuple[bool, bool, bool]]:
    """For each elector who was served: delivered, told the agenda, told the effect of not voting."""
    found: dict[int, tuple[bool, bool, bool]] = {}
    rows = Delivery.objects.filter(vote_id=vote_id).values_list("elector_id", "agenda_told", "effect_told")
    for elector, agenda, effect in rows:
        _served, before, told = found.get(elector, (True, False, False))
        found[elector] = (True, before or agenda, told or effect)
    return found
