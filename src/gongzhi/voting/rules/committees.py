"""Committees from approval ballots: several seats at once, by rules that count or that share the seats out.

Every rule gives all committees that it cannot tell apart; all numbers are exact fractions. Names as in the literature:
"av", "sav", "seqphragmen", "equal-shares" with its completions, "seqpav" and others. Rules that look at every possible
committee ("pav", "cc", …) refuse where there are too many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from itertools import combinations
from math import comb

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.said import Said as _
from gongzhi.voting.rules.abc import Profile
from gongzhi.voting.rules.outcome import Outcome, Reason, Verdict
from gongzhi.voting.rules.ties import TieBreak, lot

Committee = tuple[int, ...]
Amounts = tuple[Fraction, ...]  # one for each group of equal ballots
Measure = Callable[[Profile, frozenset[int]], tuple[Fraction | int, ...]]

MOST_LOOKED_AT = 50_000
MOST_TOLD = 1_000


def scores(profile: Profile, split: bool = False) -> list[Fraction]:
    """Approvals of each candidate; `split`: a ballot's one vote is shared among those it approves."""
    found = [Fraction(0)] * profile.candidates
    for approved, weight in profile.ballots:
        for one in approved:
            found[one] += Fraction(weight, len(approved)) if split else weight
    return found


def separable(profile: Profile, split: bool = False) -> list[Committee]:
    """The highest scores ("av", or "sav" when split)."""
    return _filled(profile, (), scores(profile, split))


def _filled(profile: Profile, committee: Committee, by: list[Fraction]) -> list[Committee]:
    """The committee filled up with the best of the others, in every way that equals allow."""
    others = sorted((one for one in range(profile.candidates) if one not in committee), key=lambda one: -by[one])
    free = profile.seats - len(committee)
    if free == 0:
        return [tuple(sorted(committee))]
    line = by[others[free - 1]]
    sure = [one for one in others if by[one] > line]
    equal = [one for one in others if by[one] == line]
    ways = combinations(equal, free - len(sure))
    return [tuple(sorted((*committee, *sure, *way))) for way, _n in zip(ways, range(MOST_TOLD), strict=False)]


def best(profile: Profile, measure: Measure) -> list[Committee]:
    """All committees of the highest measure, by looking at every one; Refused("too_many") past a limit."""
    if comb(profile.candidates, profile.seats) > MOST_LOOKED_AT:
        raise Refused(_("候选组合太多，这种规则不适用；请改用逐席计算的规则。"), code="too_many", field="rule")
    found: list[Committee] = []
    top: tuple[Fraction | int, ...] | None = None
    for committee in combinations(range(profile.candidates), profile.seats):
        worth = measure(profile, frozenset(committee))
        if top is None or worth > top:
            top, found = worth, []
        if worth == top:
            found.append(committee)
    return found


def thiele(gains: Callable[[int], Fraction]) -> Measure:
    """A ballot with n of its candidates in is worth the gains of the 1st to the nth."""

    def measure(profile: Profile, committee: frozenset[int]) -> tuple[Fraction | int, ...]:
        worth = [Fraction(0)]
        for nth in range(1, profile.seats + 1):
            worth.append(worth[-1] + gains(nth))
        return (sum((worth[len(a & committee)] * weight for a, weight in profile.ballots), Fraction(0)),)

    return measure


def _lexcc(profile: Profile, committee: frozenset[int]) -> tuple[int, ...]:
    """How many have one of theirs in, then how many two, and so on."""
    return tuple(
        sum(weight for approved, weight in profile.ballots if len(approved & committee) >= least)
        for least in range(1, profile.seats + 1)
    )


def _minimax(profile: Profile, committee: frozenset[int]) -> tuple[int, ...]:
    return (-max(len(approved ^ committee) for approved, _weight in profile.ballots),)


def _lexminimax(profile: Profile, committee: frozenset[int]) -> tuple[int, ...]:
    far = sorted((-len(a ^ committee) for a, weight in profile.ballots for _one in range(weight)))
    return tuple(far)


GAINS: dict[str, Callable[[int], Fraction]] = {
    "pav": lambda nth: Fraction(1, nth),
    "slav": lambda nth: Fraction(1, 2 * nth - 1),
    "cc": lambda nth: Fraction(int(nth == 1)),
    "geom2": lambda nth: Fraction(1, 2**nth),
}


def one_by_one(profile: Profile, measure: Measure, backwards: bool = False) -> list[Committee]:
    """Seat after seat, always the one that adds most; or, backwards, leaving out the one that is missed least."""
    everyone = frozenset(range(profile.candidates))
    now: dict[frozenset[int], None] = {(everyone if backwards else frozenset()): None}
    steps = profile.candidates - profile.seats if backwards else profile.seats
    for _step in range(steps):
        following: dict[frozenset[int], None] = {}
        for committee in now:
            others = committee if backwards else everyone - committee
            ways = [committee ^ {one} for one in others]
            worths = [measure(profile, way) for way in ways]
            following |= dict.fromkeys(way for way, worth in zip(ways, worths, strict=True) if worth == max(worths))
        now = dict(list(following.items())[:MOST_TOLD])
    return sorted(tuple(sorted(committee)) for committee in now)


