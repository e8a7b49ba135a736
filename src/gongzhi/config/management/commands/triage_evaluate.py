"""`gongzhi triage evaluate FILE`: how well a model sorts labelled messages that it is shown."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track
from rich.table import Table

from gongzhi.config.refusals import target_for, where
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.sheets import Misfit, open_sheet, write_refused
from gongzhi.triage.rules.measuring import Measures, measure
from gongzhi.triage.rules.packing import Damaged
from gongzhi.triage.services import models
from gongzhi.triage.services.labelled import columns_of, labelled

CHUNK = 512


class Command(BaseCommand):
    """Measures the model in use, or another version."""

    help = "Measure a model on labelled messages: macro-F1, accuracy, calibration, top three, each label"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the version, and how to print."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--model", default="", metavar="VERSION", help="a version (default: the one in use)")
        parser.add_argument("--json", action="store_true", help="print the measures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, sort, measure, print."""
        try:
            using = models.opened(options["model"]) if options["model"] else models.in_use()
            rows, refused, told_where = _read(options["file"])
        except (Refused, Damaged) as refusal:
            raise CommandError(str(refusal)) from refusal
        if using is None:
            raise CommandError("there is no model yet: gongzhi triage train FILE")
        if not rows:
            raise CommandError("the file has no row that can be measured")
        began = time.perf_counter()
        steps = track(range(0, len(rows), CHUNK), "sort", console=Console(stderr=True))
        messages = [message for message, _label in rows]
        ranked = [given for at in steps for given in using.model.ranked(messages[at : at + CHUNK])]
        seconds = time.perf_counter() - began
        measures = measure([label for _message, label in rows], ranked)
        unknown = sorted({label for _message, label in rows} - set(using.model.labels))
        if options["json"]:
            more = {"version": using.version, "refused": refused, "unknown_labels": unknown}
            told = measures.as_data() | more | {"per_second": round(len(rows) / seconds)}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(_table(measures))
        if unknown:
            self.stderr.write(f"the model never learnt these labels, each such row counts as wrong: {unknown}")
        if refused:
            self.stderr.write(f"{refused} rows were refused; {told_where}")


def _read(file: Path) -> tuple[list[models.Row], int, str]:
    """The rows of a file, how many were refused, and where those stand."""
    misfits: list[Misfit] = []
    target = target_for(file)
    with open_sheet(file) as sheet:
        columns = columns_of(sheet)
        rows = list(labelled(sheet, columns, lambda *given: misfits.append(Misfit(*given))))
    if misfits:
        write_refused(target, list(columns), misfits, "csv")
    return rows, len(misfits), where(target, file)


def _table(measures: Measures) -> str:
    table = Table("label", "precision", "recall", "F1", "rows")
    for name, label in measures.per_label.items():
        table.add_row(name, f"{label.precision:.3f}", f"{label.recall:.3f}", f"{label.f1:.3f}", str(label.count))
    console = Console()
    with console.capture() as shown:
        console.print(table)
    return (
        f"{shown.get()}{measures.rows} rows: macro-F1 {measures.macro_f1:.4f}, accuracy {measures.accuracy:.4f}, "
        f"ECE {measures.ece:.4f}, top three {measures.top3:.4f}, cannot tell {measures.unsure}"
    )
