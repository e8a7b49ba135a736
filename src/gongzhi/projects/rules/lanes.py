"""The templates of shared workspaces, read from their table: which lanes there are, and what each lane may do."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True)
class Named:
    """A key with its name in both languages."""

    key: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Lane(Named):
    """A lane: its acts, and which kinds of bodies walk in it."""

    acts: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Template(Named):
    """A number of lanes under one name."""

    lanes: tuple[str, ...]


@dataclass(frozen=True)
class Lanes:
    """The whole table."""

    acts: Mapping[str, Named]
    lanes: Mapping[str, Lane]
    templates: Mapping[str, Template]

    def open_to(self, template: str, lane: str) -> tuple[str, ...]:
        """What a lane may do under a template; nothing where the template has no such lane."""
        found = self.templates.get(template)
        return self.lanes[lane].acts if found and lane in found.lanes else ()


@lru_cache(maxsize=1)
def table() -> Lanes:
    """The table that ships, read once."""
    return parsed(files("gongzhi.projects.tables").joinpath("lanes.toml").read_text("utf-8"))


def parsed(text: str) -> Lanes:
    """A table from its text. ValueError where a lane or an act that something names is not there, or stands twice."""
    data = tomllib.loads(text)
    acts = [Named(one["key"], one["name"], one["name_en"]) for one in data["act"]]
    lanes = [
        Lane(one["key"], one["name"], one["name_en"], tuple(one["acts"]), tuple(one["kinds"])) for one in data["lane"]
    ]
    templates = [Template(one["key"], one["name"], one["name_en"], tuple(one["lanes"])) for one in data["template"]]
    for rows in (acts, lanes, templates):
        if len({row.key for row in rows}) < len(rows):
            raise ValueError("a key stands twice")
    known = {act.key for act in acts}
    if any(set(lane.acts) - known or not lane.acts for lane in lanes):
        raise ValueError("a lane without acts, or with an unknown one")
    names = {lane.key for lane in lanes}
    if any(set(one.lanes) - names or len(one.lanes) < 2 for one in templates):
        raise ValueError("a template of less than two lanes, or with an unknown one")
    return Lanes({a.key: a for a in acts}, {ln.key: ln for ln in lanes}, {t.key: t for t in templates})
