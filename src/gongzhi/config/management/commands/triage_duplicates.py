"""`gongzhi triage duplicates FILE`: which reports of a list tell the same thing again, and how far a desk agreed."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.sheets import match_columns, open_sheet
from gongzhi.triage.rules import twins
from gongzhi.triage.rules.same import CHOSEN

SHOWN = 10


class Command(BaseCommand):
    """Reads a list, changes nothing."""

    requires_system_checks: list[str] = []
    help = "Find reports of a list (CSV, CSV.gz or XLSX) that tell the same thing again. Reads only"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file; its columns are guessed from their headings, or named."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=HEADING", help=", ".join(twins.HEADINGS)
        )
        parser.add_argument("--json", action="store_true", help="print counts, matches and measures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, compare in order, print."""
        try:
            rows, left_out = _read(options["file"], options["column"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        with Progress(console=Console(stderr=True)) as bar:
            marked = any(row.marked for row in rows)
            task = bar.add_task(options["file"].name, total=len(rows) * (2 if marked else 1))
            found = list(twins.same_in(rows, CHOSEN, lambda: bar.advance(task)))
            curve = twins.curve(rows, lambda: bar.advance(task)) if marked else []
        result = _result(rows, found, curve, left_out)
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) if options["json"] else _told(result))


def _read(file: Path, given: list[str]) -> tuple[list[twins.Row], int]:
    named = dict(pair.partition("=")[::2] for pair in given)
    if not set(named) <= set(twins.HEADINGS) or not all(named.values()):
        raise CommandError(f"--column FIELD=HEADING, where FIELD is one of: {', '.join(twins.HEADINGS)}")
    with open_sheet(file) as sheet:
        columns = match_columns(sheet.headings, twins.HEADINGS, named, required=("said_at",))
        read = [twins.row_of(number, cells) for number, cells in sheet.records(columns)]
        left_out = read.count(None) + len(sheet.misfits)
    return twins.in_order([row for row in read if row is not None]), left_out


def _result(
    rows: list[twins.Row], found: list[tuple[twins.Row, list[Any]]], curve: list[twins.Score], left_out: int
) -> dict[str, Any]:
    together = twins.groups(found)
    result: dict[str, Any] = {
        "rows": len(rows),
        "left_out": left_out,
        "point": asdict(CHOSEN),
        "flagged": sum(bool(matches) for _row, matches in found),
        "pairs": sum(len(matches) for _row, matches in found),
        "groups": len(together),
        "largest_group": max(map(len, together), default=0),
    }
    if curve:
        at = twins.score(rows, found)
        result |= {"marked": sum(bool(row.marked) for row in rows)}
        result |= {name: value for name, value in twins.as_json([at])[0].items() if name not in ("days", "least")}
        result["curve"] = twins.as_json(curve)
    result["matches"] = [
        {"ref": row.item.ref, "same_as": [{"ref": m.ref, "score": round(m.score, 3), "why": twins.why(m)} for m in ms]}
        for row, ms in found
        if ms
    ]
    return result


def _told(result: dict[str, Any]) -> str:
    lines = [f"{name}: {value}" for name, value in result.items() if not isinstance(value, list | dict)]
    console = Console(width=100)
    with console.capture() as shown:
        if "curve" in result:
            table = Table(*result["curve"][0])
            for row in result["curve"]:
                table.add_row(*(str(value) for value in row.values()))
            console.print(table)
        for one in result["matches"][:SHOWN]:
            best = one["same_as"][0]
            told = best["why"].split("：")[0]  # the reasons without the words of the reports
            console.print(f"{one['ref']} = {best['ref']} ({best['score']}): {told}", highlight=False)
    return "\n".join([*lines, shown.get()])
