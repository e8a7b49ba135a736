"""`gongzhi votes count FILE --rule RULE`: count a file of ballots again, by the same rules as the house's own votes."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from gongzhi.kernel.errors import Refused
from gongzhi.voting.rules.files import Asked, Counted, count

WRONG = 2  # the exit code of a file or an option that cannot be used
SHOWN = 60  # stages of a table; the rest stands in the JSON


class Command(BaseCommand):
    """Reads a file, changes nothing."""

    requires_system_checks: list[str] = []
    help = "Count a file of ballots (.pb, .soi, .toc, .blt, .abc.yaml, CSV, owners' sheets) by a rule. Reads only"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the rule, and what a charter would say."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--rule", required=True, help="equal_shares, greedy, ranked, approval, owners, av, …")
        parser.add_argument("--seats", type=int, help="how many are to be elected")
        parser.add_argument("--seed", default="", help="the published seed of a lot")
        parser.add_argument("--tie-break", default="", metavar="WAYS", help="cost,votes,id,lot in the charter's order")
        parser.add_argument("--withdrawn", action="append", default=[], metavar="ID", help="who or what stepped back")
        parser.add_argument("--matter", default="", help="what owners or residents decide on")
        parser.add_argument("--total-area", default="", metavar="M2", help="the announced area of all owners")
        parser.add_argument("--certificate", default="", metavar="FILE", help="write a certificate to be recounted")
        parser.add_argument("--on", default="", metavar="DATE", help="the day whose law decides")
        parser.add_argument(
            "--charter",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="completion, when_short, budget; owners: silence, abstention, parking, conflict, scope, left_out, "
            "ground; elections: voters, returned, issued, method, second (docs/howto/count-a-lawful-vote.md)",
        )
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print; exit 2 with one clear sentence when the file or an option cannot be used."""
        try:
            counted = count(_asked(options))
        except Refused as refusal:
            raise CommandError(str(refusal), returncode=WRONG) from refusal
        told = counted.as_dict()
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) if options["json"] else _shown(counted))


def _asked(options: dict[str, Any]) -> Asked:
    given = {}
    for pair in options["charter"]:
        name, sign, value = pair.partition("=")
        if not name or not sign:
            raise CommandError(f"--charter NAME=VALUE, not {pair!r}", returncode=WRONG)
        given[name.strip()] = value.strip()
    given |= {name: options[name] for name in ("matter", "on", "total_area", "certificate") if options[name]}
    ways = tuple(way.strip() for way in options["tie_break"].split(",") if way.strip())
    withdrawn = tuple(options["withdrawn"])
    return Asked(options["file"], options["rule"], options["seats"], options["seed"], ways, withdrawn, given)


def _shown(counted: Counted) -> str:
    outcome = counted.outcome
    console = Console(width=120)
    with console.capture() as shown:
        console.print(_winners(counted))
        if outcome.stages:
            console.print(_stages(outcome.stages))
        for name, value in counted.beside.items():
            console.print(f"{name}: {_brief(value)}", highlight=False, markup=False)
    valid = {True: "valid", False: "not valid", None: "validity not known here"}[outcome.verdict.valid]
    lines = [f"verdict: {outcome.verdict.state}, {valid}"]
    for reason in outcome.verdict.reasons:
        numbers = ", ".join(f"{name} {value}" for name, value in reason.numbers.items())
        lines.append(
            f"  {reason.code}{': ' if numbers else ''}{numbers}{f' ({reason.ground})' if reason.ground else ''}"
        )
    return shown.get() + "\n".join(lines)


def _winners(counted: Counted) -> Table:
    outcome = counted.outcome
    table = Table("winner", "name", title=f"{outcome.rule}: {len(outcome.winners)} winners")
    for winner in outcome.winners:
        table.add_row(winner, counted.names.get(winner, ""))
    if outcome.spent is not None:
        table.caption = f"spent {outcome.spent}"
    return table


def _stages(stages: tuple[dict[str, Any], ...]) -> Table:
    """The steps, with every key that any of them has."""
    heads = list(dict.fromkeys(name for stage in stages for name in stage))
    table = Table("", *heads, title="stages")
    for number, stage in enumerate(stages[:SHOWN], start=1):
        table.add_row(str(number), *(_brief(stage.get(head, "")) for head in heads))
    if len(stages) > SHOWN:
        table.caption = f"{len(stages) - SHOWN} more in --json"
    return table


def _brief(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_brief(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_brief(one) for one in value)
    return "" if value is None else str(value)
