"""Rebuild every case's state from its facts and compare with the tables."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from gongzhi.record import services
from gongzhi.record.selectors import things_with


class Command(BaseCommand):
    """`./bin/gongzhi record replay`: exit 1 and the numbers of those that differ, if any do."""

    help = "Rebuild every case's state from the facts and compare with the tables."

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay each kind of thing that can be rebuilt, with a bar."""
        different = 0
        for label in services.replay_labels():
            found = self._replay(label)
            different += len(found.different)
            self.stdout.write(f"{label}: {found.count} rebuilt from their facts, {len(found.different)} differ")
            for number in found.different[:50]:
                self.stdout.write(f"  differs: {label}:{number}")
        if different:
            raise CommandError(f"{different} things differ from what the record says")

    def _replay(self, label: str) -> services.Compared:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(label, total=things_with(label))
            return services.replay(label, progress=lambda n: bar.advance(task, n))
