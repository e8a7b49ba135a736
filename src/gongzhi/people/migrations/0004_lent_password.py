"""A password that an operator lent is changed at the next sign-in."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0003_self_description"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="password_lent",
            field=models.BooleanField(default=False),
        ),
    ]
