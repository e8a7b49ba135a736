"""`gongzhi indicators rebuild`: count every figure anew from the record."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from gongzhi.indicators import services
from gongzhi.record.selectors import count_in_line
from gongzhi.record.services import seal


class Command(BaseCommand):
    """Rebuilds the roll-ups in one transaction; pages show the old figures until it is done."""

    help = "Count every figure anew from the record; the reaction goes on from there"

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, with a bar."""
        while seal():
            pass
        started = time.monotonic()
        columns = (TextColumn("facts"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task("facts", total=count_in_line(services.KINDS))
            done = services.rebuild(progress=lambda n: bar.advance(task, n))
        seconds = time.monotonic() - started
        self.stdout.write(f"{done.cases} cases, {done.facts} facts, {done.countings} countings, {seconds:.1f} s")
