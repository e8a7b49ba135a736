"""The database itself keeps the record append-only and queues each fact for the sealer."""

from django.db import migrations

from gongzhi.record.guards import AppendOnly, QueueFacts


class Migration(migrations.Migration):
    dependencies = [("record", "0001_record")]

    operations = [
        AppendOnly("record_fact"),
        AppendOnly("record_line"),
        AppendOnly("record_link"),
        QueueFacts(),
    ]
