"""Keep short what PostgreSQL has not yet sorted into the search index: every search reads that list from end to end."""

from django.db import migrations

SHORT = "ALTER INDEX cases_words_gin SET (gin_pending_list_limit = 256)"


def shorten(apps, schema_editor):
    """SQLite's index has no such list."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(SHORT, params=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_lists_at_a_million")]

    operations = [migrations.RunPython(shorten, migrations.RunPython.noop, elidable=False)]
