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
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('where', models.CharField(blank=True, max_length=200)),
                ('intake', models.CharField(max_length=12)),
                ('matter', models.CharField(blank=True, max_length=12)),
                ('tier', models.CharField(max_length=4)),
                ('channel', models.CharField(max_length=16)),
                ('community_id', models.BigIntegerField(null=True)),
                ('street_id', models.BigIntegerField(null=True)),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('state', models.CharField(default='sorting', max_length=12)),
                ('level', models.CharField(max_length=12)),
                ('bounces', models.PositiveSmallIntegerField(default=0)),
                ('reopened', models.PositiveSmallIntegerField(default=0)),
                ('whistled', models.BooleanField(default=False)),
                ('outcome', models.CharField(blank=True, max_length=12)),
                ('branch', models.CharField(blank=True, max_length=16)),
                ('voices', models.PositiveIntegerField(default=1)),
                ('heading', models.CharField(blank=True, max_length=60)),
                ('is_open', models.BooleanField(default=True)),
                ('reported_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('overdue', models.BooleanField(default=False)),
                ('answered_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('key', models.CharField(max_length=40, null=True, unique=True)),
                ('code_key', models.CharField(max_length=64, unique=True)),
                ('helper', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('holder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('offered_to', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('part_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='cases.case')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('primary', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followers', to='cases.case')),
                ('reporter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases_raised', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_open', True)), fields=['holder', 'due_at', 'id'], name='case_inbox'), models.Index(condition=models.Q(('is_open', True)), fields=['community_id', 'due_at', 'id'], name='case_community_open'), models.Index(condition=models.Q(('is_open', True)), fields=['street_id', 'due_at', 'id'], name='case_street_open'), models.Index(fields=['community_id', '-id'], name='case_community'), models.Index(fields=['street_id', '-id'], name='case_street'), models.Index(fields=['holder', '-id'], name='case_holder'), models.Index(fields=['reporter', '-id'], name='case_reporter'), models.Index(fields=['place', '-id'], name='case_place'), models.Index(condition=models.Q(('offered_to__isnull', False)), fields=['offered_to'], name='case_offered')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['sorting', 'filed', 'offered', 'disputed', 'handling', 'whistled', 'responding', 'joint', 'split', 'merged', 'answered', 'solved', 'explained', 'withdrawn', 'lawful', 'part_done'])), name='case_state_known'), models.CheckConstraint(condition=models.Q(('level__in', ['building', 'grid', 'community', 'street', 'district'])), name='case_level_known'), models.CheckConstraint(condition=models.Q(('intake__in', ['consult', 'help', 'complaint', 'report', 'suggestion'])), name='case_intake_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('is_open', True), ('state__in', ['sorting', 'filed', 'offered', 'disputed', 'handling', 'whistled', 'responding', 'joint', 'split', 'merged', 'answered'])), models.Q(('closed_at__isnull', False), ('is_open', False), models.Q(('state__in', ['sorting', 'filed', 'offered', 'disputed', 'handling', 'whistled', 'responding', 'joint', 'split', 'merged', 'answered']), _negated=True)), _connector='OR'), name='case_open_or_closed'), models.CheckConstraint(condition=models.Q(('state__in', ['sorting', 'lawful', 'withdrawn']), models.Q(('matter', ''), _negated=True), _connector='OR'), name='case_sorted_has_matter'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['answered', 'solved', 'explained']), _negated=True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='case_answer_says_what'), models.CheckConstraint(condition=models.Q(('bounces__lte', 2), ('reopened__lte', 1)), name='case_bounces_and_reopenings'), models.CheckConstraint(condition=models.Q(models.Q(('primary', models.F('id')), _negated=True), models.Q(('part_of', models.F('id')), _negated=True)), name='case_not_its_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(default='called', max_length=10)),
                ('called_at', models.DateTimeField()),
                ('arrive_by', models.DateTimeField()),
                ('arrived_at', models.DateTimeField(null=True)),
                ('reported_at', models.DateTimeField(null=True)),
                ('missed', models.BooleanField(default=False)),
                ('ended_at', models.DateTimeField(null=True)),
                ('clause', models.CharField(blank=True, max_length=24)),
                ('whistler_mark', models.PositiveSmallIntegerField(null=True)),
                ('department_mark', models.PositiveSmallIntegerField(null=True)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('whistler', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['body', '-id'], name='call_of_body'), models.Index(condition=models.Q(('ended_at', None)), fields=['body', 'arrive_by'], name='call_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case', 'body'), name='case_called_once_at_a_time'), models.CheckConstraint(condition=models.Q(('state__in', ['called', 'arrived', 'reported', 'declined', 'recalled'])), name='call_state_known'), models.CheckConstraint(condition=models.Q(('whistler_mark', None), ('whistler_mark__range', (1, 5)), _connector='OR'), name='call_mark_w'), models.CheckConstraint(condition=models.Q(('department_mark', None), ('department_mark__range', (1, 5)), _connector='OR'), name='call_mark_d')],
            },
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(max_length=12)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'id'], name='case_held'), models.Index(fields=['body', 'case'], name='case_held_by')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('case',), name='case_one_holder_now'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='case_holding_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('solved', models.BooleanField()),
                ('satisfied', models.PositiveSmallIntegerField()),
                ('channel', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='cases.case')),
                ('reader', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'round'), name='case_judged_once_a_round'), models.CheckConstraint(condition=models.Q(('satisfied__range', (1, 5))), name='judgement_one_to_five'), models.CheckConstraint(condition=models.Q(('channel__in', ['web', 'receipt', 'telephone'])), name='judgement_channel_known'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'telephone'), ('reader__isnull', False)), models.Q(models.Q(('channel', 'telephone'), _negated=True), ('reader', None)), _connector='OR'), name='judgement_read_out_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='cases/%Y/%m/')),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('released', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('due_at', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='cases.case')),
                ('lead', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
        ),
        migrations.CreateModel(
            name='Voice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seconded', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'person'), name='case_one_voice_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact_id', models.BigIntegerField(null=True)),
                ('kind', models.CharField(max_length=12)),
                ('text', models.TextField()),
                ('sight', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='cases.case')),
            ],
        ),
    ]
