"""The search index of cases: FTS5 on SQLite, tsvector with GIN on PostgreSQL."""

from django.db import migrations

SQLITE = "CREATE VIRTUAL TABLE cases_words USING fts5(words, content='', tokenize='unicode61')"
POSTGRESQL = (
    "CREATE TABLE cases_words (case_id bigint PRIMARY KEY, words tsvector NOT NULL);"
    "CREATE INDEX cases_words_gin ON cases_words USING gin (words)"
)


def create(apps, schema_editor):
    """One statement of the vendor's own."""
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases")]

    operations = [migrations.RunPython(create, elidable=False)]
