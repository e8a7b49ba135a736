"""How much of what must not be published is marked, and how much else: on made-up messages, and counted on real ones.

Run: PYTHONPATH=src:bench python bench/triage_marks.py [messages.csv.gz]
"""

from __future__ import annotations

import csv
import gzip
import sys
import time
from collections import Counter
from collections.abc import Iterable

from personal import STRUCTURED, Truth, clean, messages

from gongzhi.triage.rules.marks import KINDS, Mark, marks

SEED, COUNT = 20260322, 3000


def found_of(text: str, truths: Iterable[Truth], made: Iterable[Mark]) -> Iterable[tuple[str, bool]]:
    """Each truth's kind and whether marks cover it: all its digits and letters for numbers, all of it for names."""
    spots = {at for mark in made for at in range(mark.start, mark.end)}
    for truth in truths:
        told = [at for at in range(truth.start, truth.end) if truth.kind == "name" or _counts(truth.kind, text[at])]
        yield truth.kind, all(at in spots for at in told)


def _counts(kind: str, sign: str) -> bool:
    return sign.isdecimal() if kind in ("birth", "room") else sign.isalnum()


def false_marks(truths: list[Truth], made: list[Mark]) -> list[Mark]:
    """Marks that touch nothing that had to be found."""
    return [mark for mark in made if not any(mark.start < truth.end and truth.start < mark.end for truth in truths)]


def made_up(seed: int, count: int) -> tuple[Counter[str], Counter[str], Counter[str], int]:
    """All, found and false by kind, and the number of characters."""
    every, hit, false, signs = Counter[str](), Counter[str](), Counter[str](), 0
    for text, truths in [*messages(seed, count), *((text, []) for text in clean(seed, count // 3))]:
        made = marks(text)
        signs += len(text)
        for kind, ok in found_of(text, truths, made):
            every[kind] += 1
            hit[kind] += ok
        false.update(mark.kind for mark in false_marks(truths, made))
    return every, hit, false, signs


def real(path: str) -> None:
    """Marks a message by kind on messages that people wrote; no body is printed."""
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        texts = [f"{row['subject']} {row['body']}" for row in csv.DictReader(file)]
    began = time.perf_counter()
    made = [marks(text) for text in texts]
    took = time.perf_counter() - began
    count = Counter(mark.kind for found in made for mark in found)
    signs = sum(map(len, texts))
    print(f"\n{len(texts):,} messages, {signs:,} characters, {took * 1000 / len(texts):.2f} ms a message\n")
    print("| kind | marks | a message | per 1,000 characters |\n|---|---|---|---|")
    for kind in KINDS:
        print(f"| {kind} | {count[kind]:,} | {count[kind] / len(texts):.3f} | {count[kind] / signs * 1000:.3f} |")


def main() -> None:
    """Print the tables."""
    every, hit, false, signs = made_up(SEED, COUNT)
    print("| kind | to be found | found | recall | false | false per 1,000 characters |\n|---|---|---|---|---|---|")
    for kind in (*STRUCTURED, "room", "name"):
        share = hit[kind] / every[kind]
        print(
            f"| {kind} | {every[kind]} | {hit[kind]} | {share:.4f} | {false[kind]} | {false[kind] / signs * 1000:.3f} |"
        )
    print(f"\n{signs:,} characters, {sum(false.values()) / signs * 1000:.3f} false marks per 1,000 characters")
    for path in sys.argv[1:]:
        real(path)


if __name__ == "__main__":
    main()
