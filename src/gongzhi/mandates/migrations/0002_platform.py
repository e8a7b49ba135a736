"""The platform of each matter type: one of the four, or not yet classed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mandates', '0001_mandates'),
    ]

    operations = [
        migrations.AddField(
            model_name='mattertype',
            name='platform',
            field=models.CharField(blank=True, default='', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='mattertype',
            constraint=models.CheckConstraint(condition=models.Q(('platform__in', ['', 'order', 'market', 'enforcement', 'service'])), name='matter_known_platform'),
        ),
    ]
