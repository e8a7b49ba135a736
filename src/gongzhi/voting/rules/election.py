"""The election of a residents' committee: is it valid, who is elected, and who stands in the second round.

Ballots are tuples of the names that stand on them. A ballot with more names than seats, or with a name twice, is void;
a name that does not stand (any more) counts for nobody. More papers returned than issued make the election invalid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from gongzhi.voting.rules.bars import Bar, percent
from gongzhi.voting.rules.outcome import Outcome, Reason, State, Verdict

VOTERS, HOUSEHOLDS, REPRESENTATIVES = "voters", "households", "representatives"
METHODS = (VOTERS, HOUSEHOLDS, REPRESENTATIVES)
RULE = "election"
BARS = ("valid", "winner", "second_round")
Ballot = tuple[str, ...]


@dataclass(frozen=True)
class ElectionLaw:
    """The law of one day for one method; `proxies` is how many one person may vote for besides himself."""

    on: str
    method: str
    valid: Bar
    winner: Bar
    second_round: Bar
    proxies: int
    proxies_of_candidate: int = 0
    proxy_ground: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The law as a certificate holds it."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in BARS}
        return plain | {name: getattr(self, name).as_dict() for name in BARS}

    @classmethod
    def of_dict(cls, given: Mapping[str, Any]) -> ElectionLaw:
        """The law that `as_dict` wrote; ValueError, KeyError or TypeError for anything else."""
        read: dict[str, Any] = {f.name: Bar.of(given[f.name]) if f.name in BARS else given[f.name] for f in fields(cls)}
        return cls(**read)


@dataclass(frozen=True)
class Contest:
    """One election: how many may vote, the seats, who stands, papers issued, and second round or first.

    `issued` 0: not counted. `void_papers`: returned papers on which nothing can be read.
    """

    voters: int
    seats: int
    candidates: tuple[str, ...]
    issued: int = 0
    void_papers: int = 0
    second: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The frame of the election as a certificate holds it."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"candidates": list(self.candidates)}

    @classmethod
    def of_dict(cls, given: Mapping[str, Any]) -> Contest:
        """The frame that `as_dict` wrote."""
        return cls(**{**given, "candidates": tuple(given["candidates"])})


def elect(ballots: Iterable[Ballot], contest: Contest, law: ElectionLaw) -> Outcome:
    """Count papers and decide."""
    standing = set(contest.candidates)
    votes: Counter[str] = Counter()
    returned, void, unknown = contest.void_papers, contest.void_papers, 0
    for names in ballots:
        returned += 1
        if len(names) > contest.seats or len(set(names)) < len(names) or not names:
            void += 1
            continue
        votes.update(name for name in names if name in standing)
        unknown += sum(name not in standing for name in names)
    counted = {name: votes[name] for name in contest.candidates}
    found = decide(counted, returned, contest, law, void)
    if not unknown:
        return found
    remark = Reason("names_not_standing", {"names": unknown})
    return replace(found, verdict=replace(found.verdict, reasons=(*found.verdict.reasons, remark)))


def decide(votes: Mapping[str, int], returned: int, contest: Contest, law: ElectionLaw, void: int = 0) -> Outcome:
    """The result from each candidate's votes and the papers that came back; for publications that give only totals."""
    turnout = {
        "stage": "turnout",
        "heads": returned,
        "of": contest.voters,
        "heads_percent": percent(returned, contest.voters),
        "heads_least": law.valid.least(contest.voters),
        "heads_met": law.valid.met(returned, contest.voters),
        "issued": contest.issued,
        "void": void,
        "share": str(law.valid.share),
        "test": law.valid.test,
        "ground": law.valid.ground,
    }
    bar = law.second_round if contest.second else law.winner
    ranking = sorted(votes, key=lambda name: -votes[name])
    counting = {
        "stage": "second_round" if contest.second else "first_round",
        "seats": contest.seats,
        "least": bar.least(returned),
        "votes": [[name, votes[name], percent(votes[name], returned), bar.met(votes[name], returned)]
                  for name in ranking],
        "share": str(bar.share),
        "test": bar.test,
        "ground": bar.ground,
    }  # fmt: skip
    faults = tuple(_faults(votes, returned, contest, void))
    if faults:
        return Outcome(RULE, (), (turnout, counting), None, Verdict("undetermined", None, faults))
    invalid = tuple(_invalid(returned, contest, law))
    if invalid:
        return Outcome(RULE, (), (turnout, counting), None, Verdict("no_decision", False, invalid))
    winners, tied = _seated(votes, ranking, returned, contest.seats, bar)
    state, reasons = _ended(winners, tied, votes, contest, bar)
    return Outcome(RULE, winners, (turnout, counting), None, Verdict(state, True, reasons))


