"""How fast ballots are counted: real participatory budgets, made-up large ones, STV, committees.

Run: PYTHONPATH=src python bench/votes_counting.py [FOLDER OF .pb FILES] [FOLDER OF .abc.yaml FILES]
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from gongzhi.voting.rules import abc, committees, comparing, exact, greedy, pabulib, shares, stv
from gongzhi.voting.rules.budget import Election, Project, election
from gongzhi.voting.rules.near import Nearness
from gongzhi.voting.rules.purse import Purse, search
from gongzhi.voting.rules.ties import TieBreak

SEED = 7


def timed(act: Callable[[], object], times: int = 3) -> float:
    """The median of seconds of processor time."""
    took = []
    for _ in range(times):
        began = time.process_time()
        act()
        took.append(time.process_time() - began)
    return statistics.median(took)


def made(voters: int, projects: int = 120) -> Election:
    """A city: projects of very different appeal, one to ten of them on a ballot."""
    rng = random.Random(SEED)
    listed = [Project(str(i), rng.randint(10, 500) * 1000) for i in range(projects)]
    appeal = [rng.random() ** 3 for _ in listed]
    ids = [project.id for project in listed]
    ballots = [rng.choices(ids, appeal, k=rng.randint(1, 10)) for _ in range(voters)]
    return election(listed, 6_000_000, ballots)


def one_pass(name: str, given: Election) -> None:
    """A pass in floats and the same in whole numbers, at the equal share."""
    purse, share = Purse(given, TieBreak()), Fraction(given.budget, given.voters)
    fast, sure = timed(lambda: search(purse, float(share))), timed(lambda: exact.run(purse, share), 1)
    same = [purchase.project for purchase in exact.run(purse, share)[0]] == search(purse, float(share))
    sizes = f"{given.voters:,} | {len(given.groups):,} | {len(given.projects)}"
    print(f"| {name} | {sizes} | {fast:.3f} s | {sure:.2f} s | {same} |")


def files(folder: Path) -> None:
    """Every budget of a folder: reading, Equal Shares to its certified end, losers, the comparison."""
    print("\n| file | ballots | read | Equal Shares, certified | steps | losers told | prefer it / greedy |")
    print("|---|---|---|---|---|---|---|")
    whole = 0.0
    for file in sorted(folder.glob("*.pb*")):
        began = time.process_time()
        given = pabulib.read(file)
        read = time.process_time()
        charter = shares.SharesCharter()
        result = shares.solve(given, charter)
        solved = time.process_time()
        near = Nearness(given, charter.ties, result)
        won = set(result.projects)
        for project in range(len(given.projects)):
            if project not in won:
                near.lacked(project)
        told = time.process_time()
        ids = [given.projects[project].id for project in result.projects]
        found = comparing.compare(given, ids, greedy.count(given).winners)
        whole += told - began
        name = file.name.removeprefix("poland_").split(".")[0]
        took = f"{read - began:.2f} s | {solved - read:.2f} s | {result.steps} | {told - solved:.2f} s"
        print(f"| {name} | {given.voters:,} | {took} | {found.first} / {found.second} |")
    print(f"\nAll files: {whole:.1f} s of processor time")


def ranked() -> None:
    """STV with as many different ballots as a city gives."""
    rng = random.Random(SEED)
    candidates = [str(i) for i in range(20)]
    weights = [rng.random() ** 2 + 0.05 for _ in candidates]
    for voters in (10_000, 100_000):
        ballots = []
        for _ in range(voters):
            order = dict.fromkeys(rng.choices(candidates, weights, k=rng.randint(1, 12)))
            ballots.append((tuple((one,) for one in order), 1))
        took = timed(lambda ballots=ballots: stv.count(candidates, ballots, seats=7, seed="s"), 1)
        print(f"STV, {voters:,} ballots, 20 candidates, 7 seats: {took:.2f} s")


def profiles(folder: Path) -> None:
    """All rules on all profiles of a folder."""
    read = [abc.read(file) for file in sorted(folder.glob("*.abc.yaml"))]
    print("\n| rule | profiles | all of them |\n|---|---|---|")
    for rule, count in committees.RULES.items():
        took = timed(lambda count=count: [count(profile) for profile in read], 1)
        print(f"| {rule} | {len(read)} | {took:.2f} s |")


def main() -> None:
    """Print the tables."""
    print("| one pass | ballots | different | projects | floats | whole numbers | the same |")
    print("|---|---|---|---|---|---|---|")
    for voters in (62_000, 90_000):
        one_pass(f"made up, {voters:,}", made(voters))
    folders = [Path(word) for word in sys.argv[1:]]
    for folder in folders:
        for file in sorted(folder.glob("*wroclaw_2015*")):
            one_pass(file.name, pabulib.read(file))
    ranked()
    for folder in folders:
        (profiles if list(folder.glob("*.abc.yaml")) else files)(folder)
    print(f"\nPeak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
