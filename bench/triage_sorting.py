"""Measure sorting: scores on real messages, calibration, speeds, memory, and the list's own words without a model.

    PYTHONPATH=src python bench/triage_sorting.py [FOLDER]     the folder with messages/ (default: ../shared/data)

Prints a markdown table; never a message. It takes some minutes: five models for cross-validation, one for the rest.
"""

from __future__ import annotations

import csv
import gzip
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from gongzhi.mandates.rules.match import Matcher  # noqa: E402
from gongzhi.triage.rules import packing, training  # noqa: E402
from gongzhi.triage.rules.listwords import likely  # noqa: E402
from gongzhi.triage.rules.measuring import Measures, measure  # noqa: E402
from gongzhi.triage.rules.model import Ranked  # noqa: E402
from gongzhi.triage.rules.reading import Message, letters  # noqa: E402

Row = tuple[Message, str]
FOLDS, DRAWS, RUN = 5, 300, 6


def codes(prefix: str, *ranges: tuple[int, int]) -> list[str]:
    """Codes of matter types: codes("FW", (1, 3)) is FW01, FW02, FW03."""
    return [f"{prefix}{number:02d}" for first, last in ranges for number in range(first, last + 1)]


# Which matter types of the shipped list belong to which of the seven labels; what stands nowhere counts as wrong.
LABEL_OF = {
    code: label
    for label, group in {
        "城乡建设": [
            *codes("FW", (1, 23)), *codes("WY", (1, 11), (14, 18)), *codes("LD", (1, 17)), *codes("SR", (1, 18)),
            *codes("GY", (1, 14), (16, 16), (18, 19)), *codes("HW", (1, 6)), *codes("JT", (2, 2), (6, 9), (12, 12)),
            *codes("JT", (20, 21)),
        ],
        "劳动和社会保障": [*codes("JY", (10, 10), (14, 18)), *codes("MS", (7, 8))],
        "教育文体": [*codes("JY", (1, 9)), "GY17", "SQ23", "MS10", "JT22", "ZS16", "AQ18"],
        "卫生计生": [*codes("JY", (11, 13)), "MS14", "AQ14", "AQ21", "HW17", "MS20"],
        "交通运输": [*codes("JT", (1, 1), (3, 5), (10, 11), (13, 19), (23, 23)), "GY15"],
        "商贸旅游": [*codes("SQ", (14, 22), (24, 25)), *codes("AQ", (7, 9), (15, 15), (20, 20)), "WY12", "WY13"],
        "环境保护": [*codes("HW", (7, 16)), *codes("ZS", (3, 3), (6, 9), (17, 18))],
    }.items()
    for code in group
}  # fmt: skip


class Matter:
    """One matter type of the shipped list."""

    def __init__(self, number: int, row: dict[str, str]) -> None:
        self.code, self.number, self.name = row["code"], number, row["name"]
        self.words = tuple(word for word in row["words"].split("|") if word)


def shipped_list() -> Matcher:
    """The list that ships, as the look-up of its words."""
    matters: dict[str, Matter] = {}
    with (ROOT / "src/gongzhi/mandates/lists/start.csv").open(encoding="utf-8-sig") as file:
        for number, row in enumerate(csv.DictReader(file)):
            matters.setdefault(row["code"], Matter(number, row))
    return Matcher(matters.values())


def read(file: Path) -> list[dict[str, str]]:
    """The rows of a packed sheet."""
    csv.field_size_limit(10**7)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def runs(rows: Sequence[Row]) -> list[set[str]]:
    """The runs of six letters of each message, by which the same message is known again when stop words are gone."""
    texts = [letters("".join(m.words)) if m.words else letters(m.subject) + letters(m.body) for m, _l in rows]
    return [{text[at : at + RUN] for at in range(len(text) - RUN + 1)} for text in texts]


def same_message(tokens: Sequence[Row], raw: Sequence[Row]) -> list[set[int]]:
    """For each raw message, the cut ones that are it: their words stand in it, in order."""
    where: dict[str, list[int]] = {}
    for at, shown in enumerate(runs(tokens)):
        for piece in shown:
            where.setdefault(piece, []).append(at)
    found = []
    for (message, _label), shown in zip(raw, runs(raw), strict=True):
        text = letters(message.subject) + letters(message.body)
        near = {at for piece in shown for at in where.get(piece, []) if len(where[piece]) < 50}
        found.append({at for at in near if _in_order(tokens[at][0].words, text) > 0.8})
    return found


def _in_order(words: Sequence[str], text: str) -> float:
    at, met = 0, 0
    for word in map(letters, words):
        place = text.find(word, at)
        if 0 <= place < at + 40:
            met, at = met + 1, place + len(word)
    return met / max(len(words), 1)


