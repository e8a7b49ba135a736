"""`gongzhi triage train FILE`: learn to sort from labelled messages, and take the model unless it is worse."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from gongzhi.cases.selectors.lessons import lessons
from gongzhi.config.refusals import target_for, where
from gongzhi.flows.sorting import desks
from gongzhi.kernel.actor import system
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.sheets import Misfit, open_sheet, write_refused
from gongzhi.mandates import selectors as mandates
from gongzhi.triage.rules.reading import Message
from gongzhi.triage.services import models
from gongzhi.triage.services.labelled import columns_of, labelled

REASONS = {
    "first": "taken: there was nothing to compare it with",
    "better": "taken: on the same held-out rows it is no worse",
    "list": "not taken: on the held-out rows the list's own words do better",
    "worse": "not taken: on the same held-out rows it is worse than the one in use",
}


class Command(BaseCommand):
    """Trains from a file or from the community's own sorted cases."""

    help = "Learn to sort from labelled messages (subject,body,label or tokens,label), or from sorted cases (--own)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, or --own; what its labels are."""
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--own", action="store_true", help="learn from the cases that people here have sorted")
        parser.add_argument("--matters", action="store_true", help="refuse labels that are no codes of matter types")
        parser.add_argument("--json", action="store_true", help="print the training facts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, train, tell; refused rows stand in a file beside the one that was read."""
        file: Path | None = options["file"]
        if (file is None) != options["own"]:
            raise CommandError("give a FILE, or --own, not both")
        try:
            rows, refused, told_where = _own() if file is None else _read(file, options["matters"])
            with _bar() as tell:
                source = file.name if file else "own cases"
                done = models.train(rows, actor=system("config.command"), source=source, progress=tell, desk=desks())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        told = done.facts["measures"] | done.facts | {"version": done.version, "refused": refused}
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) if options["json"] else _told(done))
        if refused:
            self.stderr.write(f"{refused} rows were refused; {told_where}")


def _told(done: models.Trained) -> str:
    measures, facts = done.measures, done.facts
    lines = [
        f"version {done.version}, {facts['rows']} rows, {facts['held_out']} held out, {facts['seconds']} s",
        f"macro-F1 {measures.macro_f1:.4f}  accuracy {measures.accuracy:.4f}  ECE {measures.ece:.4f}  "
        f"top three {measures.top3:.4f}",
        REASONS[done.reason],
    ]
    if done.before:
        lines.insert(2, f"what suggested until now, on the same held-out rows: macro-F1 {done.before.macro_f1:.4f}")
    if facts["show_only"]:
        lines.append(f"fewer than {models.ENOUGH_ROWS} rows: it only shows suggestions and routes nothing by itself")
    return "\n".join(lines)


def _own() -> tuple[list[models.Row], int, str]:
    known = {matter.code for matter in mandates.matters()}
    return [(Message(body=text), matter) for text, matter in lessons() if matter in known], 0, ""


def _read(file: Path, matters: bool) -> tuple[list[models.Row], int, str]:
    """The rows of a file, how many were refused, and where those stand."""
    allowed = {matter.code for matter in mandates.matters()} if matters else None
    misfits: list[Misfit] = []
    target = target_for(file)
    with open_sheet(file) as sheet:
        columns = columns_of(sheet)
        rows = list(labelled(sheet, columns, lambda *given: misfits.append(Misfit(*given)), allowed))
    if misfits:
        write_refused(target, list(columns), misfits, "csv")
    return rows, len(misfits), where(target, file)


@contextmanager
def _bar() -> Iterator[models.Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("read", total=1.0)
        yield lambda step, share: bar.update(task, description=step, completed=share)
