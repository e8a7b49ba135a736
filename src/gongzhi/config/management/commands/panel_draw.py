"""`gongzhi panel draw POOL QUOTAS --seed TEXT`: a panel by lot that anybody can draw again from the published seed."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from gongzhi.kernel.errors import Refused
from gongzhi.voting.rules.panel import Drawn, draw
from gongzhi.voting.rules.panel_files import read_pool, read_quotas, size_of

WRONG = 2


class Command(BaseCommand):
    """Reads two files, changes nothing."""

    requires_system_checks: list[str] = []
    help = "Draw a panel by lot from a published seed, as fairly as the quotas allow (leximin). Reads only"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who may be drawn, what the panel must keep, and the seed."""
        parser.add_argument("pool", type=Path, metavar="POOL", help="one line a person, one column a category")
        parser.add_argument("quotas", type=Path, metavar="QUOTAS", help="category,feature and min,max or target")
        parser.add_argument("--seed", required=True, metavar="TEXT", help="published before the draw")
        parser.add_argument("--size", type=int, metavar="N", help="default: sum of targets, or the largest maximum")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw and print; exit 2 with one clear sentence when a file, the seed or a quota cannot be used."""
        try:
            quotas = read_quotas(options["quotas"])
            pool = read_pool(options["pool"], quotas)
            size = options["size"] if options["size"] is not None else size_of(quotas)
            drawn = draw(pool, quotas, options["seed"], size)
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=WRONG) from refusal
        told = drawn.as_dict()
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) if options["json"] else _shown(drawn, told))


def _shown(drawn: Drawn, told: dict[str, Any]) -> str:
    table = Table("category", "feature", "panel", "min", "max", "pool")
    for row in told["strata"]:
        table.add_row(*(str(row[name]) for name in ("category", "feature", "panel", "min", "max", "pool")))
    console = Console(width=120)
    with console.capture() as shown:
        console.print(f"{told['size']} of {told['pool']} people, seed {drawn.seed}", highlight=False, markup=False)
        console.print(", ".join(drawn.panel), highlight=False, markup=False)
        console.print(table)
        smallest, largest = drawn.chances
        console.print(f"chances: smallest {float(smallest):.4%}, largest {float(largest):.4%}", highlight=False)
        if drawn.never:
            console.print(f"never, by these quotas: {', '.join(drawn.never)}", highlight=False, markup=False)
        console.print(f"ticket {drawn.ticket} of {told['tickets']}; the lottery stands in --json", highlight=False)
    return shown.get().rstrip()
