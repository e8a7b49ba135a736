import django.db.models.deletion
import django.db.models.expressions
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
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_label', models.CharField(blank=True, max_length=40)),
                ('about_id', models.BigIntegerField(null=True)),
                ('orders', models.CharField(max_length=30)),
                ('title', models.CharField(max_length=80)),
                ('where', models.CharField(blank=True, max_length=120)),
                ('starts', models.DateTimeField()),
                ('state', models.CharField(default='called', max_length=10)),
                ('urgent', models.CharField(blank=True, max_length=200)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('called_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'starts'], name='meeting_at_place'), models.Index(fields=['body', 'orders', 'starts'], name='meeting_of_body'), models.Index(fields=['about_id', 'about_label'], name='meeting_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['called', 'open', 'adjourned', 'closed', 'minuted', 'approved', 'published', 'cancelled'])), name='meeting_state_known'), models.CheckConstraint(condition=models.Q(('orders__in', ['council_3x', 'residents_forum', 'hearing', 'residents_assembly', 'representatives_assembly', 'owners_assembly', 'joint_conference', 'home_committee', 'consultative_council', 'building_meeting', 'committee'])), name='meeting_orders_known'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='meeting_has_title'), models.CheckConstraint(condition=models.Q(('state__in', ['called', 'cancelled', 'adjourned']), ('opened_at__isnull', False), _connector='OR'), name='meeting_opened_when'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['closed', 'minuted', 'approved', 'published']), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='meeting_closed_when')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_label', models.CharField(blank=True, max_length=40)),
                ('about_id', models.BigIntegerField(null=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=10)),
                ('listed', models.BooleanField(default=True)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('taken_at', models.DateTimeField(null=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='meetings.meeting')),
            ],
            options={
                'indexes': [models.Index(fields=['about_id', 'about_label'], name='item_about')],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'number'), name='item_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'now')), fields=('meeting',), name='item_one_at_a_time'), models.CheckConstraint(condition=models.Q(('kind__in', ['report', 'discuss', 'opinion', 'decide'])), name='item_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'now', 'done', 'put_off'])), name='item_state_known'), models.CheckConstraint(condition=models.Q(('listed', True), models.Q(('kind', 'decide'), _negated=True), _connector='OR'), name='item_unlisted_not_decided')],
            },
        ),
        migrations.CreateModel(
            name='MeetingSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('core', models.BooleanField(default=False)),
                ('votes', models.BooleanField(default=True)),
                ('title', models.CharField(blank=True, max_length=60)),
                ('size', models.PositiveIntegerField(default=1)),
                ('present', models.PositiveIntegerField(default=0)),
                ('reply', models.CharField(blank=True, max_length=10)),
                ('arrived_at', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='meetings.meeting')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proxy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried', to='meetings.meetingseat')),
                ('substitute', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='seat_of_person')],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'number'), name='seat_number_once'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('meeting', 'person'), name='seat_one_a_person'), models.CheckConstraint(condition=models.Q(('kind__in', ['residents_committee', 'community_party', 'property', 'owners_committee', 'resident_unit', 'social_org', 'resident', 'owner', 'tenant', 'household', 'police', 'party_involved', 'building_head', 'deputy', 'resident_rep', 'appointed_rep', 'party_delegate', 'member', 'department', 'expert', 'observer'])), name='meeting_seat_kind_known'), models.CheckConstraint(condition=models.Q(('reply__in', ['', 'coming', 'away'])), name='seat_reply_known'), models.CheckConstraint(condition=models.Q(('present__lte', models.F('size')), ('size__gte', 1)), name='seat_present_within_size'), models.CheckConstraint(condition=models.Q(('present', 0), ('arrived_at__isnull', False), _connector='OR'), name='seat_arrived_when'), models.CheckConstraint(condition=models.Q(('proxy', None), ('size', 1), _connector='OR'), name='seat_proxy_of_one'), models.CheckConstraint(condition=models.Q(('proxy', models.F('id')), _negated=True), name='seat_proxy_is_another')],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='meetings.item')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='meetings.meetingseat')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('item', 'seat'), name='meeting_interest_once')],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('lines', models.JSONField()),
                ('changed', models.PositiveSmallIntegerField(null=True)),
                ('made_at', models.DateTimeField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='meetings.meeting')),
                ('seat', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.meetingseat')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'number'), name='minutes_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('number', 1), ('seat', None)), models.Q(('number__gt', 1), ('seat__isnull', False)), _connector='OR'), name='minutes_amended_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='Motion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=600)),
                ('state', models.CharField(default='proposed', max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('put_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('yes', models.PositiveIntegerField(null=True)),
                ('no', models.PositiveIntegerField(null=True)),
                ('abstain', models.PositiveIntegerField(null=True)),
                ('present', models.PositiveIntegerField(null=True)),
                ('everybody', models.PositiveIntegerField(null=True)),
                ('amends', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='meetings.motion')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='motions', to='meetings.item')),
                ('mover', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='motions', to='meetings.meetingseat')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'voting', 'passed', 'rejected', 'withdrawn'])), name='motion_state_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='motion_has_text'), models.CheckConstraint(condition=models.Q(models.Q(('abstain__isnull', False), ('decided_at__isnull', False), ('no__isnull', False), ('present__isnull', False), ('state__in', ['passed', 'rejected']), ('yes__isnull', False)), models.Q(('decided_at', None), ('state__in', ['proposed', 'voting', 'withdrawn']), ('yes', None)), _connector='OR'), name='motion_decided_with_numbers'), models.CheckConstraint(condition=models.Q(('yes', None), ('present__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('yes'), '+', models.F('no')), '+', models.F('abstain'))), _connector='OR'), name='motion_hands_within'), models.UniqueConstraint(condition=models.Q(('state', 'voting')), fields=('item',), name='motion_one_vote_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Hand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(max_length=8)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hands', to='meetings.meetingseat')),
                ('motion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hands', to='meetings.motion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('motion', 'seat'), name='hand_once'), models.CheckConstraint(condition=models.Q(('choice__in', ['yes', 'no', 'abstain'])), name='hand_choice_known')],
            },
        ),
        migrations.CreateModel(
            name='Resolution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_label', models.CharField(blank=True, max_length=40)),
                ('about_id', models.BigIntegerField(null=True)),
                ('kind', models.CharField(max_length=10)),
                ('text', models.CharField(max_length=600)),
                ('basis', models.CharField(blank=True, max_length=60)),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('report', models.TextField(blank=True)),
                ('reported_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='meetings.item')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='meetings.meeting')),
                ('motion', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resolution', to='meetings.motion')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'indexes': [models.Index(fields=['owner', 'state', 'due_at'], name='resolution_of_owner'), models.Index(fields=['about_id', 'about_label'], name='resolution_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['decision', 'opinion'])), name='resolution_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'reported', 'done', 'dropped'])), name='resolution_state_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='resolution_has_text'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['reported', 'done']), _negated=True), models.Q(('reported_at__isnull', False), models.Q(('report', ''), _negated=True)), _connector='OR'), name='resolution_reported_how'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state__in', ['open', 'reported'])), models.Q(('ended_at__isnull', False), ('state__in', ['done', 'dropped'])), _connector='OR'), name='resolution_ended_when')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(max_length=6)),
                ('at', models.DateTimeField()),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='meetings.minutes')),
                ('seat', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.meetingseat')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('minutes', 'seat'), name='signature_once'), models.CheckConstraint(condition=models.Q(('how__in', ['self', 'paper'])), name='signature_how_known')],
            },
        ),
        migrations.CreateModel(
            name='SpeakingTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('given_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='meetings.item')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='meetings.meetingseat')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'speaking', 'done', 'withdrawn'])), name='turn_state_known'), models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'speaking'])), fields=('item', 'seat'), name='turn_one_open_a_seat'), models.UniqueConstraint(condition=models.Q(('state', 'speaking')), fields=('item',), name='turn_one_speaker')],
            },
        ),
        migrations.CreateModel(
            name='YearPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('orders', models.CharField(max_length=30)),
                ('year', models.PositiveSmallIntegerField()),
                ('every', models.CharField(max_length=12)),
                ('made_at', models.DateTimeField()),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('body', 'orders', 'year'), name='plan_once_a_year'), models.CheckConstraint(condition=models.Q(('every__in', ['monthly', 'two_monthly', 'quarterly', 'half_yearly', 'yearly'])), name='plan_every_known')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('begun_at', models.DateTimeField(null=True)),
                ('state', models.CharField(default='open', max_length=8)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='meetings.meeting')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='meetings.yearplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'starts'), name='slot_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'held', 'excused'])), name='slot_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), ('meeting__isnull', False), _connector='OR'), name='slot_held_by_which'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'excused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='slot_excused_why')],
            },
        ),
    ]
