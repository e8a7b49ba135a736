"""Migrate an empty database quickly: a model that is added is rendered alone, not with everything it is related to.

For each model that a migration adds, Django builds the classes anew of all models that can be reached from it: eighteen
thousand classes for our two hundred tables, nine tenths of the time of migrating. A table is made from its own fields
and from the key of what they point to, so its own class is enough. Relations back to it are missing until then, and
Django has a word for such a state, delayed: whatever needs them (code in a migration, the end of migrating) has all
classes built anew. Here any change but one more addition does so too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState

_reload_one, _reload_many = ProjectState.reload_model, ProjectState.reload_models


def _add_model(self: Any, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self.apps.render_multiple([model_state])
        self.is_delayed = True


def _clear(self: Any) -> None:
    if self.is_delayed:
        self.__dict__.pop("apps", None)
        self.is_delayed = False


def _reload_model(self: Any, *given: Any, **more: Any) -> None:
    _clear(self)
    _reload_one(self, *given, **more)


def _reload_models(self: Any, *given: Any, **more: Any) -> None:
    _clear(self)
    _reload_many(self, *given, **more)


FUNCTIONS = {
    "add_model": _add_model,
    "reload_model": _reload_model,
    "reload_models": _reload_models,
    "clear_delayed_apps_cache": _clear,
}


def render_what_is_added_alone() -> None:
    """From now on adding models to a state costs what they cost; the tables come out as without this."""
    for name, function in FUNCTIONS.items():
        setattr(ProjectState, name, function)


@contextmanager
def what_is_added_alone() -> Iterator[None]:
    """The same for a while: afterwards states are built as Django builds them."""
    before = {name: getattr(ProjectState, name) for name in FUNCTIONS}
    render_what_is_added_alone()
    try:
        yield
    finally:
        for name, was in before.items():
            setattr(ProjectState, name, was)
