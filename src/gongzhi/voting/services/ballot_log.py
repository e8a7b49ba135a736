"""Enter a blind-signed ballot into the vote's public log at once, and hand out the proof that it stands there."""

from __future__ import annotations

from gongzhi.kernel.errors import Refused
from gongzhi.voting.models import BlindLeaf, BlindLog, Vote
from gongzhi.voting.rules.ballot_log import Proof
from gongzhi.voting.rules.blind_ballots import packed, unpacked
from gongzhi.voting.rules.merkle import Peaks, proof, root
from gongzhi.voting.selectors.blind import leaves


def open_log(vote: Vote) -> None:
    """An empty log for a vote that was drawn up."""
    BlindLog.objects.create(vote=vote)


def enter(vote: Vote, leaf: bytes) -> Proof:
    """One more leaf, in the order of coming and without an instant; the proof in the log that ends with it."""
    log = BlindLog.objects.select_for_update().get(vote=vote)
    before = Peaks(log.size, tuple(unpacked(one) for one in log.tops))
    after = before.add(leaf)
    BlindLeaf.objects.create(vote=vote, number=before.size, leaf=packed(leaf))
    log.size, log.tops = after.size, [packed(one) for one in after.tops]
    log.save(update_fields=["size", "tops"])
    return Proof(str(vote.pk), before.size, after.size, leaf, after.root, before.path)


def again(vote: Vote, leaf: bytes, refusal: Refused) -> Proof:
    """The proof that was given for this leaf, once more; the refusal when the log has no such leaf."""
    index = BlindLeaf.objects.filter(vote=vote, leaf=packed(leaf)).values_list("number", flat=True).first()
    if index is None:
        raise refusal
    log = leaves(vote.pk)[: index + 1]
    return Proof(str(vote.pk), index, len(log), leaf, root(log), proof(log, index))
