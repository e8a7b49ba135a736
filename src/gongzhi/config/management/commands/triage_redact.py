"""`gongzhi triage redact FILE|TEXT`: what must not be published is covered; the original is not touched."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongzhi.triage.rules.marks import Mark, covered, marks

LARGEST = 64 * 1024 * 1024


class Command(BaseCommand):
    """Reads a text or a text file, line by line, and writes it covered."""

    help = "Cover names, numbers and doors in a text or a text file (- reads the input). A person still has to look"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A file when there is one of this name, the text itself otherwise."""
        parser.add_argument("text", metavar="FILE|TEXT")
        parser.add_argument(
            "--json", action="store_true", help="print the covered text, each mark and the counts as JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Mark, cover, print."""
        text = _text(options["text"])
        made = [(line, marks(line)) for line in text.splitlines(keepends=True)]
        shown = "".join(covered(line, found) for line, found in made)
        if options["json"]:
            self.stdout.write(json.dumps(_result(made, shown, len(text)), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(shown, ending="" if shown.endswith("\n") else "\n")


def _text(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    try:
        path = Path(given)
        if not path.is_file():
            return given
        if path.stat().st_size > LARGEST:
            raise CommandError(f"{given}: larger than {LARGEST // 1024 // 1024} MiB")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CommandError(f"{given}: not a text in UTF-8") from fault
    except (OSError, ValueError):  # a text too long or too odd to be the name of a file
        return given


def _result(made: list[tuple[str, list[Mark]]], shown: str, length: int) -> dict[str, Any]:
    """Places count from the beginning of the whole text; what was covered is not repeated."""
    listed, at = [], 0
    for line, found in made:
        listed += [{"start": at + m.start, "end": at + m.end, "kind": m.kind, "why": m.why} for m in found]
        at += len(line)
    counts = Counter(str(mark["kind"]) for mark in listed)
    return {"characters": length, "marks": listed, "counts": dict(sorted(counts.items())), "covered": shown}
