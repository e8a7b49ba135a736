"""The tables of places."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('level', models.CharField(max_length=12)),
                ('path', models.CharField(max_length=96)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('stands_since', models.DateField()),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('sign', models.CharField(max_length=12, null=True)),
                ('aliases', models.CharField(blank=True, default='', max_length=200)),
                ('find', models.CharField(max_length=300)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['path', 'until'], name='places_inside'), models.Index(fields=['level', 'path', 'until', 'find'], name='places_level_inside')],
                'constraints': [models.UniqueConstraint(fields=('code',), name='places_code_once'), models.UniqueConstraint(fields=('sign',), name='places_sign_once'), models.CheckConstraint(condition=models.Q(('level__in', ['nation', 'province', 'city', 'district', 'street', 'community', 'big_grid', 'mid_grid', 'small_grid', 'estate', 'building', 'household'])), name='places_known_level'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='places_not_its_own_parent'), models.CheckConstraint(condition=models.Q(('until', None), models.Q(('until__gt', models.F('since')), ('until__gte', models.F('stands_since'))), _connector='OR'), name='places_ends_after'), models.CheckConstraint(condition=models.Q(('stands_since__gte', models.F('since'))), name='places_stands_within'), models.CheckConstraint(condition=models.Q(models.Q(('lat', None), ('lon', None)), models.Q(('lat__gte', -90), ('lat__isnull', False), ('lat__lte', 90), ('lon__gte', -180), ('lon__isnull', False), ('lon__lte', 180)), _connector='OR'), name='places_point_whole'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('code', ''), _negated=True)), name='places_named')],
            },
        ),
        migrations.CreateModel(
            name='Outline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('datum', models.CharField(max_length=10)),
                ('synthetic', models.BooleanField(default=False)),
                ('stamp', models.BigIntegerField()),
                ('geojson', models.TextField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outlines', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['stamp', 'until'], name='places_outline_version')],
                'constraints': [models.UniqueConstraint(fields=('place', 'since'), name='places_outline_starts_once'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('place',), name='places_outline_one_now'), models.CheckConstraint(condition=models.Q(('datum__in', ['gcj02', 'cgcs2000'])), name='places_outline_datum'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='places_outline_ends_after')],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=96)),
                ('name', models.CharField(max_length=80)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['path', 'until'], name='places_stood_inside')],
                'constraints': [models.UniqueConstraint(fields=('place', 'since'), name='places_standing_starts_once'), models.UniqueConstraint(fields=('place', 'until'), name='places_standing_ends_once'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='places_standing_ends_after')],
            },
        ),
    ]
