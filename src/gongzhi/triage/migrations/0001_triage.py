import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0002_guards'),
        ('people', '__first__'),
        ('places', '0001_places'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerShape',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('street_id', models.BigIntegerField()),
                ('fingerprint', models.BigIntegerField()),
                ('times', models.PositiveIntegerField()),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('street_id', 'fingerprint'), name='answer_shape_once')],
            },
        ),
        migrations.CreateModel(
            name='Problem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(default='found', max_length=10)),
                ('title', models.CharField(max_length=60)),
                ('named_by_hand', models.BooleanField(default=False)),
                ('matter', models.CharField(blank=True, max_length=12)),
                ('theme', models.BigIntegerField()),
                ('plan_due', models.DateTimeField(null=True)),
                ('people', models.PositiveIntegerField(default=0)),
                ('size', models.PositiveIntegerField(default=0)),
                ('heat', models.FloatField(default=0)),
                ('signs', models.JSONField(default=list)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('found_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('community', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined_here', to='triage.problem')),
                ('lead', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['street', 'state', '-heat'], name='problem_of_street'), models.Index(fields=['community', 'state', '-heat'], name='problem_of_community'), models.Index(fields=['lead', 'state'], name='problem_of_lead')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['found', 'confirmed', 'planned', 'watched', 'solved', 'dismissed', 'joined'])), name='problem_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('into__isnull', False), ('state', 'joined')), models.Q(models.Q(('state', 'joined'), _negated=True), ('into', None)), _connector='OR'), name='problem_joined_into'), models.CheckConstraint(condition=models.Q(('into', models.F('id')), _negated=True), name='problem_not_into_itself'), models.UniqueConstraint(fields=('street', 'theme'), name='problem_one_a_theme'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['confirmed', 'planned', 'watched']), _negated=True), ('lead__isnull', False), _connector='OR'), name='problem_has_a_lead'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'planned'), _negated=True), ('plan_due__isnull', False), _connector='OR'), name='problem_planned_by_when')],
            },
        ),
        migrations.CreateModel(
            name='MonthTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('community', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('problem', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='months', to='triage.problem')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'month', 'problem'), name='month_topic_once')],
            },
        ),
        migrations.CreateModel(
            name='Heard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_label', models.CharField(max_length=40)),
                ('about_id', models.BigIntegerField()),
                ('street_id', models.BigIntegerField()),
                ('community_id', models.BigIntegerField(null=True)),
                ('said_at', models.DateTimeField()),
                ('matter', models.CharField(blank=True, max_length=12)),
                ('features', models.BinaryField()),
                ('theme', models.BigIntegerField(default=0)),
                ('by_hand', models.BooleanField(default=False)),
                ('grouped', models.BooleanField(default=False)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('problem', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='triage.problem')),
            ],
            options={
                'indexes': [models.Index(fields=['street_id', 'said_at'], name='heard_in_street'), models.Index(fields=['community_id', 'said_at'], name='heard_in_community'), models.Index(fields=['problem', 'said_at'], name='heard_of_problem'), models.Index(condition=models.Q(('grouped', False)), fields=['street_id'], name='heard_waiting')],
                'constraints': [models.UniqueConstraint(fields=('about_label', 'about_id'), name='heard_once')],
            },
        ),
        migrations.CreateModel(
            name='ProblemWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('problem', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='said', to='triage.problem')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['plan', 'progress', 'finish', 'reason'])), name='problem_word_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_label', models.CharField(max_length=40)),
                ('about_id', models.BigIntegerField()),
                ('community_id', models.BigIntegerField(null=True)),
                ('source', models.CharField(max_length=40)),
                ('options', models.JSONField()),
                ('first', models.CharField(blank=True, max_length=12)),
                ('permille', models.PositiveSmallIntegerField()),
                ('outcome', models.CharField(blank=True, max_length=10)),
                ('chosen', models.CharField(blank=True, max_length=12)),
                ('made_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['community_id', 'settled_at'], name='suggestion_settled')],
                'constraints': [models.UniqueConstraint(fields=('about_label', 'about_id'), name='suggestion_once'), models.CheckConstraint(condition=models.Q(('permille__lte', 1000)), name='suggestion_share'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'accepted', 'other', 'auto'])), name='suggestion_outcome_known'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None)), models.Q(models.Q(('outcome', ''), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='suggestion_settled_when')],
            },
        ),
        migrations.CreateModel(
            name='Cleared',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_label', models.CharField(max_length=40)),
                ('about_id', models.BigIntegerField()),
                ('text', models.TextField()),
                ('kinds', models.JSONField(default=dict)),
                ('shown', models.BooleanField(default=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('about_label', 'about_id'), name='cleared_once')],
            },
        ),
        migrations.CreateModel(
            name='Echo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('heard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='echoes', to='triage.heard')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('heard', 'person'), name='echo_once')],
            },
        ),
        migrations.CreateModel(
            name='Level',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('permille', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('community', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('permille__range', (500, 1000))), name='level_is_a_majority')],
            },
        ),
    ]
