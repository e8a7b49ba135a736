"""A project under way with a photograph, so that its addresses are walked by strangers too."""

from __future__ import annotations

from tests.projects.project_world import Life
from tests.world import World


def built(street: World) -> dict[str, int]:
    """The numbers by the names that addresses give them."""
    life = Life(street, "micro_works", cost=100_00, many=2).startable()
    return {"project_id": life.id, "project_photo": life.now().photos.get().pk}
