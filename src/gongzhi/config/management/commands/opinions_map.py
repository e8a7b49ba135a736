"""`gongzhi opinions map FOLDER|FILE`: which groups a conversation has, what they share, what divides them, how sure."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from gongzhi.kernel.errors import Refused
from gongzhi.opinions.rules.map import draw
from gongzhi.opinions.rules.picture import OpinionMap
from gongzhi.opinions.rules.reading import Export, read, read_labels

BAD_INPUT = 2
LISTED = 7
WIDEST = 90
# A statement that fewer people voted on is printed in JSON, and not listed as common ground.
FEWEST_VOTES = 10


class Command(BaseCommand):
    """Reads an export, changes nothing."""

    help = "Draw the opinion map of an exported conversation (folder, votes file, or people-by-statements file)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to read, and how to print."""
        parser.add_argument("source", type=Path, metavar="FOLDER|FILE")
        parser.add_argument("--labels", type=Path, metavar="FILE.csv", help="participant,group: groups that are given")
        parser.add_argument("--groups", type=_few, default=0, metavar="N", help="2 to 5 groups (default: the best of)")
        parser.add_argument("--seed", type=_number, default=0, help="the lots drawn (default 0)")
        sign = parser.add_mutually_exclusive_group()
        sign.add_argument("--agree-is-minus", action="store_true", help="in this file -1 means agreement")
        sign.add_argument("--agree-is-plus", action="store_true", help="in this file 1 means agreement")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, draw, print."""
        turned = options["agree_is_minus"] if options["agree_is_minus"] or options["agree_is_plus"] else None
        with Progress(console=Console(stderr=True), transient=True) as bar:
            try:
                export = _read(options["source"], turned, bar)
                labels = read_labels(options["labels"]) if options["labels"] else None
            except Refused as refusal:
                raise CommandError(str(refusal), returncode=BAD_INPUT) from refusal
            if labels is not None and not set(labels) & set(export.votes.people):
                raise CommandError("--labels: nobody in this file voted here", returncode=BAD_INPUT)
            task = bar.add_task(f"{len(export.votes.people)} people, {export.votes.cells.nnz} votes", total=None)
            drawn = draw(export.votes, labels=labels, count=options["groups"], seed=options["seed"])
            bar.update(task, total=1, completed=1)
        if options["json"]:
            about = {"left_out": export.left_out, "replaced": export.replaced, "turned": export.turned}
            self.stdout.write(json.dumps(drawn.as_dict() | {"file": about}, ensure_ascii=False))
        else:
            self.stdout.write(_told(drawn, export))


def _read(source: Path, turned: bool | None, bar: Progress) -> Export:
    task = bar.add_task(source.name, total=1.0)
    return read(source, turned=turned, tell=lambda share: bar.update(task, completed=share))


def _few(text: str) -> int:
    if text not in {"2", "3", "4", "5"}:
        raise ArgumentTypeError(f"{text}: 2, 3, 4 or 5")
    return int(text)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ArgumentTypeError(f"{text}: a whole number from 0")
    return int(text)


def _told(drawn: OpinionMap, export: Export) -> str:
    console = Console(width=120)
    with console.capture() as shown:
        console.print(f"{drawn.people} people, {drawn.votes} votes, {len(drawn.everybody)} statements")
        if export.left_out or export.replaced or export.turned:
            console.print(_about(export))
        console.print(_sure(drawn))
        for title, table in _tables(drawn, export.texts):
            if table.row_count:
                console.print(title, table)
    return shown.get().rstrip()


def _about(export: Export) -> str:
    said = [f"{export.left_out} lines held no vote"] if export.left_out else []
    said += [f"{export.replaced} votes were changed later"] if export.replaced else []
    said += ["the file writes agreement as -1"] if export.turned else []
    return "; ".join(said)


def _sure(drawn: OpinionMap) -> str:
    """How many groups, and how sure they are."""
    if not drawn.people:
        return "Nobody has voted."
    if drawn.stability is None:
        return "Too few people or too little difference for groups."
    sizes = ", ".join(f"{key}: {size}" for key, size in drawn.sizes.items())
    sure = f"four fifths of the people, drawn by lot, show the same groups to {drawn.stability:.0%}"
    verdict = f"{len(drawn.sizes)} groups" if drawn.clear else "No clear groups; what was found"
    return f"{verdict} ({sizes}); {sure}"


def _tables(drawn: OpinionMap, texts: dict[str, str]) -> list[tuple[str, Table]]:
    found = [("What all groups share", _common(drawn, texts)), ("What most say", _majority(drawn, texts))]
    found += [(f"Group {key} ({drawn.sizes[key]} people) says", _says(drawn, key, texts)) for key in drawn.sizes]
    return found


def _words(texts: dict[str, str], statement: str) -> str:
    text = " ".join(texts.get(statement, "").split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _common(drawn: OpinionMap, texts: dict[str, str]) -> Table:
    table = Table("product", "least", "votes", "no.", "statement")
    voted = [s for s, count in drawn.everybody.items() if count.seen >= FEWEST_VOTES and s not in drawn.out]
    ranked = sorted(voted, key=lambda s: -drawn.group_aware_consensus[s]) if drawn.sizes else []
    for s in ranked[:LISTED]:
        numbers = (f"{drawn.group_aware_consensus[s]:.4f}", f"{drawn.minimum[s]:.4f}", str(drawn.everybody[s].seen))
        table.add_row(*numbers, s, _words(texts, s))
    return table


def _majority(drawn: OpinionMap, texts: dict[str, str]) -> Table:
    table = Table("side", "so many", "no.", "statement")
    for side, rows in drawn.majority.items():
        for row in rows:
            table.add_row(side, f"{row.given} of {row.seen}", row.statement, _words(texts, row.statement))
    return table


def _says(drawn: OpinionMap, key: int | str, texts: dict[str, str]) -> Table:
    table = Table("side", "so many", "oftener", "no.", "statement")
    for row in drawn.representative[key]:
        numbers = (f"{row.given} of {row.seen}", f"{row.oftener:.1f} ×")
        table.add_row(row.side, *numbers, row.statement, _words(texts, row.statement))
    return table
