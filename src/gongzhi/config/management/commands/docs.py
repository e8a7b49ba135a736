"""`gongzhi docs`: print the pages of docs/ that are drawn from the code."""

from __future__ import annotations

import importlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from gongzhi.config import rowbook
from gongzhi.kernel.lifecycle import Lifecycle


class Command(BaseCommand):
    """Prints to the terminal, so that a diff shows what is out of date."""

    help = "Print a page of docs/ that is drawn from the code: rows, lifecycles"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which page, and whether to write it into docs/."""
        parser.add_argument("page", choices=sorted(PAGES))
        parser.add_argument("--write", action="store_true", help="write docs/PAGE.md instead of printing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print or write."""
        text = PAGES[options["page"]](settings.ROOT)
        if options["write"]:
            (settings.ROOT / f"docs/{options['page']}.md").write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text, ending="")


def lifecycles(root: Path) -> str:
    """Every declared table of states and moves, as a diagram and as a list."""
    parts = ["# Lifecycles\n\nDrawn from the declarations by `./bin/gongzhi docs lifecycles`.\n"]
    for path in sorted((root / "src/gongzhi").glob("*/lifecycle.py")):
        module = importlib.import_module(f"gongzhi.{path.parent.name}.lifecycle")
        for table in vars(module).values():
            if isinstance(table, Lifecycle):
                parts.append(f"## {table.name}\n\n```mermaid\n{table.as_mermaid()}\n```\n\n{_moves(table)}")
    return "\n".join(parts)


def _moves(table: Lifecycle) -> str:
    lines = ["| move | from | to | permit | needs |", "|---|---|---|---|---|"]
    for move in table.moves:
        needs = ", ".join(move.needs)
        lines.append(f"| {move.name} | {', '.join(move.sources)} | {move.target} | {move.permit} | {needs} |")
    return "\n".join(lines) + "\n"


PAGES = {"rows": rowbook.page, "lifecycles": lifecycles}
