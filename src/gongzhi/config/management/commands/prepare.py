"""`gongzhi prepare`: make a database and its files ready to serve, doing only what is missing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.db import connection

from gongzhi.config import collected, upgrade


class Command(BaseCommand):
    """Migrates, collects static files, and loads the demonstration where one is asked for and nobody lives yet."""

    # Every start waits for this command; the checks run in the tests, and a broken page fails by itself.
    requires_system_checks = ()
    help = "Migrate, collect static files and, with GONGZHI_DEMO=1 on an empty database, load the demonstration"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The size of the demonstration."""
        parser.add_argument("--demo-size", default="small", help="small or full")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step says what it did, and nothing when there was nothing to do."""
        self._remove_half_a_demonstration()
        if upgrade.upgrade():
            self.stdout.write("database: schema is up to date")
        if collected.collect():
            self.stdout.write("static files: collected")
        if settings.DEMO:
            self._demonstrate(options["demo_size"])

    @property
    def _loading(self) -> Path:
        return Path(settings.VAR) / "demo.loading"

    def _remove_half_a_demonstration(self) -> None:
        """A demonstration whose loading was interrupted is begun again from an empty file."""
        if settings.DEMO and settings.EMBEDDED and self._loading.exists():
            connection.close()
            name = str(settings.DATABASES["default"]["NAME"])
            for path in (Path(name), Path(name + "-wal"), Path(name + "-shm")):
                path.unlink(missing_ok=True)
            self._loading.unlink()

    def _demonstrate(self, size: str) -> None:
        app = get_commands().get("demo")
        if app is None:
            return
        if not get_user_model().objects.exists():
            self.stdout.write("demonstration: loading a street, this is done once")
            self._loading.touch()
            call_command("demo", size=size)
            self._loading.unlink()
        people = getattr(load_command_class(str(app), "demo"), "sign_ins", ())
        lines = [f"  {name:<16} {password:<16} {who}\n" for name, password, who in people]
        (Path(settings.VAR) / "sign-ins.txt").write_text("".join(lines), encoding="utf-8")
