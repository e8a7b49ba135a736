"""`gongzhi triage suggest TEXT`: how one message would be sorted, and the words that spoke for it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongzhi.flows.sorting import options_for
from gongzhi.mandates import selectors as mandates
from gongzhi.triage.rules.packing import Damaged
from gongzhi.triage.rules.reading import MOST_CHARACTERS, Message
from gongzhi.triage.services import models
from gongzhi.triage.services.suggesting import Option


class Command(BaseCommand):
    """Suggests labels for one text, from the command line or from standard input."""

    help = "Suggest the three likeliest labels of a text, with the words that spoke for each"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The text, or - for standard input."""
        parser.add_argument("text", help="the message; - reads it from standard input")
        parser.add_argument("--json", action="store_true", help="print the suggestions as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sort and say why, or say that it cannot tell."""
        text: str = sys.stdin.read(MOST_CHARACTERS) if options["text"] == "-" else options["text"]
        best, version = _suggested(text)
        if options["json"]:
            told = {"version": version, "can_tell": bool(best), "suggestions": [_as_data(one) for one in best]}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_line(one) for one in best) or "cannot tell")


def _suggested(text: str) -> tuple[list[Option], str]:
    """From the model trained last; without any, from the words of the responsibility list."""
    try:
        using = models.in_use()
    except Damaged as why:
        raise CommandError(str(why)) from why
    if using is not None:
        return models.options(using.model, Message(body=text)), using.version
    options, source, _routes = options_for(text)
    return options, source


def _as_data(one: Option) -> dict[str, Any]:
    """A label with its probability and words; a matter type also with what the list says of it."""
    told: dict[str, Any] = {"label": one.code, "probability": round(one.probability, 4), "words": list(one.words)}
    matter = mandates.matter(one.code)
    if matter is not None:
        lead = matter.lines[matter.start].lead
        more = {"name": matter.name, "group": matter.group, "tier": matter.tier, "kind": matter.kind, "lead": lead}
        told |= more
    return told


def _line(one: Option) -> str:
    matter = mandates.matter(one.code)
    said = f"  {matter.name}（{matter.group}，{matter.tier}）" if matter else ""
    return f"{one.probability:6.1%}  {one.code}{said}  {'、'.join(one.words)}"
