"""What a certified vote means for the rule text or the committee that it was about, so that nobody types the result."""

from __future__ import annotations

from collections import Counter

from django.db import transaction

from gongzhi.deliberation.models import Candidate, Edition, Selection
from gongzhi.deliberation.selectors import covenant_steps as steps
from gongzhi.deliberation.services.candidates import certify, plain
from gongzhi.deliberation.services.covenant_moves import AUTOMATIC, move_covenant
from gongzhi.kernel.errors import Refused
from gongzhi.voting import selectors as voting

FAILED = ("rejected", "no_decision", "tied")


def follow_vote(vote_id: int) -> str:
    """Make the step that the certificate leads to; the name of the move, or "" where a person has to look.

    A text passed and valid goes on, one that failed goes back to its drafters. Whoever a vote chose is elected, unless
    two candidates share a name or somebody chosen may not stand.
    """
    edition = Edition.objects.filter(vote_id=vote_id, state="voting").first()
    return _text(edition) if edition is not None else _committee(vote_id)


def _text(edition: Edition) -> str:
    state, valid = steps.vote_result(edition)
    if valid is False or state in FAILED:
        move = "reject"
    elif state == steps.PASSED:
        move = "pass"
    else:
        return ""
    move_covenant(actor=AUTOMATIC, edition_id=edition.pk, move=move)
    return move


def _committee(vote_id: int) -> str:
    vote, chosen = voting.vote(vote_id), voting.chosen(vote_id)
    about = vote.about if vote is not None else None
    if about is None or about.label != Selection._meta.label_lower or not chosen:
        return ""
    elected = _named(about.id, [plain(title) for title in chosen.values()])
    try:
        with transaction.atomic():
            certify(actor=AUTOMATIC, selection_id=about.id, elected=elected, vote_id=vote_id)
    except Refused:
        return ""  # the desk sees the vote beside the candidates and settles it
    return "certify"


def _named(selection_id: int, names: list[str]) -> list[int]:
    """The candidates with these names; none at all where a name does not lead to exactly one."""
    rows = Candidate.objects.filter(selection_id=selection_id, state="eligible").select_related("person")
    standing = [(plain(one.person.name), one.pk) for one in rows]
    many = Counter(name for name, _pk in standing)
    return [pk for name, pk in standing if name in names] if all(many[name] == 1 for name in names) else []
