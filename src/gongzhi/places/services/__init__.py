"""The only writers of places: one act, one transaction, one fact, by a named actor."""

from __future__ import annotations

from gongzhi.places.services.bulk import NewPlace, create_many
from gongzhi.places.services.divisions import Imported, import_divisions
from gongzhi.places.services.maps import draw_outline
from gongzhi.places.services.signs import sign_buildings
from gongzhi.places.services.tree import create_place, move_boundary, rename, retire

__all__ = [
    "Imported",
    "NewPlace",
    "create_many",
    "create_place",
    "draw_outline",
    "import_divisions",
    "move_boundary",
    "rename",
    "retire",
    "sign_buildings",
]
