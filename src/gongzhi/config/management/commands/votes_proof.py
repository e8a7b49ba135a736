"""`gongzhi votes proof PROOF LOG.json`: hold what a voter kept at casting against the published log; no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from gongzhi.voting.rules.ballot_log import HEAD, fault_of, leaves_of, proof_of

DIFFERS, UNREADABLE = 1, 2
WHY = {
    "vote": "the proof is of another vote",
    "path": "the proof does not hold in itself",
    "shorter": "the log has fewer ballots now than when the proof was given",
    "leaf": "another ballot stands in its place",
    "root": "the leaves before it have been changed",
}


class Command(BaseCommand):
    """Says whether a ballot is still in the log, and whether the log still begins as it did then."""

    requires_system_checks: list[str] = []
    help = "Hold a proof of casting against the published log. Exit 0: it holds, 1: it does not, 2: it cannot be read"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The proof and the log."""
        parser.add_argument("proof", help="the line that was kept, or a file that holds it")
        parser.add_argument("log", type=Path, help="the log as published")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read both, check, tell."""
        try:
            given = json.loads(options["log"].read_text("utf-8-sig"))
            leaves = leaves_of(given)
            line = options["proof"]
            kept = proof_of(line if line.startswith(HEAD) else Path(line).read_text("utf-8-sig"))
        except (OSError, ValueError) as error:
            self.stderr.write(f"cannot be read: {error}")
            sys.exit(UNREADABLE)
        if kept is None:
            self.stderr.write("cannot be read: no proof of casting")
            sys.exit(UNREADABLE)
        fault = fault_of(kept, str(given.get("vote")), leaves)
        if fault:
            self.stdout.write(f"{fault}: {WHY[fault]}")
            sys.exit(DIFFERS)
        self.stdout.write(f"ballot {kept.index + 1} of {len(leaves)} is in the log, which begins as it did then")
