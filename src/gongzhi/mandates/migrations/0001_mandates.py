import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(default='draft', max_length=10)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('source', models.CharField(max_length=120)),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version',), name='edition_version_once'), models.UniqueConstraint(fields=('valid_from',), name='edition_one_starts_a_day'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('state',), name='edition_one_without_successor'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), ('valid_from', None), ('valid_to', None)), models.Q(('state', 'published'), ('valid_from__isnull', False), ('valid_to', None)), models.Q(('state', 'superseded'), ('valid_from__isnull', False), ('valid_to__gt', models.F('valid_from'))), _connector='OR'), name='edition_state_has_its_dates')],
            },
        ),
        migrations.CreateModel(
            name='MatterType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12)),
                ('number', models.PositiveIntegerField()),
                ('group', models.CharField(max_length=40)),
                ('group_en', models.CharField(blank=True, max_length=200)),
                ('name', models.CharField(max_length=60)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('words', models.TextField()),
                ('kind', models.CharField(max_length=20)),
                ('tier', models.CharField(max_length=5)),
                ('start', models.CharField(max_length=10)),
                ('urgent', models.BooleanField()),
                ('counts', models.BooleanField()),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matters', to='mandates.edition')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='matter_code_once'), models.UniqueConstraint(fields=('edition', 'number'), name='matter_number_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['consult', 'help', 'complaint', 'report', 'suggestion'])), name='matter_known_kind'), models.CheckConstraint(condition=models.Q(('tier__in', ['2h', '24h', '7d', '15d'])), name='matter_known_tier'), models.CheckConstraint(condition=models.Q(('start__in', ['building', 'grid', 'community', 'street', 'district'])), name='matter_known_start')],
            },
        ),
        migrations.CreateModel(
            name='Cell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rung', models.CharField(max_length=10)),
                ('lead', models.CharField(max_length=30)),
                ('assisting', models.CharField(blank=True, max_length=200)),
                ('informed', models.CharField(blank=True, max_length=200)),
                ('ground', models.CharField(max_length=300)),
                ('limit_amount', models.PositiveIntegerField()),
                ('limit_unit', models.CharField(max_length=20)),
                ('evidence', models.CharField(max_length=120)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='mandates.mattertype')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('matter', 'rung'), name='cell_one_lead'), models.CheckConstraint(condition=models.Q(('rung__in', ['building', 'grid', 'community', 'street', 'district'])), name='cell_known_rung'), models.CheckConstraint(condition=models.Q(models.Q(('lead', ''), _negated=True), models.Q(('lead__contains', '|'), _negated=True)), name='cell_lead_is_one'), models.CheckConstraint(condition=models.Q(('ground', ''), _negated=True), name='cell_has_ground'), models.CheckConstraint(condition=models.Q(('limit_amount__gt', 0)), name='cell_has_limit')],
            },
        ),
    ]
