"""How well the same thing told again is found: on made-up reports, on a real city's requests, and how fast.

Run: PYTHONPATH=src:bench python bench/triage_same.py [chicago_sanitation_311.csv.gz]
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from complaints import ESTATES, HELD_OUT, KINDS, Told, kinds, street

from gongzhi.kernel.sheets import match_columns, open_sheet
from gongzhi.triage.rules import twins
from gongzhi.triage.rules.features import features_of, read
from gongzhi.triage.rules.same import CHOSEN, Item, Point, same_again
from gongzhi.triage.rules.scan import Scan

SEEDS, LEAST = (101, 102, 103), (0.3, 0.5, 0.65, 0.75, 0.85, 0.95)
Outcome = tuple[set[int], list[tuple[int, float]]]


def items(told: Sequence[Told]) -> list[Item]:
    """The reports as they are compared."""
    return [
        Item(
            at, one.text, one.said_at, one.place, matter=one.matter, features=features_of(one.text),
            sign=str((one.place["building"] - 1000) % 50) if "building" in one.place else "",
            estate=ESTATES[one.home[1]] if "estate" in one.place else "",
        )
        for at, one in enumerate(told)
    ]  # fmt: skip


def asked(table: str, seeds: Sequence[int]) -> list[Outcome]:
    """For each report: which earlier ones are truly the same, and which were found with what score."""
    done: list[Outcome] = []
    for seed in seeds:
        told = street(seed, every=kinds(table))
        compared = items(told)
        for at, one in enumerate(told):
            near = [old for old in range(at) if (one.said_at - told[old].said_at).days < CHOSEN.days]
            truly = {old for old in near if told[old].truth == one.truth}
            found = same_again(compared[at], compared[:at], Point(min(LEAST), CHOSEN.days, CHOSEN.most))
            done.append((truly, [(int(match.ref), match.score) for match in found]))
    return done


def table(name: str, done: list[Outcome]) -> None:
    """Recall (of reports told before, at least one earlier found) and false suggestions a query, by threshold."""
    told_before = [one for one in done if one[0]]
    print(f"\n{name}: {len(done):,} reports, {len(told_before):,} of them told before\n")
    print("| least | found | true pairs among five | false a query |\n|---|---|---|---|")
    for least in sorted({*LEAST, CHOSEN.least}):
        kept = [(truly, {ref for ref, score in found if score >= least}) for truly, found in done]
        recall = sum(bool(truly & refs) for truly, refs in kept if truly) / len(told_before)
        pairs = sum(len(truly & refs) for truly, refs in kept) / sum(min(len(truly), CHOSEN.most) for truly, _ in kept)
        false = sum(len(refs - truly) for truly, refs in kept) / len(kept)
        print(f"| {least}{' (chosen)' if least == CHOSEN.least else ''} | {recall:.3f} | {pairs:.3f} | {false:.3f} |")


def speed() -> None:
    """Milliseconds for one query against 2,000 stored candidates of one estate, and exactly among 100,000 texts."""
    told = [one for seed in range(20) for one in street(500 + seed)]
    first = told[0]
    near = [
        Item(at, one.text, first.said_at, first.place | {"building": at % 60}, features=features_of(one.text))
        for at, one in enumerate(told[:2000])
    ]
    took = []
    for item in near[:60]:
        began = time.process_time()
        same_again(item, near)
        took.append((time.process_time() - began) * 1000)
    print(f"\nOne query among 2,000 candidates, all in one estate: median {statistics.median(took):.1f} ms of CPU, "
          f"95th percentile {statistics.quantiles(took, n=20)[-1]:.1f} ms")  # fmt: skip
    rng = random.Random(5)
    texts = [f"{rng.choice(told).text}{rng.choice(told).text}" for _ in range(100_000)]
    began = time.process_time()
    scan = Scan([read(features_of(text)) for text in texts])
    built, took = time.process_time() - began, []
    for text in rng.sample(texts, 100):
        wanted = read(features_of(text))
        began = time.process_time()
        scan.nearest(wanted)
        took.append((time.process_time() - began) * 1000)
    print(f"Exact scan of {scan.size:,} texts: built in {built:.1f} s, a query median {statistics.median(took):.1f} ms")


def city(file: Path) -> None:
    """Precision and recall against the marks of a real city's desk."""
    with open_sheet(file) as sheet:
        columns = match_columns(sheet.headings, twins.HEADINGS, {}, required=("said_at",))
        rows = twins.in_order([row for number, cells in sheet.records(columns) if (row := twins.row_of(number, cells))])
    for name, use in (("with the day of completion", rows), ("without it", [twins.unfinished(row) for row in rows])):
        print(f"\n{len(rows):,} requests, {sum(bool(row.marked) for row in rows):,} marked, {name}\n")
        print("| days | least | flagged | precision | recall | F1 | pair precision |\n|---|---|---|---|---|---|---|")
        for one in twins.curve(use):
            shares = " | ".join(f"{share:.3f}" for share in (one.precision, one.recall, one.f1, one.pair_precision))
            print(f"| {one.days:.0f} | {one.least} | {one.flagged:,} | {shares} |")


def main() -> None:
    """Print the tables."""
    table("Wordings that the lists were made beside", asked(KINDS, SEEDS))
    table("Problems and wordings kept aside", asked(HELD_OUT, SEEDS))
    speed()
    for path in sys.argv[1:]:
        city(Path(path))


if __name__ == "__main__":
    main()
