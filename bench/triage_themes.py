"""Recurring problems measured: seconds from nothing and for one more, memory, agreement of both ways, the first ten.

    PYTHONPATH=src python bench/triage_themes.py FILE [--many 100000] [--skip-one-by-one]

FILE holds messages (CSV, CSV.gz or XLSX) as `gongzhi triage problems` reads them. The many are made of them: resampled
into towns whose rarer signs are exchanged town by town and whose clauses are shuffled, so that lengths, repetition and
common words stay as people write and no two messages are the same.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from gongzhi.kernel.sheets import match_columns, open_sheet  # noqa: E402
from gongzhi.triage.rules.theme_report import report  # noqa: E402
from gongzhi.triage.rules.theme_window import HEADINGS, message_of  # noqa: E402
from gongzhi.triage.rules.themes import Message, Themes  # noqa: E402
from gongzhi.triage.rules.titles import Said  # noqa: E402

SEED = 20260601
KEPT_SIGNS = 300  # the commonest signs are those of grammar and of every complaint
CLAUSE = re.compile(r"[^，。！？；\n]+[，。！？；\n]*")
# The three themes that three independent teams named, each by two words of its own.
KNOWN = {"mixing plant": ("丽发新城", "搅拌"), "parking": ("滨河苑", "车位"), "subsidy": ("人才", "补贴")}


def read(file: Path) -> list[Message]:
    """The file's messages in order of time; a number that comes again is passed over."""
    with open_sheet(file) as sheet:
        columns = match_columns(sheet.headings, HEADINGS, required=("said_at",))
        found = [message_of(number, cells) for number, cells in sheet.records(columns)]
    once = {message.ref: message for message in found if message is not None}
    return sorted(once.values(), key=lambda message: (message.said_at, message.ref))


def many(messages: list[Message], count: int) -> list[Message]:
    """`count` messages of towns that are like this one and not it."""
    chance = random.Random(SEED)
    signs = Counter(sign for m in messages for sign in m.title + m.body if "一" <= sign <= "鿿")
    rare = [sign for sign, _number in signs.most_common()[KEPT_SIGNS:]]
    made: list[Message] = []
    while len(made) < count:
        town = str.maketrans(_exchanged(rare, chance))
        for message in messages[: count - len(made)]:
            at = message.said_at + timedelta(minutes=chance.randrange(-5000, 5000))
            body = "".join(_shuffled(CLAUSE.findall(message.body), chance)).translate(town)
            ref = str(len(made))
            made.append(replace(message, ref=ref, said_at=at, title=message.title.translate(town), body=body))
    return made


def _exchanged(signs: list[str], chance: random.Random) -> dict[str, str]:
    """Every sign for one that is about as frequent."""
    pairs: dict[str, str] = {}
    for at in range(0, len(signs), 100):
        block = signs[at : at + 100]
        pairs.update(zip(block, chance.sample(block, len(block)), strict=True))
    return pairs


def _shuffled(clauses: list[str], chance: random.Random) -> list[str]:
    first, rest = clauses[:1], clauses[1:]
    return first + chance.sample(rest, len(rest))


def agreement(one: list[int], other: list[int]) -> float:
    """Adjusted Rand index: 1 for the same groups, 0 for what chance would give."""

    def pairs(counts: Counter[object]) -> float:
        return sum(number * (number - 1) / 2 for number in counts.values())

    both, left, right = pairs(Counter(zip(one, other, strict=True))), pairs(Counter(one)), pairs(Counter(other))
    by_chance = left * right / (len(one) * (len(one) - 1) / 2)
    return float((both - by_chance) / ((left + right) / 2 - by_chance))


def from_nothing(messages: list[Message]) -> tuple[Themes, float]:
    """All at once: the themes and the seconds."""
    begin, themes = time.perf_counter(), Themes()
    themes.add_all(messages)
    return themes, time.perf_counter() - begin


def one_more(themes: Themes, messages: list[Message]) -> list[float]:
    """Seconds of each."""
    taken = []
    for message in messages:
        begin = time.perf_counter()
        themes.add(message)
        taken.append(time.perf_counter() - begin)
    return taken


def known_ranks(themes: Themes, messages: list[Message]) -> dict[str, int]:
    """Rank of each known theme: the first of which more than half of the messages hold both of its words."""
    texts = {m.ref: Said(m.title, m.body) for m in messages}
    ranks = dict.fromkeys(KNOWN, 0)
    now = max(m.said_at for m in messages)
    for rank, theme in enumerate(report(themes, now, lambda refs: [texts[ref] for ref in refs], top=50), start=1):
        for name, words in KNOWN.items():
            held = sum(all(word in texts[ref].title + texts[ref].body for word in words) for ref in theme.refs)
            if held * 2 > theme.size and not ranks[name]:
                ranks[name] = rank
    return ranks


def by_one(messages: list[Message]) -> dict[str, object]:
    """One after another, in time and shuffled, against all at once."""
    whole, seconds = from_nothing(messages)
    refs = [m.ref for m in messages]
    said = [whole.theme_of(ref) for ref in refs]
    sizes = Counter(said)
    some = [at for at, number in enumerate(said) if sizes[number] > 1]
    found: dict[str, object] = {"messages": len(messages), "from_nothing_s": round(seconds, 2)}
    found["ranks"] = known_ranks(whole, messages)
    for name in ("in_time", "shuffled"):
        order = list(messages) if name == "in_time" else random.Random(SEED).sample(messages, len(messages))
        themes = Themes()
        taken = one_more(themes, order)
        other = [themes.theme_of(ref) for ref in refs]
        found[name] = {
            "ari": round(agreement(said, other), 3),
            "ari_of_grouped": round(agreement([said[at] for at in some], [other[at] for at in some]), 3),
            "p95_ms": round(float(np.quantile(taken, 0.95)) * 1e3, 1),
            "ranks": known_ranks(themes, messages),
        }
    return found


def at_many(messages: list[Message], count: int) -> dict[str, object]:
    """From nothing, then two hundred more one by one."""
    made = many(messages, count + 200)
    themes, seconds = from_nothing(made[:count])
    taken = one_more(themes, made[count:])
    return {
        "messages": count,
        "from_nothing_s": round(seconds, 1),
        "one_more_p50_ms": round(float(np.median(taken)) * 1e3, 1),
        "one_more_p95_ms": round(float(np.quantile(taken, 0.95)) * 1e3, 1),
        "one_more_max_ms": round(max(taken) * 1e3, 1),
        "themes_of_two": sum(len(themes.members(number)) > 1 for number in themes.numbers()),
        "largest": max(len(themes.members(number)) for number in themes.numbers()),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    """Print what was measured as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--skip-one-by-one", action="store_true")
    options = parser.parse_args()
    messages = read(options.file)
    found: dict[str, object] = {"many": at_many(messages, options.many)} if options.many else {}
    if not options.skip_one_by_one:
        found["real"] = by_one(messages)
    print(json.dumps(found, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
