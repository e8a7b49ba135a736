"""List the facts that a reaction could not digest, and give them to it again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gongzhi.record import selectors, services


class Command(BaseCommand):
    """`./bin/gongzhi record parked [--retry]`."""

    help = "List parked facts; --retry gives them to their reactions again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch."""
        parser.add_argument("--retry", action="store_true", help="give every parked fact to its reaction again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Retry first, then list what is left."""
        if options["retry"]:
            self.stdout.write(f"{services.retry_parked()} digested")
        for parked in selectors.parked():
            self.stdout.write(
                f"{parked.parked_at:%Y-%m-%d %H:%M} {parked.reaction} fact {parked.line.fact_id}: {parked.error}"
            )
        standing = selectors.standing()
        self.stdout.write(
            f"{standing['line']} facts in line, slowest reader at {standing['slowest']}, {standing['parked']} parked"
        )
