"""The command line: `gongzhi import places FILE` finds the command `import_places`, upgraded database included."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Sequence

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line, get_commands, load_command_class

from gongzhi.config import translations, upgrade

_DJANGO_OWN = ("migrate", "makemigrations", "check", "shell", "dbshell", "collectstatic", "changepassword")
# These read files only.
_WITHOUT_DATABASE = (
    "help", "docs", "bench", "triage_duplicates", "triage_redact", "triage_problems", "votes_count", "votes_proof",
    "votes_recount", "opinions_map", "panel_draw",
)  # fmt: skip
# And the framework's own must run on a database that is not there yet, or change the schema themselves.
_WITHOUT_UPGRADE = {*_DJANGO_OWN, *_WITHOUT_DATABASE}


def command_of(words: Sequence[str], known: Collection[str]) -> tuple[str, list[str]]:
    """The command that the longest run of leading words names, and what is left as its arguments.

    ("import", "places", "a.csv") with a known "import_places" gives ("import_places", ["a.csv"]). When nothing is
    known, the first word comes back as it is, for the framework to refuse.
    """
    for length in range(len(words), 0, -1):
        name = "_".join(words[:length]).replace("-", "_")
        if name in known:
            return name, list(words[length:])
    return words[0], list(words[1:])


def listing() -> str:
    """Every command with its one line."""
    commands = get_commands()
    ours = {name for name, app in commands.items() if str(app).startswith("gongzhi.")}
    rows = []
    for name in [*sorted(ours), *(n for n in _DJANGO_OWN if n not in ours)]:
        words = name.replace("_", " ") if name in ours else name
        rows.append((words, str(load_command_class(str(commands[name]), name).help).split(". ")[0].strip()))
    width = max(len(words) for words, _ in rows)
    return "\n".join(f"  gongzhi {words:<{width}}  {text}" for words, text in rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command of the terminal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings")
    words = list(sys.argv[1:] if arguments is None else arguments)
    translations.compile_all()
    try:
        django.setup()
    except ImproperlyConfigured as fault:
        sys.exit(f"gongzhi: {fault}")
    if not words or words in (["help"], ["--help"], ["-h"]):
        print(listing())
        return
    name, rest = command_of(words, get_commands())
    if settings.EMBEDDED and name not in _WITHOUT_UPGRADE and not {"--help", "-h"} & set(rest):
        upgrade.upgrade()
    execute_from_command_line(["gongzhi", name, *rest])


if __name__ == "__main__":
    main()