def crossed(tokens: Sequence[Row], raw: Sequence[Row], same: Sequence[set[int]]) -> tuple[list[Ranked], list[Ranked]]:
    """Every message sorted by a model that did not learn from it: cut ones, and raw ones with all that are the same."""
    part = [training.part_of(message, FOLDS) for message, _label in tokens]
    for twins in same:  # all copies of one message lie in one part
        for twin in twins:
            part[twin] = part[min(twins)]
    parts_raw = [part[min(twins)] if twins else at % FOLDS for at, twins in enumerate(same)]
    cut: list[Ranked] = [[] for _row in tokens]
    whole: list[Ranked] = [[] for _row in raw]
    for fold in range(FOLDS):
        model = training.train([row for row, at in zip(tokens, part, strict=True) if at != fold])
        for rows, parts, into in ((tokens, part, cut), (raw, parts_raw, whole)):
            mine = [at for at, p in enumerate(parts) if p == fold]
            for at, ranked in zip(mine, model.ranked([rows[at][0] for at in mine]), strict=True):
                into[at] = ranked
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr)
    return cut, whole


def interval(truth: Sequence[str], ranked: Sequence[Ranked]) -> tuple[float, float]:
    """95 % bootstrap interval of macro-F1."""
    draw = np.random.default_rng(1)
    drawn = []
    for _again in range(DRAWS):
        at = draw.integers(0, len(truth), len(truth))
        drawn.append(measure([truth[k] for k in at], [ranked[k] for k in at]).macro_f1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def scored(name: str, rows: Sequence[Row], ranked: Sequence[Ranked]) -> Measures:
    """Print one line of the table of scores."""
    truth = [label for _message, label in rows]
    told = measure(truth, ranked)
    low, high = interval(truth, ranked)
    print(f"| {name} | {told.rows} | {told.macro_f1:.4f} ({low:.3f}–{high:.3f}) | {told.ece:.4f} | {told.top3:.4f} |")
    return told


def by_words(matcher: Matcher, message: Message) -> Ranked:
    """The labels that the list's own words speak for, by the mapping above."""
    odds: dict[str, float] = {}
    for each in likely(matcher.suggest(message.subject + "\n" + message.body, 20), 20):
        label = LABEL_OF.get(each.label, "?")
        odds[label] = odds.get(label, 0.0) + each.probability
    return sorted(odds.items(), key=lambda pair: -pair[1])


def speeds(tokens: Sequence[Row], many: Sequence[Message]) -> None:
    """Print what training, loading and sorting cost."""
    wall, cpu = time.perf_counter(), time.process_time()
    model = training.train(tokens)
    print(f"- training on {len(tokens)}: {time.perf_counter() - wall:.1f} s ({time.process_time() - cpu:.1f} s of CPU)")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.npz"
        packing.save(model, file)
        began = time.perf_counter()
        model = packing.load(file)
        size = file.stat().st_size / 1e6
        print(f"- the file: {size:.1f} MB, loaded in {time.perf_counter() - began:.2f} s")
    model.predict(many[:1])
    began = time.perf_counter()
    model.predict(many)
    print(f"- in batch: {len(many) / (time.perf_counter() - began):,.0f} messages/s")
    for name, act in (("one alone", model.ranked), ("one alone with its words", lambda one: model.suggest(one[0]))):
        took = []
        for message in many[:300]:
            began = time.perf_counter()
            act([message])
            took.append(time.perf_counter() - began)
        print(f"- {name}: median {1000 * np.median(took):.1f} ms, p95 {1000 * np.quantile(took, 0.95):.1f} ms")
    print(f"- most memory, training included: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def main(folder: Path) -> None:
    """Everything, one part after the other."""
    tokens = [(Message(words=tuple(r["tokens"].split())), r["label"]) for r in read(folder / "labelled_tokens.csv.gz")]
    raw = [(Message(r["subject"], r["body"]), r["label"]) for r in read(folder / "labelled_raw.csv.gz")]
    many = [Message(r["subject"], r["body"]) for r in read(folder / "unlabelled_2017_2020.csv.gz")]
    same = same_message(tokens, raw)
    print(f"{sum(map(bool, same))} of {len(raw)} raw messages stand among the {len(tokens)} cut ones.\n")
    print("| messages | rows | macro-F1 (95 %) | ECE | top three |\n|---|---|---|---|---|")
    cut, whole = crossed(tokens, raw, same)
    scored("cut, never seen (five-fold)", tokens, cut)
    scored("raw, never seen (five-fold)", raw, whole)
    whole_model = training.train(tokens)
    scored("raw, learnt from all cut ones", raw, whole_model.ranked([message for message, _label in raw]))
    matcher = shipped_list()
    scored("raw, the list's words, no model", raw, [by_words(matcher, message) for message, _label in raw])
    print()
    speeds(tokens, many)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT.parent / "shared/data") / "messages")
