"""Who plays in the demonstration's cases: staff by body and by area, reporters, and the places where things happen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

from gongzhi.kernel.actor import Actor

SEGMENT = 8
# Through which channel a role takes in what somebody says; the share of each channel in all reports is in `fate`.
TAKES_IN = {
    "phone": ("community_worker",),
    "counter": ("community_worker",),
    "reception": ("community_secretary",),
    "hotline": ("street_officer",),
    "grid": ("grid_worker",),
    "building_head": ("building_head",),
}
CORNERS = (
    "东门",
    "西门",
    "地库入口",
    "1 单元门口",
    "2 单元 3 楼",
    "3 单元电梯口",
    "楼后的巷子",
    "中心花园",
    "北面围墙",
    "",
)


def ids_on(path: str) -> list[int]:
    """The ids of a place and of those above it, nearest first."""
    return [int(path[i : i + SEGMENT]) for i in range(len(path) - SEGMENT, -1, -SEGMENT)]


class Cast:
    """People to act with, by the posts (body, role, person) of the demonstration's seats."""

    def __init__(self, rng: Random, posts: Iterable[Any], ground: Any, home: Any, numbers: Sequence[str]) -> None:
        self.rng = rng
        self.home = home
        self.numbers = list(numbers)
        self.reporters: list[int] = []
        self._in_body: dict[int, list[tuple[str, int]]] = defaultdict(list)
        self._at: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for post in posts:
            self._in_body[post.body.pk].append((post.role, post.person_id))
            self._at[post.body.place_id].append((post.role, post.person_id))
        buildings = ground["building"]
        around = [b for b in buildings if b.path.startswith(home.path)]
        # The community of the sign-ins is heard three times as often, so that whoever tries it has something to do.
        self._indoors = [*buildings, *around, *around]
        self._outdoors = [*ground["estate"], *ground["small_grid"], *ground["community"]]
        self._outdoors += [p for p in self._outdoors if p.path.startswith(home.path)] * 2

    def member(self, body_id: int | None, *roles: str) -> Actor | None:
        """Somebody in the body (with one of the roles); seats are asked by the service itself."""
        found = [who for role, who in self._in_body.get(body_id or 0, ()) if not roles or role in roles]
        return Actor(person_id=self.rng.choice(found)) if found else None

    def over(self, place: Any, *roles: str) -> Actor | None:
        """Somebody with one of the roles over the place, the nearest area first."""
        for pk in ids_on(place.path):
            found = [who for role, who in self._at.get(pk, ()) if role in roles]
            if found:
                return Actor(person_id=self.rng.choice(found))
        return None

    def place(self, outdoors: bool) -> Any:
        """Where something happens."""
        return self.rng.choice(self._outdoors if outdoors else self._indoors)

    def number(self) -> str:
        """A telephone number to leave, or none: not everybody wants to be called back."""
        return self.rng.choice(self.numbers) if self.rng.random() < 0.7 else ""

    def neighbour(self, besides: int) -> Actor | None:
        """Somebody who has reported something before, and is somebody else."""
        found = self.rng.choice(self.reporters) if self.reporters else besides
        return Actor(person_id=found) if found != besides else None
