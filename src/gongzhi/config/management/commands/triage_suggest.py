"""`gongzhi triage suggest TEXT`: how one message would be sorted, and the words that spoke for it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gongzhi.triage.rules.packing import Damaged
from gongzhi.triage.rules.reading import MOST_CHARACTERS, Message
from gongzhi.triage.services import models


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
        try:
            using = models.in_use()
        except Damaged as why:
            raise CommandError(str(why)) from why
        if using is None:
            raise CommandError("there is no model yet: gongzhi triage train FILE")
        best = models.options(using.model, Message(body=text))
        if options["json"]:
            rows = [{"label": o.code, "probability": round(o.probability, 4), "words": list(o.words)} for o in best]
            told = {"version": using.version, "can_tell": bool(best), "suggestions": rows}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        elif best:
            self.stdout.write("\n".join(f"{o.probability:6.1%}  {o.code}  {'、'.join(o.words)}" for o in best))
        else:
            self.stdout.write("cannot tell")
