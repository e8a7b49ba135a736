"""A conversation in the small street, and people without accounts who speak in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests import world as world_module
from tests.snapshot import once
from tests.world import World

from gongzhi.opinions import services
from gongzhi.opinions.models import Conversation, Statement
from gongzhi.people import services as people

QUESTION = "充电桩装在哪里好？"
# Two camps: for piles near the door and against; all would let the users pay.
PILES, SAFE = (1, 1, 1, 1, -1), (-1, -1, -1, 1, 1)
SEEDS = ("充电桩装在楼下空地", "充电桩装在地面停车场", "先装两个试试", "电费由用的人出", "不要装在楼道口")


@dataclass
class Talk:
    """A conversation with its seeds, and the neighbours made so far."""

    world: World
    made: Conversation
    seeds: list[Statement] = field(default_factory=list)

    @property
    def pk(self) -> int:
        """Its number."""
        return self.made.pk

    def neighbour(self) -> int:
        """Somebody new, without an account."""
        return people.reporter().pk

    def votes(self, *values: int, person: int = 0) -> int:
        """Somebody (new) answers the first statements in order; None-like 9 leaves one out. Returns who."""
        who = person or self.neighbour()
        for seed, value in zip(self.seeds, values, strict=False):
            if value != 9:
                services.vote(person_id=who, statement_id=seed.pk, value=value)
        return who

    def again(self, statement: Statement) -> Statement:
        """The statement as it stands in the table now."""
        return Statement.objects.get(pk=statement.pk)


def start(world: World, *, seeds: tuple[str, ...] = SEEDS, **more: Any) -> Talk:
    """The community's worker asks about charging piles in the estate, with the organiser's seeds."""
    worker = world.actor("worker")
    made = services.open_conversation(
        actor=worker, body_id=world.body_of("worker").pk, place_id=world.places["440305007010"].pk,
        question=QUESTION, **more,
    )  # fmt: skip
    placed = [services.seed(actor=worker, conversation_id=made.pk, text=text) for text in seeds]
    return Talk(world, made, placed)


def started() -> Talk:
    """The conversation, built once a process in the street on its Monday."""
    return once("opinions.talk", lambda: start(world_module.build()))


def crowded() -> tuple[Talk, int, int]:
    """Twelve for it, nine against, and the map drawn; one of each camp."""
    return once("opinions.crowd", _crowded)


def _crowded() -> tuple[Talk, int, int]:
    talk = started()
    for_it = [talk.votes(*PILES) for _ in range(12)]
    against = [talk.votes(*SAFE) for _ in range(9)]
    services.redraw(talk.pk)  # not delivered: a delivered fact cannot be put back as one
    return talk, for_it[0], against[0]
