import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0002_guards'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('about_label', models.CharField(max_length=60)),
                ('about_id', models.BigIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('limit_amount', models.PositiveIntegerField()),
                ('limit_unit', models.CharField(max_length=20)),
                ('fixed_due', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField()),
                ('yellow_at', models.DateTimeField()),
                ('red_at', models.DateTimeField()),
                ('warned', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField(null=True)),
                ('state', models.CharField(default='open', max_length=10)),
                ('paused_since', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'duty',
                'verbose_name_plural': 'duties',
                'indexes': [models.Index(fields=['about_id', 'about_label'], name='duty_about'), models.Index(fields=['body', 'state', 'due_at', 'id'], name='duty_inbox'), models.Index(condition=models.Q(('person__isnull', False)), fields=['person', 'state', 'due_at', 'id'], name='duty_inbox_of_person'), models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='duty_tick')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'done', 'late_done', 'lapsed', 'cancelled'])), name='duty_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='duty_closed_has_its_instant'), models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('opened_at')), ('red_at__lte', models.F('due_at')), ('yellow_at__lte', models.F('red_at'))), name='duty_instants_in_order'), models.CheckConstraint(condition=models.Q(('body__isnull', False), ('person__isnull', False), _connector='OR'), name='duty_has_an_owner'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('next_at', None), ('paused_since', None)), _connector='OR'), name='duty_closed_clock_stands'), models.CheckConstraint(condition=models.Q(('warned__lte', 3)), name='duty_warned_at_most_thrice'), models.UniqueConstraint(condition=models.Q(('body__isnull', False), ('state', 'open')), fields=('about_id', 'about_label', 'kind', 'body'), name='duty_one_open_per_body'), models.UniqueConstraint(condition=models.Q(('body', None), ('state', 'open')), fields=('about_id', 'about_label', 'kind', 'person'), name='duty_one_open_per_person')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('cap_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=30)),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='duties.duty')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['waiting_resident', 'owners_vote', 'appraisal', 'procedure', 'approval', 'supplier', 'weather'])), name='pause_reason_known'), models.CheckConstraint(condition=models.Q(('until', None), models.Q(('until__gte', models.F('since')), ('until__lte', models.F('cap_at'))), _connector='OR'), name='pause_within_its_cap'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('duty',), name='pause_one_open_per_duty')],
            },
        ),
    ]
