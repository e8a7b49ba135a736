"""The tables of assessments; what a grade rests on only grows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongzhi.record.guards import AppendOnly


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0002_guards'),
        ('people', '__first__'),
        ('places', '0001_places'),
    ]

    operations = [
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(db_index=False, max_length=40)),
                ('version', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=80)),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField()),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='assessments_scheme_version_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='assessments_scheme_version_counts')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('state', models.CharField(default='opened', max_length=10)),
                ('grade', models.CharField(blank=True, max_length=20)),
                ('points', models.PositiveIntegerField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('opened_at', models.DateTimeField()),
                ('noticed_at', models.DateTimeField(null=True)),
                ('notice_until', models.DateField(null=True)),
                ('in_force_from', models.DateField(null=True)),
                ('valid_until', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('by_body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessments.scheme')),
            ],
            options={
                'indexes': [models.Index(fields=['body', 'valid_until'], name='assessment_of_body'), models.Index(fields=['state', 'valid_until'], name='assessment_by_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['opened', 'gathering', 'graded', 'noticed', 'appealed', 'in_force', 'expired', 'stopped'])), name='assessment_state_known'), models.CheckConstraint(condition=models.Q(('body', models.F('by_body')), _negated=True), name='assessment_by_another_body'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='assessment_period_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['in_force', 'expired']), _negated=True), models.Q(('in_force_from__isnull', False), ('points__isnull', False), ('valid_until__isnull', False), models.Q(('grade', ''), _negated=True)), _connector='OR'), name='assessment_in_force_has_a_term'), models.UniqueConstraint(condition=models.Q(('state', 'stopped'), _negated=True), fields=('body', 'scheme', 'since'), name='assessment_once_a_period')],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('raised_at', models.DateTimeField()),
                ('outcome', models.CharField(default='open', max_length=8)),
                ('reply', models.TextField(blank=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('assessment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='assessments.assessment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'number'), name='assessments_appeal_in_order'), models.UniqueConstraint(condition=models.Q(('outcome', 'open')), fields=('assessment',), name='assessments_appeal_one_open'), models.CheckConstraint(condition=models.Q(('outcome__in', ['open', 'upheld', 'rejected'])), name='assessments_appeal_known'), models.CheckConstraint(condition=models.Q(('outcome', 'open'), models.Q(('reply', ''), _negated=True), _connector='OR'), name='assessments_appeal_answered')],
            },
        ),
        migrations.CreateModel(
            name='Bar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=20)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('paper', models.CharField(max_length=200)),
                ('lifted_paper', models.CharField(blank=True, max_length=200)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['no_annual_report', 'penalty', 'investigation'])), name='assessments_bar_known'), models.CheckConstraint(condition=models.Q(('until__isnull', True), models.Q(('until__gte', models.F('since')), models.Q(('lifted_paper', ''), _negated=True)), _connector='OR'), name='assessments_bar_in_order'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('body', 'reason'), name='assessments_bar_once')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=10)),
                ('text', models.CharField(max_length=500)),
                ('paper', models.CharField(blank=True, max_length=200)),
                ('amount', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='assessments.assessment')),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['document', 'record', 'figure', 'visit', 'survey'])), name='assessments_evidence_kind_known'), models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__gte', 0), _connector='OR'), name='assessments_evidence_amount_counts')],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('confirmed', models.BooleanField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('put_body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('put_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evidence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='assessments.evidence')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('evidence', 'number'), name='assessments_check_in_order'), models.CheckConstraint(condition=models.Q(('by', models.F('put_by')), _negated=True), name='assessments_check_by_another_person'), models.CheckConstraint(condition=models.Q(('body', models.F('put_body')), _negated=True), name='assessments_check_by_another_body'), models.CheckConstraint(condition=models.Q(('confirmed', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='assessments_check_says_why_not')],
            },
        ),
        migrations.CreateModel(
            name='Grading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('grade', models.CharField(max_length=20)),
                ('points', models.PositiveIntegerField()),
                ('result', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('assessment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='gradings', to='assessments.assessment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'number'), name='assessments_grading_in_order'), models.CheckConstraint(condition=models.Q(('grade', ''), _negated=True), name='assessments_grading_has_a_grade')],
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(default='filed', max_length=10)),
                ('since', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('body', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('stage__in', ['filed', 'incubating', 'grown', 'registered', 'left'])), name='assessments_stage_known')],
            },
        ),
        migrations.CreateModel(
            name='StageStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=10)),
                ('target', models.CharField(max_length=10)),
                ('paper', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='assessments.stage')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('paper', ''), _negated=True), name='assessments_step_has_a_paper')],
            },
        ),
        AppendOnly("assessments_scheme"),
        AppendOnly("assessments_evidence"),
        AppendOnly("assessments_check"),
        AppendOnly("assessments_grading"),
        AppendOnly("assessments_stagestep"),
    ]
