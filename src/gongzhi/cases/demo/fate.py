"""What will become of a case of the demonstration, drawn when it is reported; only the moved clock may change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from gongzhi.cases.demo.texts import Topic, draw
from gongzhi.cases.words import BRANCHES

CHANNELS = (
    ("web", 58), ("phone", 13), ("counter", 6), ("grid", 9), ("building_head", 6), ("reception", 3), ("hotline", 5),
)  # fmt: skip
PAUSES = ("waiting_resident", "owners_vote", "appraisal", "approval", "supplier", "weather")
MARKS = (5, 5, 5, 4, 4, 4, 3, 3, 2, 1)


@dataclass
class Fate:
    """The bends on the way of one case; each is taken once."""

    topic: Topic
    channel: str
    unsure: bool = False
    branch: str = ""
    lag: timedelta = timedelta()
    refuse: int = 0
    slow: int = 0
    todo: list[str] = field(default_factory=list)  # what the holder does besides answering, in this order
    share: float = 0.5  # how much of the time limit the work takes
    explained: bool = False
    judge: str = "web"
    solved: bool = True
    mark: int = 5
    merge: bool = False
    withdraw: bool = False
    absent: bool = False
    heading: bool = False
    photo: bool = False
    voices: int = 0
    patience: int = 2  # how often somebody comes again when an act was refused


def fate(rng: Random, month: int) -> Fate:
    """Draw one."""
    chance = rng.random

    def maybe(share: float) -> bool:
        return chance() < share

    names, weights = zip(*CHANNELS, strict=True)
    drawn = Fate(draw(rng, month), rng.choices(names, weights)[0])
    drawn.unsure = maybe(0.10)
    drawn.branch = rng.choice(list(BRANCHES)) if maybe(0.025) else ""
    drawn.lag = timedelta(minutes=rng.randint(3, 105) if maybe(0.93) else rng.randint(125, 600))
    drawn.refuse = rng.choice((1, 1, 2)) if maybe(0.06) else 0
    drawn.slow = rng.choice((1, 1, 2, 5)) if maybe(0.09) else 0
    bends = (("whistle", 0.09), ("offer", 0.06), ("divide", 0.03), ("pause", 0.06), ("note", 0.15), ("look", 0.08))
    drawn.todo = [name for name, share in bends if maybe(share)]
    drawn.share = rng.uniform(0.08, 0.9)
    drawn.explained = maybe(0.09)
    drawn.judge = rng.choices(("web", "receipt", "telephone", "silent"), (46, 14, 16, 24))[0]
    drawn.mark = rng.choice(MARKS)
    drawn.solved = drawn.mark >= 3 and not drawn.explained
    drawn.merge = maybe(0.06)
    drawn.withdraw = maybe(0.02)
    drawn.absent = maybe(0.2)
    drawn.heading = maybe(0.35)
    drawn.photo = maybe(0.04)
    drawn.voices = rng.randint(1, 7) if maybe(0.12) else 0
    return drawn


def pause_reason(rng: Random) -> str:
    """A reason of the list."""
    return rng.choice(PAUSES)
