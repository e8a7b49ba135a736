"""Bring the database to the code's schema; on the embedded database every command does so by itself."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from gongzhi.config.rendering import what_is_added_alone


def on_disk() -> set[tuple[str, str]]:
    """Every migration that the installed applications bring, without loading any."""
    return {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("[0-9]*.py")
    }


def unapplied() -> set[tuple[str, str]]:
    """The migrations that this database has not seen. One read; a squashed migration counts by its own name."""
    return on_disk() - set(MigrationRecorder(connection).applied_migrations())


def upgrade() -> bool:
    """Migrate when something is missing; returns whether anything was."""
    missing = unapplied()
    if not missing:
        return False
    with what_is_added_alone() if missing == on_disk() else nullcontext():  # quickly, where nothing is yet
        call_command("migrate", interactive=False, verbosity=0)
    return True
