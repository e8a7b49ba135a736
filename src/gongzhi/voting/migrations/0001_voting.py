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
            name='Elector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('key', models.CharField(max_length=80)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('units', models.JSONField(default=list)),
                ('area', models.BigIntegerField(default=0)),
                ('kind', models.CharField(blank=True, max_length=20)),
                ('struck_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('area__gte', 0)), name='voting_elector_area')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_label', models.CharField(max_length=40)),
                ('about_id', models.BigIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('question', models.TextField(blank=True)),
                ('rule', models.CharField(max_length=20)),
                ('matter', models.CharField(blank=True, max_length=40)),
                ('secrecy', models.CharField(max_length=8)),
                ('state', models.CharField(default='drafted', max_length=10)),
                ('charter', models.JSONField(default=dict)),
                ('opens', models.DateTimeField()),
                ('closes', models.DateTimeField()),
                ('correcting', models.BooleanField(default=False)),
                ('roll_source', models.CharField(blank=True, max_length=200)),
                ('roll_digest', models.CharField(blank=True, max_length=64)),
                ('roll_at', models.DateTimeField(null=True)),
                ('electors', models.PositiveIntegerField(default=0)),
                ('drawn_at', models.DateTimeField()),
                ('noticed_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('counted_at', models.DateTimeField(null=True)),
                ('objections_until', models.DateTimeField(null=True)),
                ('certified_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['about_label', 'about_id'], name='vote_about'), models.Index(fields=['state', 'closes'], name='vote_by_close')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['drafted', 'rolled', 'noticed', 'open', 'closed', 'counted', 'certified', 'published', 'withdrawn'])), name='vote_state_known'), models.CheckConstraint(condition=models.Q(('rule__in', ['approval', 'single', 'score', 'ranked', 'equal_shares', 'greedy', 'owners', 'households', 'residents_assembly', 'representatives', 'election'])), name='vote_rule_known'), models.CheckConstraint(condition=models.Q(('secrecy__in', ['roll', 'secret', 'blind'])), name='vote_secrecy_known'), models.CheckConstraint(condition=models.Q(('closes__gt', models.F('opens'))), name='vote_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(models.Q(('rule', 'owners'), _negated=True), ('secrecy', 'roll'), _connector='OR'), name='vote_by_area_is_open'), models.CheckConstraint(condition=models.Q(('state__in', ['drafted', 'withdrawn']), models.Q(('roll_digest', ''), _negated=True), _connector='OR'), name='vote_has_a_frozen_roll')],
            },
        ),
        migrations.CreateModel(
            name='UrnBallot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.JSONField()),
                ('paper', models.BooleanField(default=False)),
                ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urn', to='voting.vote')),
            ],
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(default='handed_in', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=20)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('elector', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='voting.elector')),
                ('vote', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='voting.vote')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('vote', 'number'), name='voting_sheet_once'), models.CheckConstraint(condition=models.Q(('state__in', ['handed_in', 'entered', 'third_look', 'counted', 'void'])), name='voting_sheet_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('reason__in', ['electronic_first', 'paper_first', 'not_on_roll', 'struck', 'spoilt', 'objection', 'too_many_sheets']), ('state', 'void')), models.Q(('state', 'void'), _negated=True), _connector='OR'), name='voting_sheet_void_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Saying',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='said', to='voting.vote')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['extension', 'correction', 'withdrawal', 'option', 'recount'])), name='voting_saying_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Proxy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper', models.CharField(blank=True, max_length=120)),
                ('given_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('elector', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='proxies', to='voting.elector')),
                ('holder', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vote', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='voting.vote')),
            ],
            options={
                'indexes': [models.Index(fields=['holder', 'vote'], name='voting_proxy_of_holder')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('elector',), name='voting_proxy_one_holder')],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=120)),
                ('text', models.TextField(blank=True)),
                ('cost', models.BigIntegerField(default=0)),
                ('where', models.CharField(blank=True, max_length=80)),
                ('position', models.PositiveSmallIntegerField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='options', to='voting.vote')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('vote', 'key'), name='voting_option_once'), models.UniqueConstraint(fields=('vote', 'position'), name='voting_option_in_order'), models.CheckConstraint(condition=models.Q(('cost__gte', 0)), name='voting_option_costs_something_or_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(max_length=10)),
                ('text', models.TextField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('reply', models.TextField(blank=True)),
                ('raised_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='voting.vote')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ground__in', ['roll', 'notice', 'ballot', 'count', 'other'])), name='voting_objection_ground_known'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'upheld', 'partly', 'rejected'])), name='voting_objection_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), models.Q(('reply', ''), _negated=True)), _connector='OR'), name='voting_objection_answered_in_words')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=10)),
                ('proxy', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('void', models.CharField(blank=True, max_length=20)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('elector', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='mark', to='voting.elector')),
                ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='voting.vote')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('channel__in', ['electronic', 'paper'])), name='voting_mark_known_channel'), models.CheckConstraint(condition=models.Q(('void__in', ['', 'electronic_first', 'paper_first', 'not_on_roll', 'struck', 'spoilt', 'objection', 'too_many_sheets'])), name='voting_mark_void_known')],
            },
        ),
        migrations.AddField(
            model_name='elector',
            name='vote',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='roll', to='voting.vote'),
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(max_length=12)),
                ('at', models.DateTimeField()),
                ('agenda_told', models.BooleanField()),
                ('effect_told', models.BooleanField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('elector', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='voting.elector')),
                ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='voting.vote')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('elector', 'how'), name='voting_delivery_once_each_way'), models.CheckConstraint(condition=models.Q(('how__in', ['by_hand', 'signed_for', 'post', 'electronic', 'notice'])), name='voting_delivery_known_way')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('stage', models.CharField(max_length=12)),
                ('data', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('vote', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='voting.vote')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('vote', 'number'), name='voting_certificate_in_order'), models.UniqueConstraint(condition=models.Q(('stage', 'final')), fields=('vote',), name='voting_certificate_one_final'), models.CheckConstraint(condition=models.Q(('stage__in', ['preliminary', 'final'])), name='voting_certificate_stage_known')],
            },
        ),
        migrations.CreateModel(
            name='BlindIssuer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('public', models.TextField()),
                ('vote', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='issuers', to='voting.vote')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('vote', 'number'), name='voting_issuer_once')],
            },
        ),
        migrations.CreateModel(
            name='BlindBallot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100)),
                ('record', models.JSONField()),
                ('choice', models.JSONField()),
                ('vote', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='blind_ballots', to='voting.vote')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('vote', 'key'), name='voting_blind_ballot_once')],
            },
        ),
        migrations.CreateModel(
            name='Voter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('elector', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='voters', to='voting.elector')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vote', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='voting.vote')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'vote'], name='voting_voter_of_person')],
                'constraints': [models.UniqueConstraint(fields=('elector', 'person'), name='voting_voter_once'), models.CheckConstraint(condition=models.Q(('how__in', ['phone', 'code', 'desk'])), name='voting_voter_linked_how')],
            },
        ),
        migrations.CreateModel(
            name='BlindIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('blinded_digest', models.CharField(max_length=64)),
                ('issuer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='voting.blindissuer')),
                ('elector', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='voting.elector')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('issuer', 'elector'), name='voting_blind_issue_once')],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('choice', models.JSONField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mark', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='voting.mark')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mark', 'number'), name='voting_ballot_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.JSONField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sheet', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='voting.sheet')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet', 'by'), name='voting_entry_by_different_people')],
            },
        ),
        migrations.AddConstraint(
            model_name='elector',
            constraint=models.UniqueConstraint(fields=('vote', 'key'), name='voting_elector_once'),
        ),
        migrations.AddConstraint(
            model_name='elector',
            constraint=models.UniqueConstraint(fields=('vote', 'number'), name='voting_elector_number'),
        ),
    ]
