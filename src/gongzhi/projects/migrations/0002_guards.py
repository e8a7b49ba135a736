"""What was said, asked, caused and reported back is only ever added: the database refuses to change or delete it."""

from __future__ import annotations

from django.db import migrations

from gongzhi.record.guards import AppendOnly

TABLES = (
    "projects_needword", "projects_asking", "projects_effect", "projects_registerbase", "projects_reportback",
    "projects_dateshift", "projects_projectword", "projects_interest",
    "projects_openinglog", "projects_scoresheet", "projects_scorertie", "projects_laneact",
)


class Migration(migrations.Migration):
    """Append-only tables of the three lists."""

    dependencies = [("projects", "0001_projects"), ("record", "0002_guards")]
    operations = [AppendOnly(table) for table in TABLES]
