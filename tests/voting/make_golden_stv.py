"""Write golden_stv.json: profiles drawn from a seed, and who is elected according to pref_voting 1.18.2.

Run in an environment of its own (`pip install pref_voting==1.18.2`): python tests/voting/make_golden_stv.py
A lot is drawn with many seeds, so that "possible" holds every set of winners that a lot can give.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.proportional_methods import stv_scottish

SEED, PROFILES, LOTS = 20260301, 240, 300


def ballots(rng: random.Random, many: int, voters: int, level: float) -> dict[tuple[tuple[int, ...], ...], int]:
    """Ballots that prefer some candidates to others; with chance `level` two share a rank."""
    weights = [rng.random() ** 2 + 0.01 for _ in range(many)]
    found: dict[tuple[tuple[int, ...], ...], int] = {}
    for _ in range(min(voters, 60)):
        left, ranking = list(range(many)), []
        for _rank in range(rng.randint(1, many)):
            if not left:
                break
            rank = [rng.choices(left, [weights[one] for one in left])[0]]
            left.remove(rank[0])
            if left and rng.random() < level:
                rank.append(left.pop(rng.randrange(len(left))))
            ranking.append(tuple(sorted(rank)))
        key = tuple(ranking)
        found[key] = found.get(key, 0) + (1 if voters <= 60 else rng.randint(1, voters // 30))
    return found


def elected(profile: ProfileWithTies, seats: int, lots: int) -> set[tuple[int, ...]]:
    """The sets of winners that so many different lots give."""
    drawn = (stv_scottish(profile, num_seats=seats, rng=random.Random(lot)) for lot in range(lots))
    return {tuple(sorted(winners)) for winners in drawn}


def main() -> None:
    """Draw, count, write."""
    rng = random.Random(SEED)
    golden = []
    for number in range(PROFILES):
        many = rng.randint(2, 9)
        seats, voters = rng.randint(1, many - 1), rng.choice([7, 15, 40, 60, 900, 20_000])
        given = ballots(rng, many, voters, 0.12 if number % 4 == 0 else 0.0)
        ranks = [{one: at for at, rank in enumerate(ranking, 1) for one in rank} for ranking in given]
        profile = ProfileWithTies(ranks, list(given.values()), candidates=list(range(many)))
        possible = elected(profile, seats, 6)
        if len(possible) > 1 or voters < 15:
            possible |= elected(profile, seats, LOTS)
        listed = [[[list(map(int, rank)) for rank in ranking], count] for ranking, count in given.items()]
        winners = sorted([int(one) for one in way] for way in possible)
        golden.append({"candidates": many, "seats": seats, "ballots": listed, "possible": winners})
    rows = ",\n".join(json.dumps(one, separators=(",", ":")) for one in golden)
    Path(__file__).with_name("golden_stv.json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
