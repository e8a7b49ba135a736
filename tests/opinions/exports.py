"""What the published conversations say of themselves: groups, common ground, what marks a group, axes."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gongzhi.opinions.rules.grouping import agreement
from gongzhi.opinions.rules.matrix import Votes, votes_of
from gongzhi.opinions.rules.picture import Key, OpinionMap

REFERENCES = (
    "reference-25ptpt-3gp-no-strict-with-meta",
    "reference-above-100-ptpts",
    "reference-below-100-ptpts",
    "reference-vw",
)
UBER, YOUTH = "vtaiwan.uberx", "london.youth.policing"
CONVERSATIONS = ("austria-climate.5twd2jsnkf.2022-08-08", YOUTH, "scoop-hivemind.ubi", UBER)


def text_of(path: Path) -> str:
    """The text of a plain or packed file."""
    data = path.read_bytes()
    return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")


def published(folder: Path) -> dict[str, Any]:
    """The whole output of the reference server."""
    found: dict[str, Any] = json.loads(text_of(next(folder.glob("math*"))))
    return found


def groups_of(folder: Path) -> dict[str, Key]:
    """Person → published group."""
    if folder.name in REFERENCES:
        said = published(folder)
        members = dict(zip(said["base-clusters"]["id"], said["base-clusters"]["members"], strict=True))
        return {str(p): g["id"] for g in said["group-clusters"] for base in g["members"] for p in members[base]}
    rows = csv.DictReader(io.StringIO(text_of(next(folder.glob("participants-votes.csv*")))))
    return {row["participant"]: int(row["group-id"]) for row in rows if row["group-id"]}


def agreed(labels: Mapping[str, Key], drawn: OpinionMap) -> float:
    """Adjusted Rand index of two groupings over the people whom both place."""
    both = sorted(set(labels) & set(drawn.groups))
    return agreement(_numbers([labels[who] for who in both]), _numbers([drawn.groups[who] for who in both]))


def _numbers(given: list[Key]) -> np.ndarray[Any, Any]:
    names = sorted(set(given), key=str)
    return np.array([names.index(one) for one in given], np.int64)


def shuffled(votes: Votes, seed: int) -> tuple[Votes, dict[str, str]]:
    """The same votes by people of other names in another order, and the old name of each."""
    chance = np.random.default_rng(seed)
    order = chance.permutation(len(votes.people))
    names = tuple(f"{at}" for at in range(len(order)))
    old = {name: votes.people[at] for name, at in zip(names, order.tolist(), strict=True)}
    return replace(votes, people=names, cells=votes.cells[order]), old


def camps(*camp: tuple[int, tuple[int | None, ...]]) -> Votes:
    """Votes of camps, each (people, the answer of all of them to every statement); None is no vote."""
    told = [
        (f"{at}-{who}", str(on), value)
        for at, (people, answers) in enumerate(camp)
        for who in range(people)
        for on, value in enumerate(answers)
        if value is not None
    ]
    people, statements, values = zip(*told, strict=True) if told else ((), (), ())
    return votes_of(people, statements, values)
