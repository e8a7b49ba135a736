"""The tables of people."""

import django.db.models.deletion
import gongzhi.kernel.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('username', models.CharField(blank=True, max_length=60, null=True, unique=True)),
                ('name', models.CharField(blank=True, max_length=60)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('phone_key', models.CharField(blank=True, max_length=64)),
                ('joined_at', models.DateTimeField(default=gongzhi.kernel.clock.now)),
                ('elder', models.BooleanField(default=False)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('is_active', models.BooleanField(default=True)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['phone_key'], name='person_by_phone')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('username__isnull', True), models.Q(('phone_key', ''), _negated=True)), fields=('phone_key',), name='one_reporter_a_phone'), models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), models.Q(('is_active', False), ('name', ''), ('phone', ''), ('phone_key', ''), ('username__isnull', True)), _connector='OR'), name='erased_means_erased'), models.CheckConstraint(condition=models.Q(('username__isnull', True), models.Q(('username', ''), _negated=True), _connector='OR'), name='username_not_empty'), models.CheckConstraint(condition=models.Q(models.Q(('phone', ''), ('phone_key', '')), models.Q(models.Q(('phone', ''), _negated=True), models.Q(('phone_key', ''), _negated=True)), _connector='OR'), name='phone_has_its_key')],
            },
        ),
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('slot', models.BigIntegerField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('ends', models.BigIntegerField(db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'slot'), name='allowance_once_a_window')],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=gongzhi.kernel.clock.now)),
                ('ground', models.CharField(max_length=20)),
                ('rule', models.CharField(blank=True, max_length=60)),
                ('cutoff', models.DateTimeField(blank=True, null=True)),
                ('count', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ground__in', ['retention', 'request'])), name='erasure_known_ground'), models.CheckConstraint(condition=models.Q(('count__gt', 0)), name='erasure_of_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=gongzhi.kernel.clock.now)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='wish', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat_id', models.BigIntegerField()),
                ('body_id', models.BigIntegerField()),
                ('at', models.DateTimeField(default=gongzhi.kernel.clock.now)),
                ('fields', models.CharField(max_length=80)),
                ('purpose', models.CharField(max_length=20)),
                ('about_label', models.CharField(max_length=60)),
                ('about_id', models.BigIntegerField()),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['subject', '-id'], name='access_of_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['handle', 'call_back', 'verify', 'emergency'])), name='access_known_purpose'), models.CheckConstraint(condition=models.Q(('fields', ''), _negated=True), name='access_names_fields')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=20)),
                ('act', models.CharField(max_length=10)),
                ('at', models.DateTimeField(default=gongzhi.kernel.clock.now)),
                ('channel', models.CharField(default='web', max_length=20)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'purpose', 'id'], name='consent_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['handle', 'call_back', 'verify', 'emergency', 'account', 'notify', 'invite'])), name='consent_known_purpose'), models.CheckConstraint(condition=models.Q(('act__in', ['given', 'withdrawn'])), name='consent_known_act'), models.CheckConstraint(condition=models.Q(('channel__in', ['web', 'phone', 'counter', 'grid', 'building_head', 'reception', 'hotline', 'import'])), name='consent_known_channel')],
            },
        ),
    ]
