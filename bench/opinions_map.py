"""The opinion map measured: seconds and memory at three sizes, one vote more, and agreement with published groups.

    PYTHONPATH=src python bench/opinions_map.py [SHARED_DATA_FOLDER] [--large]

People of four camps with a leaning of their own vote on statements that divide or unite them; who votes on what is
drawn by lot. `--large` adds 100,000 people.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
from scipy import sparse

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from gongzhi.opinions.rules import keeping  # noqa: E402
from gongzhi.opinions.rules.map import draw  # noqa: E402
from gongzhi.opinions.rules.matrix import Votes  # noqa: E402

SIZES = (("1k×100", 1_000, 100, 0.3), ("1k×100 full", 1_000, 100, 1.0), ("10k×500", 10_000, 500, 0.1))
MORE = (("10k×500 half full", 10_000, 500, 0.5),)
LARGE = (("100k×1,000", 100_000, 1_000, 0.05),)


def made(people: int, statements: int, share: float) -> Votes:
    """Votes of four camps, `share` of all cells filled."""
    chance = np.random.default_rng(20_261_122)
    camp, leaning = chance.integers(4, size=people), chance.uniform(0.05, 0.95, (4, statements))
    rows, columns = [], []
    for first in range(0, people, 5_000):
        filled = chance.random((min(5_000, people - first), statements)) < share
        row, column = np.nonzero(filled)
        rows.append(row + first)
        columns.append(column)
    at, on = np.concatenate(rows), np.concatenate(columns)
    values = np.where(chance.random(len(at)) < leaning[camp[at], on], 1, -1).astype(np.int8)
    values[chance.random(len(at)) < 0.12] = 0
    starts = np.zeros(people + 1, np.int32)
    np.cumsum(np.bincount(at, minlength=people), out=starts[1:])
    cells = sparse.csr_matrix((values, on.astype(np.int32), starts), shape=(people, statements))
    return Votes(tuple(map(str, range(people))), tuple(map(str, range(statements))), cells, np.zeros(statements, bool))


def measured(name: str, people: int, statements: int, share: float) -> dict[str, object]:
    """One drawing from nothing, the best of three where that is short."""
    votes = made(people, statements, share)
    taken = []
    for _turn in range(3 if people <= 10_000 else 1):
        begin = time.perf_counter()
        drawn = draw(votes)
        taken.append(time.perf_counter() - begin)
    return {
        "size": name,
        "votes": votes.cells.nnz,
        "seconds": [round(one, 3) for one in taken],
        "groups": list(drawn.sizes.values()),
        "stability": drawn.stability,
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def kept(people: int, statements: int, share: float) -> dict[str, object]:
    """What the worker does after a vote: from the rows of the database to what the pages keep."""
    table = made(people, statements, share).cells.tocoo()
    rows = list(zip(table.row.tolist(), table.col.tolist(), table.data.tolist(), strict=True))
    begin = time.perf_counter()
    keeping.content(rows, range(statements), 3)
    return {"rows": len(rows), "seconds": round(time.perf_counter() - begin, 3)}


def main() -> None:
    """Print what was measured as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--only-large", action="store_true")
    options = parser.parse_args()
    sizes = LARGE if options.only_large else (*SIZES, *MORE, *(LARGE if options.large else ()))
    for size in sizes:
        print(json.dumps(measured(*size), ensure_ascii=False), flush=True)
    if not options.only_large:
        print(json.dumps({"from rows to the kept map, 10k×500": kept(10_000, 500, 0.1)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
