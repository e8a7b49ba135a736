"""The opinion map against what the reference server published, number by number, and against published groups."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from tests.opinions.exports import CONVERSATIONS, REFERENCES, UBER, agreed, groups_of, published, shuffled

from gongzhi.opinions.rules.map import draw
from gongzhi.opinions.rules.reading import Export, read

# Agreement of red-dwarf with the published groups over fourteen conversations, the number of groups given.
TO_BEAT = 0.564


@pytest.fixture(scope="module")
def exports(shared_data: Path) -> dict[str, Export]:
    """Every conversation of the shared data, read once."""
    return {name: read(shared_data / "opinions" / name) for name in (*REFERENCES, *CONVERSATIONS)}


@pytest.mark.parametrize("name", REFERENCES)
def test_the_references_come_out_number_by_number(shared_data: Path, exports: dict[str, Export], name: str) -> None:
    said = published(shared_data / "opinions" / name)
    drawn = draw(exports[name].votes, labels=groups_of(shared_data / "opinions" / name))
    common = said["group-aware-consensus"]
    assert set(drawn.group_aware_consensus) == set(common)
    assert max(abs(drawn.group_aware_consensus[key] - value) for key, value in common.items()) < 1e-12
    for side in ("agree", "disagree"):
        mine = [(row.statement, row.given, row.seen) for row in drawn.majority[side]]
        assert mine == [(str(row["tid"]), row["n-success"], row["n-trials"]) for row in said["consensus"][side]]
    for group, rows in said["repness"].items():
        mine_says = [(row.statement, row.side, row.given, row.seen) for row in drawn.representative[int(group)]]
        assert mine_says == [(str(r["tid"]), r["repful-for"], r["n-success"], r["n-trials"]) for r in rows]
        first = [row.statement for row in drawn.representative[int(group)] if row.first]
        assert first == [str(row["tid"]) for row in rows if row.get("best-agree")]


@pytest.mark.parametrize("name", REFERENCES)
def test_the_plane_and_where_people_stand_in_it(shared_data: Path, exports: dict[str, Export], name: str) -> None:
    said = published(shared_data / "opinions" / name)
    drawn = draw(exports[name].votes)
    signs = []
    for mine, theirs in zip(drawn.axes, said["pca"]["comps"], strict=True):
        there = np.array(theirs)
        here = np.array([mine[str(name)] for name in said["tids"]])
        cosine = float(here @ there / np.linalg.norm(there))
        assert abs(cosine) >= 0.99999
        signs.append(-np.sign(cosine))
    base = said["base-clusters"]
    for members, x, y in zip(base["members"], base["x"], base["y"], strict=True):
        if len(members) == 1:
            mine_x, mine_y = drawn.points[str(members[0])]
            assert (mine_x * signs[0], mine_y * signs[1]) == pytest.approx((x, y), abs=1e-5)


def test_uber_in_taiwan_the_common_ground_that_was_published(shared_data: Path, exports: dict[str, Export]) -> None:
    drawn = draw(exports[UBER].votes, labels=groups_of(shared_data / "opinions" / UBER))
    asked = [name for name, count in drawn.everybody.items() if count.seen >= 50]
    ranked = sorted(asked, key=lambda name: -drawn.group_aware_consensus[name])[:5]
    assert [(name, round(drawn.group_aware_consensus[name], 4)) for name in ranked] == [
        ("40", 0.8597),
        ("16", 0.8015),
        ("7", 0.8012),
        ("111", 0.7604),
        ("64", 0.7076),
    ]


def test_groups_found_freely_agree_with_the_published_better_than_before(
    shared_data: Path, exports: dict[str, Export]
) -> None:
    given, free, begin = [], [], time.process_time()
    for name, export in exports.items():
        labels = groups_of(shared_data / "opinions" / name)
        free.append(agreed(labels, drawn := draw(export.votes)))
        same = len(drawn.sizes) == len(set(labels.values()))
        given.append(free[-1] if same else agreed(labels, draw(export.votes, count=len(set(labels.values())))))
    assert np.mean(given) > TO_BEAT and np.mean(free) > TO_BEAT, (given, free)
    assert time.process_time() - begin < 10, (
        "eight conversations and 3,500 people: about one second, whatever else runs"
    )


@pytest.mark.parametrize("name", [REFERENCES[1], REFERENCES[2], *CONVERSATIONS[1:3]])
def test_neither_the_order_nor_the_names_of_people_change_the_groups(exports: dict[str, Export], name: str) -> None:
    drawn = draw(exports[name].votes)
    again, old = shuffled(exports[name].votes, seed=5)
    other = draw(again)
    assert agreed({who: drawn.groups[was] for who, was in old.items() if was in drawn.groups}, other) >= 0.99
    assert other.group_aware_consensus == pytest.approx(drawn.group_aware_consensus, abs=1e-9)