Step = Callable[[Profile, Committee, Amounts], list[tuple[int, Amounts]]]


def stepwise(profile: Profile, step: Step, start: Iterable[tuple[Committee, Amounts]]) -> list[Committee]:
    """Seat after seat with amounts that the voters carry along; equals are followed in every way."""
    found: dict[Committee, None] = {}
    waiting = list(start)
    seen: set[tuple[Committee, Amounts]] = set()
    while waiting and len(found) < MOST_TOLD:
        committee, amounts = waiting.pop()
        if len(committee) == profile.seats:
            found[committee] = None
            continue
        for one, left in step(profile, committee, amounts):
            state = (tuple(sorted((*committee, one))), left)
            if state not in seen:
                seen.add(state)
                waiting.append(state)
    return sorted(found)


def _outside(profile: Profile, committee: Committee) -> list[int]:
    return [one for one in range(profile.candidates) if one not in committee]


def phragmen_step(profile: Profile, committee: Committee, loads: Amounts) -> list[tuple[int, Amounts]]:
    """Every seat is a load of 1 on its supporters, shared so that the greatest load stays lowest."""
    after: dict[int, Fraction] = {}
    for one in _outside(profile, committee):
        many = sum(weight for approved, weight in profile.ballots if one in approved)
        carried = sum((load * w for (a, w), load in zip(profile.ballots, loads, strict=True) if one in a), Fraction(0))
        if many:
            after[one] = (carried + 1) / many
    if not after:  # nobody supports any of the others: each is as good
        return [(one, loads) for one in _outside(profile, committee)]
    least = min(after.values())
    return [
        (one, tuple(load if one not in a else least for (a, _w), load in zip(profile.ballots, loads, strict=True)))
        for one in after
        if after[one] == least
    ]


def phragmen(profile: Profile) -> list[Committee]:
    """Phragmén's sequential rule."""
    return stepwise(profile, phragmen_step, [((), (Fraction(0),) * len(profile.ballots))])


def _price(profile: Profile, budgets: Amounts, one: int) -> Fraction | None:
    """What each supporter pays at most for a seat that costs 1; None when they have not enough."""
    has = sorted((b, w) for (a, w), b in zip(profile.ballots, budgets, strict=True) if one in a)
    left, payers = Fraction(1), sum(weight for _budget, weight in has)
    for budget, weight in has:
        if budget * payers >= left:
            return left / payers
        left -= budget * weight
        payers -= weight
    return None


def shares_step(profile: Profile, committee: Committee, budgets: Amounts) -> list[tuple[int, Amounts]]:
    """The seat whose supporters can pay it with the smallest greatest payment; none when nobody can."""
    every = {one: _price(profile, budgets, one) for one in _outside(profile, committee)}
    prices = {one: price for one, price in every.items() if price is not None}
    least = min(prices.values(), default=Fraction(0))
    return [
        (one, tuple(b - min(b, least) if one in a else b for (a, _w), b in zip(profile.ballots, budgets, strict=True)))
        for one in prices
        if prices[one] == least
    ]


def shared_out(profile: Profile, each: Fraction, first_only: bool = False) -> list[tuple[Committee, Amounts]]:
    """Where Equal Shares ends with `each` for every voter: committees, full or not, and what the voters have left.

    `first_only`: of equals only the first is followed.
    """
    ended: dict[tuple[Committee, Amounts], None] = {}
    waiting: list[tuple[Committee, Amounts]] = [((), (each,) * len(profile.ballots))]
    seen = set(waiting)
    while waiting and len(ended) < MOST_TOLD:
        committee, budgets = waiting.pop()
        ways = shares_step(profile, committee, budgets) if len(committee) < profile.seats else []
        if not ways:
            ended[(committee, budgets)] = None
        for one, left in ways[:1] if first_only else ways:
            state = (tuple(sorted((*committee, one))), left)
            if state not in seen:
                seen.add(state)
                waiting.append(state)
    return list(ended)


def equal_shares(profile: Profile, completion: str) -> list[Committee]:
    """Equal Shares, and what fills the seats that are left: "phragmen", "av", or "increment" (more for everyone)."""
    if completion == "increment":
        return _incremented(profile)
    ended = shared_out(profile, Fraction(profile.seats, max(profile.voters, 1)))
    if completion == "av":
        by = scores(profile)
        return sorted({full for committee, _left in ended for full in _filled(profile, committee, by)})
    return stepwise(profile, phragmen_step, [(committee, tuple(-b for b in left)) for committee, left in ended])


def _incremented(profile: Profile) -> list[Committee]:
    """One seat's worth more to share, again and again, until a committee is full.

    Of equals the first by number is taken at every step: with all ways followed, the amount at which a committee is
    full would differ from way to way.
    """
    if sum(1 for score in scores(profile) if score) < profile.seats:
        return separable(profile)
    worth = profile.seats
    while True:
        ((committee, _left),) = shared_out(profile, Fraction(worth, profile.voters), first_only=True)
        if len(committee) == profile.seats:
            return [committee]
        worth += 1


