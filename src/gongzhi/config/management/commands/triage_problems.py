"""`gongzhi triage problems FILE`: what many say in a list of messages, hottest first."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from gongzhi.kernel.clock import CHINA
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.sheets import match_columns, open_sheet
from gongzhi.triage.rules.marks import covered, marks
from gongzhi.triage.rules.theme_report import Theme, report
from gongzhi.triage.rules.theme_window import HEADINGS, message_of
from gongzhi.triage.rules.themes import Message, Themes
from gongzhi.triage.rules.titles import Said

WINDOW = 365  # days: a year holds every season once


class Command(BaseCommand):
    """Reads a list, changes nothing."""

    help = "List the recurring problems of messages (CSV, CSV.gz or XLSX), hottest first. Reads only"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file; its columns are guessed from their headings, or named."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--column", action="append", default=[], metavar="FIELD=HEADING", help=", ".join(HEADINGS))
        parser.add_argument("--top", type=_count, default=10, help="how many problems (default 10)")
        parser.add_argument(
            "--window", type=_count, default=WINDOW, metavar="DAYS", help="days before the last message; 0 for all"
        )
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, group, print."""
        with Progress(console=Console(stderr=True)) as bar:
            try:
                messages, left_out = _read(options["file"], options["column"], bar)
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
            found = _found(_within(messages, options["window"]), options["top"], bar)
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(theme) for theme in found], ensure_ascii=False, indent=1))
        else:
            self.stdout.write(_told(found, len(messages), left_out))


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 100_000:
        raise ArgumentTypeError(f"{text}: a whole number from 0")
    return int(text)


def _read(file: Path, given: list[str], bar: Progress) -> tuple[list[Message], int]:
    """The messages with their refs made distinct, and how many lines were left out."""
    named = dict(pair.partition("=")[::2] for pair in given)
    if not set(named) <= set(HEADINGS) or not all(named.values()):
        raise CommandError(f"--column FIELD=HEADING, where FIELD is one of: {', '.join(HEADINGS)}")
    found: dict[str, Message] = {}
    left_out = 0
    with open_sheet(file) as sheet:
        columns = match_columns(sheet.headings, HEADINGS, named, required=("said_at",))
        if not {"title", "body"} & set(columns):
            raise CommandError("no column of subjects or texts: name one with --column title=HEADING")
        task = bar.add_task(file.name, total=sheet.size)
        for number, cells in sheet.records(columns):
            message = message_of(number, cells)
            bar.update(task, completed=sheet.done)
            if message is None or message.ref in found:
                left_out += 1
            else:
                found[message.ref] = message
        return list(found.values()), left_out + len(sheet.misfits)


def _within(messages: list[Message], days: int) -> list[Message]:
    """Those of the last `days` days before the last message."""
    if not days or not messages:
        return messages
    begin = max(message.said_at for message in messages) - timedelta(days=days)
    return [message for message in messages if message.said_at >= begin]


def _found(messages: list[Message], top: int, bar: Progress) -> list[Theme]:
    if not messages:
        return []
    task = bar.add_task(f"{len(messages)} messages", total=None)
    texts = {message.ref: Said(message.title, message.body) for message in messages}
    themes = Themes()
    themes.add_all(messages)
    now = max(message.said_at for message in messages)
    found = report(themes, now, lambda refs: [texts[ref] for ref in refs], top=top, redact=_redacted)
    bar.update(task, total=1, completed=1)
    return found


def _redacted(text: str) -> str:
    return covered(text, marks(text))


def _as_json(theme: Theme) -> dict[str, Any]:
    return {
        "title": theme.title,
        "size": theme.size,
        "people": theme.people,
        "voices": theme.voices,
        "heat": round(theme.heat, 2),
        "trend": theme.trend.word,
        "first": theme.first.astimezone(CHINA).isoformat(),
        "last": theme.last.astimezone(CHINA).isoformat(),
        "words": list(theme.words),
        "members": list(theme.refs),
    }


def _told(found: list[Theme], count: int, left_out: int) -> str:
    console = Console(width=120)
    table = Table("", "problem", "people", "messages", "voices", "heat", "trend", "first", "last")
    for rank, theme in enumerate(found, start=1):
        numbers = (str(theme.people), str(theme.size), f"{theme.voices:.0f}", f"{theme.heat:.1f}", theme.trend.word)
        table.add_row(
            str(rank), theme.title, *numbers, *(f"{at.astimezone(CHINA):%Y-%m-%d}" for at in (theme.first, theme.last))
        )
    with console.capture() as shown:
        console.print(table)
    return f"{shown.get()}{count} messages read, {left_out} lines left out"
