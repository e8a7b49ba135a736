"""Consents, looks at contacts and erasure certificates are only ever added; the database sees to it."""

from django.db import migrations

from gongzhi.record.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people")]

    operations = [AppendOnly("people_consent"), AppendOnly("people_accesslog"), AppendOnly("people_erasure")]
