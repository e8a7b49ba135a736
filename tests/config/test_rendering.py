"""Models that are added to a migration's state alone stand in it as if everything had been built anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.db.migrations.operations import AddField
from django.db.migrations.state import ModelState, ProjectState

from gongzhi.config import rendering


def keyed(*more: tuple[str, Any]) -> list[tuple[str, Any]]:
    return [("id", models.BigAutoField(primary_key=True)), *more]


def pointing(name: str) -> tuple[str, Any]:
    return name.lower(), models.ForeignKey(f"made.{name}", models.CASCADE, related_name="pointing")


@pytest.fixture
def state() -> ProjectState:
    """A town, then, with the classes built already, a street in it and a house in that."""
    made = ProjectState()
    made.add_model(ModelState("made", "Town", keyed()))
    assert "apps" not in made.__dict__ and made.apps.get_model("made", "Town")
    made.add_model(ModelState("made", "Street", keyed(pointing("Town"))))
    made.add_model(ModelState("made", "House", keyed(pointing("Street"))))
    return made


def back(state: ProjectState, name: str) -> list[str]:
    return [relation.related_model.__name__ for relation in state.apps.get_model("made", name)._meta.related_objects]


def test_what_is_added_points_to_what_stood(state: ProjectState) -> None:
    town, street, house = (state.apps.get_model("made", name) for name in ("Town", "Street", "House"))
    assert street._meta.get_field("town").related_model is town
    assert house._meta.get_field("street").related_model is street


@pytest.mark.parametrize(
    "change",
    [
        lambda state: state.clear_delayed_apps_cache(),  # as before code in a migration, and at the end
        lambda state: state.clone().clear_delayed_apps_cache() or state.clear_delayed_apps_cache(),
        lambda state: state.reload_model("made", "town"),
        lambda state: state.reload_models([("made", "house")]),
        lambda state: AddField("house", "number", models.IntegerField(default=1)).state_forwards("made", state),
        lambda state: state.add_field("made", "house", "other", pointing("Town")[1], False),
        lambda state: state.alter_model_options("made", "street", {"ordering": ["id"]}),
        lambda state: state.rename_field("made", "street", "id", "key"),
    ],
)
def test_any_other_change_has_all_classes_whole(state: ProjectState, change: Callable[[ProjectState], None]) -> None:
    change(state)
    assert "Street" in back(state, "Town") and back(state, "Street") == ["House"]
    assert state.apps.get_model("made", "House") is state.apps.get_model("made", "Street").pointing.rel.related_model


def test_a_copy_knows_what_it_still_owes(state: ProjectState) -> None:
    copy = state.clone()
    copy.add_model(ModelState("made", "Bench", keyed(pointing("Street"))))
    copy.clear_delayed_apps_cache()
    assert sorted(back(copy, "Street")) == ["Bench", "House"]
    state.clear_delayed_apps_cache()
    assert back(state, "Street") == ["House"]


def test_for_a_while_only() -> None:
    before = {name: ProjectState.__dict__[name] for name in rendering.FUNCTIONS}
    with pytest.raises(RuntimeError), rendering.what_is_added_alone():
        raise RuntimeError
    assert {name: ProjectState.__dict__[name] for name in rendering.FUNCTIONS} == before