def _faults(votes: Mapping[str, int], returned: int, contest: Contest, void: int) -> Iterable[Reason]:
    valid = returned - void
    most = max(votes.values(), default=0)
    if most > valid:
        yield Reason("parts_exceed_whole", {"measure": "candidate", "parts": most, "whole": valid})
    if sum(votes.values()) > valid * contest.seats:
        numbers = {"parts": sum(votes.values()), "whole": valid * contest.seats}
        yield Reason("parts_exceed_whole", {"measure": "names", **numbers})
    if not contest.voters or contest.seats < 1:
        yield Reason("no_electorate")


def _invalid(returned: int, contest: Contest, law: ElectionLaw) -> Iterable[Reason]:
    ceiling = contest.issued or contest.voters
    if returned > ceiling:
        yield Reason("returned_more_than_issued", {"returned": returned, "issued": ceiling}, law.valid.ground)
    elif not contest.second and not law.valid.met(returned, contest.voters):
        least = law.valid.least(contest.voters)
        numbers = {"part": returned, "whole": contest.voters, "least": least, "missing": least - returned}
        yield Reason("turnout_short", numbers, law.valid.ground)


def _seated(
    votes: Mapping[str, int], ranking: Sequence[str], returned: int, seats: int, bar: Bar
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is elected, and who share the last seats with equal votes so that none of them is."""
    enough = [name for name in ranking if bar.met(votes[name], returned)]
    if len(enough) <= seats:
        return tuple(enough), ()
    last = votes[enough[seats - 1]]
    if votes[enough[seats]] < last:
        return tuple(enough[:seats]), ()
    return tuple(n for n in enough if votes[n] > last), tuple(n for n in enough if votes[n] == last)


def _ended(
    winners: Sequence[str], tied: Sequence[str], votes: Mapping[str, int], contest: Contest, bar: Bar
) -> tuple[State, tuple[Reason, ...]]:
    open_seats = contest.seats - len(winners)
    if tied:
        numbers: dict[str, int | str] = {"candidates": "、".join(tied), "votes": votes[tied[0]], "seats": open_seats}
        return "tied", (Reason("tie_for_last_seats", numbers, bar.ground),)
    left = (Reason("seats_left", {"seats": open_seats}, bar.ground),) if open_seats else ()
    if not winners:
        return "no_decision", (Reason("nobody_reached_share", {"share": str(bar.share)}, bar.ground), *left)
    return "elected", (Reason("share_reached", {"share": str(bar.share), "elected": len(winners)}, bar.ground), *left)


def second_round(first: Outcome, contest: Contest) -> Contest | None:
    """The frame of the second round for the seats left: whoever stood and is not elected; None when none is left."""
    left = contest.seats - len(first.winners)
    if left < 1:
        return None
    still = tuple(name for name in contest.candidates if name not in first.winners)
    return replace(contest, seats=left, candidates=still, second=True, void_papers=0)


def proxies_over(mandates: Sequence[tuple[str, str]], candidates: Collection[str], law: ElectionLaw) -> list[Reason]:
    """Mandates (voter, holder), in the order in which they were given, that must be refused; one reason for each."""
    held: Counter[str] = Counter()
    given: set[str] = set()
    refused = []
    for voter, holder in mandates:
        limit = law.proxies_of_candidate if holder in candidates else law.proxies
        if voter in given:
            code = "proxy_given_twice"
        elif held[holder] < limit:
            held[holder] += 1
            given.add(voter)
            continue
        elif limit == law.proxies and limit:
            code = "proxies_beyond_limit"
        else:
            code = "proxy_to_candidate" if law.proxies and holder in candidates else "no_proxies"
        refused.append(Reason(code, {"voter": voter, "holder": holder, "limit": limit}, law.proxy_ground))
    return refused


def elect_by_group(
    votes: Mapping[str, int], returned: int, groups: Mapping[str, Contest], law: ElectionLaw
) -> dict[str, Outcome]:
    """Seats kept for groups: each group's candidates are decided on their own, on the same papers."""
    return {
        group: decide({name: votes.get(name, 0) for name in contest.candidates}, returned, contest, law)
        for group, contest in groups.items()
    }


def of_age(born: date, on: date, years: int) -> bool:
    """Whether somebody has so many years on a day; the birthday itself is inside (民法典 art. 1259)."""
    return (on.year - born.year, on.month, on.day) >= (years, born.month, born.day)