def enestroem_step(profile: Profile, committee: Committee, powers: Amounts) -> list[tuple[int, Amounts]]:
    """The most remaining power wins; its supporters pay a seat's price, each by the power that is left."""
    power = dict.fromkeys(_outside(profile, committee), Fraction(0))
    for (approved, weight), left in zip(profile.ballots, powers, strict=True):
        for one in approved & power.keys():
            power[one] += left * weight
    most, price = max(power.values()), Fraction(profile.voters, profile.seats)
    keep = (most - price) / most if most > price else Fraction(0)
    return [
        (one, tuple(p * keep if one in a else p for (a, _w), p in zip(profile.ballots, powers, strict=True)))
        for one in power
        if power[one] == most
    ]


def enestroem(profile: Profile) -> list[Committee]:
    """The rule of Phragmén and Eneström."""
    return stepwise(profile, enestroem_step, [((), (Fraction(1),) * len(profile.ballots))])


def consensus_step(profile: Profile, committee: Committee, budgets: Amounts) -> list[tuple[int, Amounts]]:
    """Everyone earns 1 a seat; the candidate whose supporters hold most is seated, and they share the price equally."""
    earned = [budget + 1 for budget in budgets]
    held, payers = (dict.fromkeys(_outside(profile, committee), Fraction(0)) for _each in range(2))
    for (approved, weight), budget in zip(profile.ballots, earned, strict=True):
        for one in approved & held.keys() if budget > 0 else ():
            held[one] += budget * weight
            payers[one] += weight
    most = max(held.values())
    found = []
    for one in (one for one in held if held[one] == most):
        price = profile.voters / payers[one] if payers[one] else Fraction(0)
        left = tuple(b - price if one in a and b > 0 else b for (a, _w), b in zip(profile.ballots, earned, strict=True))
        found.append((one, left))
    return found


def consensus(profile: Profile) -> list[Committee]:
    """The expanding-consensus rule: who paid little so far is heard next."""
    return stepwise(profile, consensus_step, [((), (Fraction(0),) * len(profile.ballots))])


def _rules() -> dict[str, Callable[[Profile], list[Committee]]]:
    rules: dict[str, Callable[[Profile], list[Committee]]] = {
        "av": separable,
        "sav": lambda profile: separable(profile, split=True),
        "seqphragmen": phragmen,
        "phragmen-enestroem": enestroem,
        "consensus-rule": consensus,
        "equal-shares": lambda profile: equal_shares(profile, "phragmen"),
        "equal-shares-with-av-completion": lambda profile: equal_shares(profile, "av"),
        "equal-shares-with-increment-completion": lambda profile: equal_shares(profile, "increment"),
        "lexcc": lambda profile: best(profile, _lexcc),
        "minimaxav": lambda profile: best(profile, _minimax),
        "lexminimaxav": lambda profile: best(profile, _lexminimax),
    }
    for name, gains in GAINS.items():
        rules[name] = partial(best, measure=thiele(gains))
        rules[f"seq{name}"] = partial(one_by_one, measure=thiele(gains))
    rules["revseqpav"] = lambda profile: one_by_one(profile, thiele(GAINS["pav"]), backwards=True)
    return rules


RULES = _rules()


def count(rule: str, profile: Profile, ties: TieBreak | None = None, names: tuple[str, ...] | None = None) -> Outcome:
    """The committee by a rule; equals are decided by the tie rule, or the verdict is "tied". KeyError: unknown rule.

    `names` are the ids of the candidates, else their numbers. The stages are all committees that the rule cannot tell
    apart, a thousand at most.
    """
    ids = names or tuple(str(one) for one in range(profile.candidates))
    if not any(approved for approved, _weight in profile.ballots):
        return Outcome(rule, (), (), None, Verdict("no_decision", None, (Reason("nobody_voted"),)))
    found = RULES[rule](profile)
    stages = tuple({"committee": [ids[one] for one in committee]} for committee in found)
    counted = Reason("counted", {"ballots": profile.voters, "seats": profile.seats})
    if len(found) == 1:
        return Outcome(rule, tuple(stages[0]["committee"]), stages, None, Verdict("elected", None, (counted,)))
    if ties is None:
        verdict = Verdict("tied", None, (counted, Reason("committees_tied", {"committees": len(found)})))
        sure = sorted(set(found[0]).intersection(*found))
        return Outcome(rule, tuple(ids[one] for one in sure), stages, None, verdict)
    by = "lot" if "lot" in ties.by else "id"
    chosen = min(found, key=lambda one: lot(ties.seed, ",".join(map(str, one)))) if by == "lot" else min(found)
    broken = Reason("tie_broken", {"committees": len(found), "chosen": ", ".join(map(str, chosen)), "by": by})
    return Outcome(rule, tuple(ids[one] for one in chosen), stages, None, Verdict("elected", None, (counted, broken)))
