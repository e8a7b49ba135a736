"""`gongzhi votes recount CERTIFICATE.json`: count a published certificate again, without any database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from gongzhi.kernel.errors import Refused
from gongzhi.voting import laws
from gongzhi.voting.rules import certificate
from gongzhi.voting.rules import free as free  # teaches certificates the rules that an estate chooses for itself
from gongzhi.voting.rules.assembly import AssemblyLaw
from gongzhi.voting.rules.blind_ballots import FORMAT, faults_of
from gongzhi.voting.rules.certificate import Difference, Unreadable
from gongzhi.voting.rules.election import ElectionLaw
from gongzhi.voting.rules.outcome import Outcome
from gongzhi.voting.rules.owners_law import OwnersLaw

Law = OwnersLaw | ElectionLaw | AssemblyLaw
AGREES, DIFFERS, UNREADABLE = 0, 1, 2


class Command(BaseCommand):
    """Recounts a certificate from its own rows, and holds its rule against the rule packs."""

    requires_system_checks: list[str] = []
    help = "Count a published certificate again. Exit 0: it agrees, 1: it differs, 2: it cannot be read"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, a unit to look up, and how to print."""
        parser.add_argument("file", type=Path, help="the certificate as published")
        parser.add_argument("--unit", default="", help="the unit whose row is to be shown, as the roll names it")
        parser.add_argument("--opening", default="", help="what its holder was given to find it")
        parser.add_argument("--json", action="store_true", help="print the recount as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, count, compare, tell."""
        if FORMAT in _start(options["file"]):
            self._ballots(options)
            return
        try:
            given = certificate.read(options["file"].read_text("utf-8-sig"))
            found = certificate.recount_all(given)
            apart = certificate.differences(given, {key: _law(item) for key, item in given["items"].items()})
        except (OSError, UnicodeDecodeError, Unreadable) as error:
            self.stderr.write(f"cannot be read: {error}")
            sys.exit(UNREADABLE)
        rows = certificate.rows_of(given, options["unit"], options["opening"]) if options["unit"] else None
        told = _told(found, apart, rows)
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) if options["json"] else _plainly(found, told))
        if apart:
            sys.exit(DIFFERS)

    def _ballots(self, options: dict[str, Any]) -> None:
        """Ballots of a blind-signed vote: every signature, nothing twice, the same that were counted."""
        try:
            given = json.loads(options["file"].read_text("utf-8-sig"))
            faults = faults_of(given)
        except (OSError, ValueError, TypeError) as error:
            self.stderr.write(f"cannot be read: {error}")
            sys.exit(UNREADABLE)
        told = {"agrees": not faults, "ballots": len(given["ballots"]), "faults": faults}
        issued = ", ".join(f"{one['name']} issued {one['issued']}" for one in given["issuers"])
        plain = [f"{told['ballots']} ballots, {issued}", *faults]
        plain += ["every signature holds, and these are the ballots that were counted"] if not faults else []
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) if options["json"] else "\n".join(plain))
        if faults:
            sys.exit(DIFFERS)


def _start(path: Path) -> str:
    """The first words of a file, by which its kind is told; empty when it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(len(FORMAT) * 4).decode("utf-8", "replace")
    except OSError:
        return ""


def _told(found: dict[str, Outcome], apart: list[Difference], rows: dict[str, Any] | None) -> dict[str, Any]:
    """What is printed as JSON: with one item, its outcome stands at the top, as `votes count` prints it."""
    told: dict[str, Any] = {"agrees": not apart, "differences": [one.as_dict() for one in apart]}
    outcomes = {key: outcome.as_dict() for key, outcome in found.items()}
    told |= next(iter(outcomes.values())) if len(outcomes) == 1 else {"items": outcomes}
    return told if rows is None else told | {"rows": rows}


def _law(item: dict[str, Any]) -> dict[str, Any] | None:
    """What the rule packs say for an item's rule and day; None where they say nothing."""
    claimed = item["inputs"].get("law")
    readers: dict[str, tuple[str, Callable[[str, date], Law]]] = {
        "owners": ("matter", laws.owners),
        "election": ("method", laws.election),
        "residents_assembly": ("kind", laws.assembly),
        "representatives": ("kind", laws.assembly),
        "households": ("kind", laws.assembly),
    }
    if not isinstance(claimed, dict) or item["rule"] not in readers:
        return None
    name, reader = readers[item["rule"]]
    try:
        return reader(str(claimed[name]), date.fromisoformat(str(claimed["on"]))).as_dict()
    except (KeyError, ValueError) as error:
        raise Unreadable(f"the certificate's law names no day or matter: {error}") from error
    except Refused:
        return None


def _plainly(found: dict[str, Outcome], told: dict[str, Any]) -> str:
    lines = []
    for key, outcome in found.items():
        verdict = outcome.verdict
        lines.append(f"{key or outcome.rule}: {verdict.state}, procedure {_valid(verdict.valid)}")
        lines += [f"  {r.code} {json.dumps(dict(r.numbers), ensure_ascii=False)} {r.ground}" for r in verdict.reasons]
    lines += [f"the unit's row: {json.dumps(told['rows'], ensure_ascii=False)}"] if "rows" in told else []
    if told["agrees"]:
        return "\n".join([*lines, "the recount agrees with the certificate in every number"])
    apart = told["differences"]
    lines += [f"DIFFERS {d['where']}: certified {d['certified']!r}, recounted {d['recounted']!r}" for d in apart]
    return "\n".join([*lines, f"{len(apart)} differences: do not rely on this certificate"])


def _valid(valid: bool | None) -> str:
    return {True: "valid", False: "not valid", None: "not shown"}[valid]
