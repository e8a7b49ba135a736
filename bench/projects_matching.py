"""Time the matching of 5,000 needs with 2,000 resources of one street, the reasons kept; no database."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from gongzhi.projects.rules.matching import Have, Want, match, pieces

NEEDS, RESOURCES, PURPOSES, COMMUNITIES, BUILDINGS = 5000, 2000, 15, 12, 40
THINGS = (
    "放学后写作业",
    "电动车充电",
    "老人吃饭",
    "楼道扶手",
    "健身器材",
    "免费理发",
    "法律咨询",
    "托幼",
    "合唱排练",
    "垃圾投放",
)


def _path(chance: random.Random) -> str:
    steps = [1, 2, 3, chance.randrange(10, 10 + COMMUNITIES), chance.randrange(100, 100 + BUILDINGS)]
    return "".join(f"{step:08d}" for step in steps[: chance.randint(4, 5)])


def _times(chance: random.Random) -> tuple[tuple[int, int], ...]:
    day = chance.randrange(7) * 1440
    return ((day + 540, day + 720), (day + 840, day + 1080)) if chance.random() < 0.7 else ()


def made(seed: int = 1) -> tuple[list[Want], list[Have]]:
    """A street's lists, the same for the same seed."""
    chance = random.Random(seed)
    area = "".join(f"{step:08d}" for step in (1, 2, 3))
    words = [pieces(a + b) for a in THINGS for b in THINGS]
    wants = [
        Want(n, _path(chance), area, f"p{chance.randrange(PURPOSES)}", chance.choice(words), chance.randrange(40),
             _times(chance))
        for n in range(NEEDS)
    ]  # fmt: skip
    haves = [
        Have(n, _path(chance), area, f"p{chance.randrange(PURPOSES)}", chance.choice(words), chance.randrange(50),
             chance.randrange(30), _times(chance), chance.randrange(400))
        for n in range(RESOURCES)
    ]  # fmt: skip
    return wants, haves


def main() -> None:
    """Print how long it took and how much was found."""
    wants, haves = made()
    began = time.process_time()
    found = match(wants, haves, most=5, near=3)
    took = time.process_time() - began
    pairs = sum(len(one.matches) + len(one.near) for one in found)
    reasons = sum(len(pair.reasons) + len(pair.against) for one in found for pair in (*one.matches, *one.near))
    unmet = sum(not one.matches for one in found)
    print(
        f"{NEEDS} needs x {RESOURCES} resources: {took:.2f} s of one processor, "
        f"{pairs} pairs, {reasons} reasons, {unmet} unmet"
    )
    if took > 5:
        raise SystemExit("slower than 5 s")


if __name__ == "__main__":
    main()
