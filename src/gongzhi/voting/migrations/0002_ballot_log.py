"""The public log of blind-signed ballots: its leaves can only be added to."""

import django.db.models.deletion
from django.db import migrations, models

from gongzhi.record.guards import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('voting', '0001_voting'),
        ('record', '0002_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='BlindLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.PositiveIntegerField(default=0)),
                ('tops', models.JSONField(default=list)),
                ('vote', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='blind_log', to='voting.vote')),
            ],
        ),
        migrations.CreateModel(
            name='BlindLeaf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('leaf', models.CharField(max_length=43)),
                ('vote', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='blind_leaves', to='voting.vote')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('vote', 'number'), name='voting_blind_leaf_in_order'), models.UniqueConstraint(fields=('vote', 'leaf'), name='voting_blind_leaf_once')],
            },
        ),
        AppendOnly("voting_blindleaf"),
    ]
