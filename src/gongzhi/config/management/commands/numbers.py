"""`gongzhi numbers`: the numbers of the source texts, counted in this database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from gongzhi.indicators.selectors.source_numbers import source_numbers
from gongzhi.kernel.errors import Refused
from gongzhi.places import selectors as places


class Command(BaseCommand):
    """Reads only; exit 1 where a number does not hold."""

    help = "Count what the mission's source texts say of a street, by query. Reads only"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which street; the demonstration's by default."""
        parser.add_argument("--street", default="440305007", metavar="CODE")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a number."""
        try:
            street = places.by_code(options["street"])
        except Refused as refused:
            raise CommandError(f"{refused}; name a street with --street") from refused
        found = source_numbers(street)
        table = Table("row", "source", "what", "said", "found", "holds", title=f"{street.name}")
        for one in found:
            said = f"{one.number.sign} {one.number.said}"
            table.add_row(
                one.number.id, one.number.source, one.number.what, said, str(one.found), "✓" if one.holds else "✗"
            )
        Console().print(table)
        if not all(one.holds for one in found):
            raise CommandError("not every number holds here")
