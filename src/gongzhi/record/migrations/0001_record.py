import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Cursor',
            fields=[
                ('reaction', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=60)),
                ('actor', models.CharField(max_length=60)),
                ('seat_id', models.BigIntegerField(null=True)),
                ('body_id', models.BigIntegerField(null=True)),
                ('about_label', models.CharField(max_length=40)),
                ('about_id', models.BigIntegerField()),
                ('data', models.JSONField()),
            ],
            options={
                'indexes': [models.Index(fields=['about_label', 'about_id', 'id'], name='record_fact_about')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=60)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'seq'], name='record_line_kind')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause_label', models.CharField(max_length=40)),
                ('cause_id', models.BigIntegerField()),
                ('effect_label', models.CharField(max_length=40)),
                ('effect_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['effect_label', 'effect_id'], name='record_link_effect')],
                'constraints': [models.UniqueConstraint(fields=('cause_label', 'cause_id', 'effect_label', 'effect_id', 'kind'), name='record_link_once')],
            },
        ),
        migrations.CreateModel(
            name='Parked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reaction', models.CharField(max_length=120)),
                ('error', models.CharField(max_length=120)),
                ('parked_at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Unsealed',
            fields=[
                ('fact', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='record.fact')),
            ],
        ),
        migrations.AddField(
            model_name='line',
            name='fact',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='record.fact'),
        ),
        migrations.AddField(
            model_name='parked',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='record.line'),
        ),
        migrations.AddConstraint(
            model_name='parked',
            constraint=models.UniqueConstraint(fields=('reaction', 'line'), name='record_parked_once'),
        ),
    ]
