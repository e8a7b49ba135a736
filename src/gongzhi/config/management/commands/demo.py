"""`gongzhi demo`: fill an empty database with an invented street that has lived through a year."""

from __future__ import annotations

import gc
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from gongzhi.cases.models import Case
from gongzhi.config import demo
from gongzhi.people.demo import is_empty

STEPS = ("places", "bodies", "people", "seats", "cases")


class Command(BaseCommand):
    """Builds the demonstration in an empty database, with GONGZHI_DEMO=1 only: its passwords are known to everybody."""

    help = "Fill an empty database with an invented street that has lived through a year"
    sign_ins = demo.SIGN_INS

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The size; "tiny" is for tests and not spoken of."""
        parser.add_argument("--size", default="small", choices=demo.SCALES, metavar="{small,full}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse, or build with a bar."""
        if not settings.DEMO:
            raise CommandError("the demonstration has passwords that everybody knows: it needs GONGZHI_DEMO=1")
        if not is_empty():
            raise CommandError("people live in this database already: the demonstration needs an empty one")
        started = time.monotonic()
        gc.disable()  # millions of short-lived rows, hardly a cycle: a tenth of the time
        try:
            built = _built(options["size"])
        finally:
            gc.enable()
        self.stdout.write(f"{Case.objects.count()} cases, {time.monotonic() - started:.1f} s")
        if options["verbosity"] > 1:
            self.stdout.write(f"refused on the way: {dict(built.refused)}")


def _built(size: str) -> demo.Built:
    columns = (TextColumn("{task.description:<8}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks = {step: bar.add_task(step, total=1.0) for step in STEPS}
        return demo.build(size, lambda step, share: bar.update(tasks[step], completed=share))
