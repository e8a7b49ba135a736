"""Words of rounds, and what others rely on once it stands, are only ever added: the database refuses to change them."""

from __future__ import annotations

from django.db import migrations

from gongzhi.record.guards import AppendOnly

TABLES = (
    "projects_roundword", "projects_rounditemneed", "projects_projectneed", "projects_tenderitem",
    "projects_proposal", "projects_scorer",
)


class Migration(migrations.Migration):
    """Append-only tables of rounds, tenders and calls."""

    dependencies = [("projects", "0002_guards")]
    operations = [AppendOnly(table) for table in TABLES]
