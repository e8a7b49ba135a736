"""What people say of themselves for totals, and the consent to it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongzhi.kernel.clock
from gongzhi.record.guards import AppendOnlyAgain


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='SelfDescription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('age_band', models.CharField(blank=True, max_length=8)),
                ('tenure', models.CharField(blank=True, max_length=8)),
                ('said_at', models.DateTimeField(default=gongzhi.kernel.clock.now)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='self_description', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['said_at'], name='description_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('age_band__in', ['', '18_34', '35_59', '60_74', '75'])), name='description_known_age_band'), models.CheckConstraint(condition=models.Q(('tenure__in', ['', 'owner', 'tenant', 'other'])), name='description_known_tenure'), models.CheckConstraint(condition=models.Q(('age_band', ''), ('tenure', ''), _negated=True), name='description_says_something')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='consent',
            name='consent_known_purpose',
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['handle', 'call_back', 'verify', 'emergency', 'account', 'notify', 'invite', 'statistics'])), name='consent_known_purpose'),
        ),
        AppendOnlyAgain('people_consent'),
    ]
