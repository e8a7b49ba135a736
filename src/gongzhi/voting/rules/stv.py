"""Scottish STV (SSI 2007/42, rules 45–52): whole numbers of 1/100,000 of a vote, ties by earlier stages, then by lot.

Where a ballot puts two candidates on one rank, which the Scottish rules do not allow, its paper is split equally.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.voting.rules.outcome import Outcome, Reason, Verdict
from gongzhi.voting.rules.ties import drawn

RULE_OF = {"surplus": "SSI 2007/42, rule 49", "exclusion": "SSI 2007/42, rule 51"}
WHOLE = 100_000  # rule 48(3): five decimal places, the rest is left out
Ranking = tuple[tuple[str, ...], ...]
Votes = int | Fraction  # in 1/WHOLE; broken only where a paper was split


@dataclass(frozen=True)
class Parcel:
    """Equal papers in one hand: their ranking, how far it was read, how many they are, what each is worth."""

    ranking: Ranking
    read: int
    papers: Votes
    worth: int


def count(
    candidates: Sequence[str],
    ballots: Iterable[tuple[Ranking, int]],
    *,
    seats: int,
    seed: str = "",
    withdrawn: Sequence[str] = (),
) -> Outcome:
    """Elect `seats` of the candidates. A ranking is a tuple of ranks, best first, each a tuple of the ids on it.

    `seed` is what lots are drawn from; a lot without one makes the count doubtful and the verdict says so. A withdrawn
    candidate is passed over as if not written. Refused("seats") when there is nothing to elect.
    """
    if seats < 1:
        raise Refused(_("应选人数至少是 1。"), code="seats", field="seats")
    standing = [one for one in candidates if one not in withdrawn]
    given = [(_cleaned(ranking, standing), papers) for ranking, papers in ballots]
    valid = [(ranking, papers) for ranking, papers in given if ranking and papers > 0]
    if not valid:
        return Outcome("ranked", (), (), None, Verdict("no_decision", None, (Reason("nobody_voted"),)))
    counting = _Count(standing, seats, seed)
    if withdrawn:
        counting.reasons.append(Reason("withdrawn", {"who": ", ".join(withdrawn)}))
    counting.first(valid)
    counting.go()
    return counting.outcome(sum(papers for _ranking, papers in given) - counting.ballots)


def _cleaned(ranking: Ranking, standing: Sequence[str]) -> Ranking:
    known = set(standing)
    ranks = (tuple(one for one in rank if one in known) for rank in ranking)
    return tuple(rank for rank in ranks if rank)


@dataclass
class _Count:
    standing: list[str]
    seats: int
    seed: str
    piles: dict[str, list[Parcel]] = field(default_factory=dict)
    totals: dict[str, Votes] = field(default_factory=dict)
    history: list[dict[str, Votes]] = field(default_factory=list)
    elected: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    stages: list[dict[str, Any]] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    ballots: int = 0
    quota: int = 0

    def first(self, ballots: Sequence[tuple[Ranking, int]]) -> None:
        """Rules 45 and 46: first preferences, and the quota."""
        self.continuing = list(self.standing)
        self.piles = {one: [] for one in self.standing}
        self.totals = dict.fromkeys(self.standing, 0)
        self.ballots = sum(papers for _ranking, papers in ballots)
        self.quota = (self.ballots // (self.seats + 1) + 1) * WHOLE
        for ranking, papers in ballots:
            self._give(Parcel(ranking, 0, papers, WHOLE))
        self._note("first", None)

    def go(self) -> None:
        """Stage by stage until every seat is filled: surpluses first, the largest first, then the lowest out."""
        while len(self.elected) < self.seats:
            if len(self.continuing) <= self.seats - len(self.elected):
                self._elect_rest()
                return
            if self.waiting:
                self._transfer(self._pick(self.waiting, max, "surplus"))
            else:
                self._exclude(self._pick(self.continuing, min, "exclusion"))

    def _elect_rest(self) -> None:
        """Rule 52: as many left as seats."""
        rest = sorted(self.continuing, key=lambda one: -self.totals[one])
        self.continuing = []
        self.elected += rest
        if rest:
            self.stages.append({"stage": len(self.stages) + 1, "act": "last_seats", "elected": rest})

    def _transfer(self, donor: str) -> None:
        """Rule 48: each paper goes on at its worth times surplus over total, cut after five decimals."""
        self.waiting.remove(donor)
        total, surplus = self.totals[donor], self.totals[donor] - self.quota
        pile, self.piles[donor] = self.piles[donor], []
        for parcel in pile:
            self._give(Parcel(parcel.ranking, parcel.read, parcel.papers, int(surplus * parcel.worth // total)))
        self.totals[donor] = self.quota
        self._note("surplus", donor)

    def _exclude(self, last: str) -> None:
        """Rule 50: every paper goes on at what it is worth."""
        self.continuing.remove(last)
        pile, self.piles[last] = self.piles[last], []
        self.totals[last] = 0
        for parcel in pile:
            self._give(parcel)
        self._note("excluded", last)

    def _give(self, parcel: Parcel) -> None:
        """Hand papers to the next continuing candidates; where there are none, they go no further."""
        if parcel.worth == 0:
            return
        for at in range(parcel.read, len(parcel.ranking)):
            heirs = [one for one in parcel.ranking[at] if one in self.continuing]
            if heirs:
                papers = parcel.papers if len(heirs) == 1 else Fraction(parcel.papers) / len(heirs)
                for heir in heirs:
                    self.piles[heir].append(Parcel(parcel.ranking, at + 1, papers, parcel.worth))
                    self.totals[heir] += papers * parcel.worth
                return

    def _note(self, act: str, who: str | None) -> None:
        """End a stage: remember the totals, and elect whoever has the quota (rule 47)."""
        self.history.append(dict(self.totals))
        reached = [one for one in self.continuing if self.totals[one] >= self.quota]
        reached.sort(key=lambda one: -self.totals[one])
        for one in reached:
            self.continuing.remove(one)
            self.elected.append(one)
            if self.totals[one] > self.quota:
                self.waiting.append(one)
        votes = {one: told(total) for one, total in self.totals.items()}
        left = self.ballots * WHOLE - sum(self.totals.values())
        stage: dict[str, Any] = {"stage": len(self.stages) + 1, "act": act}
        stage |= {"candidate": who} if who else {"quota": self.quota // WHOLE}
        self.stages.append(stage | {"votes": votes, "not_transferable": told(left), "elected": reached})

    def _pick(self, among: Sequence[str], extreme: Callable[[Iterable[Votes]], Votes], what: str) -> str:
        """Rules 49 and 51: the largest or lowest; equals by the latest stage at which they differed, then by lot."""
        best = extreme([self.totals[one] for one in among])
        equal = tied = [one for one in among if self.totals[one] == best]
        for past in reversed(self.history):
            if len(tied) == 1:
                break
            bar = extreme([past[one] for one in tied])
            tied = [one for one in tied if past[one] == bar]
        by = "earlier_stage" if len(tied) == 1 else "lot"
        chosen = tied[0] if len(tied) == 1 else drawn(tied, self.seed)[0 if what == "surplus" else -1]
        if len(equal) > 1:
            stage = len(self.stages) + 1
            told_tie = {"chosen": chosen, "tied": ", ".join(equal), "by": by, "what": what}
            self.reasons.append(Reason("tie_broken", {**told_tie, "stage": stage}, RULE_OF[what]))
            if by == "lot" and not self.seed:
                self.reasons.append(Reason("lot_without_seed", {"stage": stage}))
        return chosen

    def outcome(self, blank: int) -> Outcome:
        """The count so far, told."""
        doubtful = any(reason.code == "lot_without_seed" for reason in self.reasons)
        numbers = {"ballots": self.ballots, "blank": blank, "seats": self.seats, "quota": self.quota // WHOLE}
        reasons = [Reason("counted", numbers), *self.reasons]
        if len(self.elected) < self.seats:
            reasons.append(Reason("too_few_candidates", {"seats": self.seats, "elected": len(self.elected)}))
        verdict = Verdict("elected", False if doubtful else None, tuple(reasons))
        return Outcome("ranked", tuple(self.elected), tuple(self.stages), None, verdict)


def told(votes: Votes) -> str:
    """Votes with their five decimals, what is smaller cut off."""
    units = int(votes)
    return f"{units // WHOLE}.{units % WHOLE:05d}"
