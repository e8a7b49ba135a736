"""What everybody may know of a blind-signed vote: who issued how many, and after the count every ballot."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from gongzhi.voting.models import BlindBallot, BlindIssuer, BlindLeaf, Option, UrnBallot, Vote
from gongzhi.voting.rules import ballot_log
from gongzhi.voting.rules.blind_ballots import ballot_of, file_of, record_of, unpacked
from gongzhi.voting.selectors.votes import certificate


def issuers(vote_id: int) -> list[dict[str, Any]]:
    """Both issuers in their order: name, public key, how many ballots they signed."""
    rows = BlindIssuer.objects.filter(vote_id=vote_id).annotate(issued=Count("issues")).order_by("number")
    return [{"name": row.name, "key": row.public, "issued": row.issued} for row in rows]


def leaves(vote_id: int) -> list[bytes]:
    """The leaves of the public log in the order of their coming; none in another vote."""
    rows = BlindLeaf.objects.filter(vote_id=vote_id).order_by("number").values_list("leaf", flat=True)
    return [unpacked(one) for one in rows]


def log_file(vote_id: int) -> dict[str, Any]:
    """The public log as a file, while the vote runs and after."""
    return ballot_log.file_of(str(vote_id), leaves(vote_id))


def ballots_file(vote: Vote) -> dict[str, Any] | None:
    """Every ballot as it came in, with what was counted; None before the count."""
    counted = certificate(vote.pk)
    if vote.secrecy != "blind" or counted is None:
        return None
    standing = Option.objects.filter(vote=vote, withdrawn_at=None).order_by("position").values_list("key", flat=True)
    kept = BlindBallot.objects.filter(vote=vote).order_by("key").values_list("record", flat=True)
    records = [record for record in map(record_of, kept) if record is not None]
    paper = UrnBallot.objects.filter(vote=vote).values_list("choice", flat=True)
    said = [ballot_of(choice, list(standing)) for choice in paper]
    return file_of(
        str(vote.pk), issuers(vote.pk), records, said, counted["items"][""]["inputs"]["ballots"], list(standing)
    ) | {"log": log_file(vote.pk)}
