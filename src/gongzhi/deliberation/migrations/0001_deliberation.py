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
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(max_length=8)),
                ('title', models.CharField(max_length=60)),
                ('fen', models.BigIntegerField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('side__in', ['cost', 'benefit', 'risk'])), name='item_side_known'), models.CheckConstraint(condition=models.Q(('fen', None), ('fen__gte', 0), _connector='OR'), name='item_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('title', models.CharField(max_length=30)),
                ('many', models.PositiveIntegerField(default=0)),
                ('minority', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['owners', 'tenants', 'newcomers', 'near', 'users', 'elderly', 'children', 'disabled', 'shops', 'units', 'social', 'police', 'applicant', 'experts'])), name='party_kind_known'), models.CheckConstraint(condition=models.Q(('minority', ''), ('minority__in', ['pays_more', 'bears_risk', 'said']), _connector='OR'), name='party_minority_known')],
            },
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(default='nominated', max_length=12)),
                ('party_member', models.BooleanField(null=True)),
                ('bar', models.CharField(blank=True, max_length=20)),
                ('item', models.CharField(blank=True, max_length=40)),
                ('evidence', models.CharField(blank=True, max_length=300)),
                ('refused_at', models.DateTimeField(null=True)),
                ('appeal', models.CharField(blank=True, max_length=600)),
                ('appeal_answer', models.CharField(blank=True, max_length=600)),
                ('talked_on', models.DateField(null=True)),
                ('talk_points', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('refused_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='candidate_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['nominated', 'eligible', 'refused', 'appealed', 'barred', 'elected', 'not_elected', 'withdrawn'])), name='candidate_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['refused', 'appealed', 'barred']), _negated=True), models.Q(('bar__in', ['rc_not_voter', 'rc_relative', 'rc_supervisor', 'rc_statute', 'oc_not_owner', 'oc_capacity', 'oc_debtor', 'oc_interest', 'oc_forbidden_use', 'oc_bylaw']), models.Q(('evidence', ''), _negated=True), ('refused_at__isnull', False)), _connector='OR'), name='candidate_refused_on_a_ground'), models.CheckConstraint(condition=models.Q(models.Q(('bar__in', ['rc_statute', 'oc_bylaw']), _negated=True), models.Q(('item', ''), _negated=True), _connector='OR'), name='candidate_ground_names_its_item'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'appealed'), _negated=True), models.Q(('appeal', ''), _negated=True), _connector='OR'), name='candidate_appeal_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Covenant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule_kind', models.CharField(max_length=20)),
                ('title', models.CharField(max_length=60)),
                ('opened_at', models.DateTimeField()),
                ('keeper', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'rule_kind'], name='covenant_here')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rule_kind__in', ['city_covenant', 'charter', 'residents_covenant', 'owners_covenant', 'neighbour_pact', 'society_charter'])), name='covenant_kind_known'), models.UniqueConstraint(fields=('rule_kind', 'place', 'keeper'), name='covenant_one_a_keeper')],
            },
        ),
        migrations.CreateModel(
            name='CovenantPledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('covenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='deliberation.covenant')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('covenant', 'person'), name='covenant_pledge_once')],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.PositiveSmallIntegerField()),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=600)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('subject', models.CharField(blank=True, max_length=12)),
                ('modality', models.CharField(blank=True, max_length=8)),
                ('bound', models.CharField(blank=True, max_length=8)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ('unit', models.CharField(blank=True, max_length=8)),
                ('draft', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='deliberation.draft')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draft', 'key'), name='clause_key_once'), models.UniqueConstraint(fields=('draft', 'position'), name='clause_position_once'), models.CheckConstraint(condition=models.Q(('modality__in', ['', 'may', 'must', 'must_not'])), name='clause_modality_known'), models.CheckConstraint(condition=models.Q(models.Q(('amount', None), ('bound', '')), models.Q(('amount__isnull', False), ('bound__in', ['at_most', 'at_least', 'exactly'])), _connector='OR'), name='clause_limit_whole')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(default='drafting', max_length=12)),
                ('opened_at', models.DateTimeField()),
                ('drafting_since', models.DateTimeField()),
                ('vote_id', models.BigIntegerField(null=True)),
                ('decided_on', models.DateField(null=True)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('receipt', models.CharField(blank=True, max_length=40)),
                ('received_on', models.DateField(null=True)),
                ('posted_on', models.DateField(null=True)),
                ('posted_until', models.DateField(null=True)),
                ('in_force_from', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('covenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='deliberation.covenant')),
                ('received_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'indexes': [models.Index(fields=['state'], name='edition_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['drafting', 'reviewing', 'voting', 'passed', 'sent', 'filed', 'posted', 'in_force', 'superseded', 'repealed', 'dropped'])), name='edition_state_known'), models.UniqueConstraint(fields=('covenant', 'number'), name='edition_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['in_force', 'superseded', 'repealed', 'dropped']), _negated=True), fields=('covenant',), name='edition_one_in_the_making'), models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('covenant',), name='edition_one_in_force'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('in_force', 'superseded', 'repealed')), _negated=True), models.Q(models.Q(('receipt', ''), _negated=True), ('received_on__isnull', False)), _connector='OR'), name='edition_filed_before_force'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('in_force', 'superseded', 'repealed')), _negated=True), models.Q(('in_force_from__gte', models.F('posted_until')), ('in_force_from__isnull', False), ('posted_on__isnull', False)), _connector='OR'), name='edition_posted_before_force'), models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('in_force_from')), _connector='OR'), name='edition_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state__in', ['superseded', 'repealed'])), models.Q(models.Q(('state__in', ['superseded', 'repealed']), _negated=True), ('ended_on', None)), _connector='OR'), name='edition_ended_when')],
            },
        ),
        migrations.AddField(
            model_name='draft',
            name='edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='deliberation.edition'),
        ),
        migrations.CreateModel(
            name='CorrectionOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keys', models.JSONField()),
                ('reason', models.CharField(max_length=600)),
                ('ground', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('in_force', models.BooleanField()),
                ('met_at', models.DateTimeField(null=True)),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('draft', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deliberation.draft')),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='deliberation.edition')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('ground', ''), _negated=True)), name='correction_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='AwarenessSurvey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(max_length=80)),
                ('households', models.PositiveIntegerField()),
                ('sample', models.PositiveIntegerField()),
                ('drawn_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='deliberation.edition')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('seed', ''), _negated=True), name='survey_has_seed'), models.CheckConstraint(condition=models.Q(('sample__gte', 1), ('sample__lte', models.F('households'))), name='survey_sample'), models.UniqueConstraint(fields=('edition', 'seed'), name='survey_seed_once')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.PositiveSmallIntegerField()),
                ('check_code', models.CharField(max_length=12)),
                ('found', models.CharField(max_length=60)),
                ('start', models.PositiveSmallIntegerField()),
                ('state', models.CharField(blank=True, max_length=8)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('decided_at', models.DateTimeField(null=True)),
                ('draft', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='deliberation.draft')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draft', 'key', 'check_code', 'start'), name='finding_once'), models.CheckConstraint(condition=models.Q(('state__in', ['', 'change', 'stands'])), name='finding_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', '')), models.Q(models.Q(('state', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='finding_decided_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'stands'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='finding_stands_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asks', models.CharField(max_length=8)),
                ('key', models.PositiveSmallIntegerField(null=True)),
                ('text', models.CharField(blank=True, max_length=600)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('answered_at', models.DateTimeField(null=True)),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='deliberation.edition')),
                ('into', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='deliberation.draft')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['edition', 'state'], name='proposal_of_edition')],
                'constraints': [models.CheckConstraint(condition=models.Q(('asks__in', ['change', 'add', 'remove'])), name='proposal_asks_known'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'taken', 'declined', 'withdrawn'])), name='proposal_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='proposal_declined_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'taken'), _negated=True), ('into__isnull', False), _connector='OR'), name='proposal_taken_into_a_draft')],
            },
        ),
        migrations.CreateModel(
            name='Remedy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.PositiveSmallIntegerField()),
                ('remedy', models.CharField(max_length=8)),
                ('ended', models.CharField(blank=True, max_length=8)),
                ('at', models.DateTimeField()),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='deliberation.edition')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['edition', 'key'], name='remedy_of_clause')],
                'constraints': [models.CheckConstraint(condition=models.Q(('remedy__in', ['remind', 'talk', 'mediate'])), name='remedy_is_soft'), models.CheckConstraint(condition=models.Q(('ended__in', ['', 'kept', 'again', 'amend'])), name='remedy_end_known')],
            },
        ),
        migrations.CreateModel(
            name='Right',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('granted_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'kind', 'until'], name='right_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['deliberate', 'propose', 'oversee', 'appraise'])), name='right_kind_known'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='right_term_in_order')],
            },
        ),
        migrations.CreateModel(
            name='RuleReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_whom', models.CharField(max_length=8)),
                ('outcome', models.CharField(max_length=8)),
                ('text', models.CharField(blank=True, max_length=600)),
                ('at', models.DateTimeField()),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('draft', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='deliberation.draft')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('by_whom__in', ['party', 'adviser'])), name='rule_review_by_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['agree', 'change'])), name='rule_review_known'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'change'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='rule_review_says_what')],
            },
        ),
        migrations.CreateModel(
            name='Screening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bar', models.CharField(max_length=20)),
                ('finding', models.CharField(max_length=8)),
                ('evidence', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('candidate', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to='deliberation.candidate')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('bar__in', ['rc_not_voter', 'rc_relative', 'rc_supervisor', 'rc_statute', 'oc_not_owner', 'oc_capacity', 'oc_debtor', 'oc_interest', 'oc_forbidden_use', 'oc_bylaw'])), name='screening_bar_known'), models.CheckConstraint(condition=models.Q(('finding__in', ['clear', 'barred', 'unknown'])), name='screening_finding_known'), models.CheckConstraint(condition=models.Q(models.Q(('finding', 'barred'), _negated=True), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='screening_barred_on_evidence')],
            },
        ),
        migrations.CreateModel(
            name='Selection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('committee', models.CharField(max_length=20)),
                ('places', models.PositiveSmallIntegerField()),
                ('opened_at', models.DateTimeField()),
                ('state', models.CharField(default='open', max_length=10)),
                ('vote_id', models.BigIntegerField(null=True)),
                ('certified_at', models.DateTimeField(null=True)),
                ('members', models.PositiveSmallIntegerField(null=True)),
                ('party_members', models.PositiveSmallIntegerField(null=True)),
                ('flagged', models.BooleanField(default=False)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('reviewer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'state'], name='selection_here')],
                'constraints': [models.CheckConstraint(condition=models.Q(('committee__in', ['residents_committee', 'owners_committee'])), name='selection_committee_known'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'certified'])), name='selection_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('certified_at__isnull', False), ('state', 'certified')), models.Q(('certified_at', None), ('state', 'open')), _connector='OR'), name='selection_certified_when')],
            },
        ),
        migrations.AddField(
            model_name='candidate',
            name='selection',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='candidates', to='deliberation.selection'),
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fen', models.BigIntegerField(null=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='deliberation.item')),
                ('party', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='deliberation.party')),
            ],
            options={
                'indexes': [models.Index(fields=['party'], name='share_of_party')],
                'constraints': [models.UniqueConstraint(fields=('item', 'party'), name='share_once'), models.CheckConstraint(condition=models.Q(('fen', None), ('fen__gte', 0), _connector='OR'), name='share_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='SurveyCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(max_length=10)),
                ('times', models.PositiveIntegerField(default=0)),
                ('survey', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='deliberation.awarenesssurvey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('survey', 'answer'), name='survey_answer_once'), models.CheckConstraint(condition=models.Q(('answer__in', ['knows', 'heard', 'unaware', 'unreached'])), name='survey_answer_known')],
            },
        ),
        migrations.CreateModel(
            name='SurveyDoor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked', models.BooleanField(default=False)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('survey', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='doors', to='deliberation.awarenesssurvey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('survey', 'place'), name='survey_door_once')],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(max_length=10)),
                ('state', models.CharField(default='raised', max_length=14)),
                ('origin', models.CharField(max_length=10)),
                ('title', models.CharField(max_length=60)),
                ('matter', models.CharField(blank=True, max_length=12)),
                ('kind', models.CharField(blank=True, max_length=30)),
                ('method', models.CharField(blank=True, max_length=20)),
                ('source_label', models.CharField(blank=True, max_length=40)),
                ('source_id', models.BigIntegerField(null=True)),
                ('verdict', models.CharField(blank=True, max_length=10)),
                ('raised_at', models.DateTimeField()),
                ('council_on', models.DateField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined_here', to='deliberation.topic')),
                ('lead', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('raised_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'state', '-id'], name='topic_of_place'), models.Index(fields=['lead', 'state'], name='topic_of_lead')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['raised', 'taken_up', 'investigating', 'deliberating', 'deciding', 'decided', 'carried_out', 'reviewed', 'dropped', 'joined'])), name='topic_state_known'), models.CheckConstraint(condition=models.Q(('tier__in', ['building', 'community', 'online', 'street'])), name='topic_tier_known'), models.CheckConstraint(condition=models.Q(('origin__in', ['desk', 'resident', 'request', 'problem', 'case', 'meeting', 'online'])), name='topic_origin_known'), models.CheckConstraint(condition=models.Q(models.Q(('into__isnull', False), ('state', 'joined')), models.Q(models.Q(('state', 'joined'), _negated=True), ('into', None)), _connector='OR'), name='topic_joined_into'), models.CheckConstraint(condition=models.Q(('into', models.F('id')), _negated=True), name='topic_not_into_itself'), models.CheckConstraint(condition=models.Q(('state__in', ['raised', 'dropped', 'joined']), models.Q(('lead__isnull', False), models.Q(('kind', ''), _negated=True)), _connector='OR'), name='topic_has_a_lead'), models.CheckConstraint(condition=models.Q(models.Q(('source_id', None), ('source_label', '')), models.Q(models.Q(('source_label', ''), _negated=True), ('source_id__isnull', False)), _connector='OR'), name='topic_source_whole'), models.CheckConstraint(condition=models.Q(('published_at', None), models.Q(('decided_at', None), _negated=True), _connector='OR'), name='topic_decided_first'), models.UniqueConstraint(condition=models.Q(models.Q(('source_label', ''), _negated=True), models.Q(('state__in', ['dropped', 'joined']), _negated=True)), fields=('source_label', 'source_id'), name='topic_one_a_source')],
            },
        ),
        migrations.CreateModel(
            name='TookPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('building', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='took_part', to='deliberation.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ['said', 'voted', 'met', 'signed'])), name='took_part_way_known'), models.UniqueConstraint(fields=('topic', 'person', 'way'), name='took_part_once')],
            },
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(max_length=10)),
                ('step', models.CharField(blank=True, max_length=10)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='deliberation.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('tier__in', ['building', 'community', 'online', 'street'])), name='stay_tier_known'), models.CheckConstraint(condition=models.Q(('step', ''), ('step__in', ['up', 'down', 'feed']), _connector='OR'), name='stay_step_known'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('topic',), name='stay_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='deliberation.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'person'), name='topic_signature_once')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting_id', models.BigIntegerField()),
                ('orders', models.CharField(max_length=30)),
                ('held_at', models.DateTimeField()),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='deliberation.topic')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'held_at'], name='session_here')],
                'constraints': [models.UniqueConstraint(fields=('topic', 'meeting_id'), name='session_once')],
            },
        ),
        migrations.CreateModel(
            name='Pledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('text', models.CharField(max_length=200)),
                ('fen', models.BigIntegerField(null=True)),
                ('due', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('kept_at', models.DateTimeField(null=True)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='deliberation.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['money', 'people', 'place', 'things'])), name='pledge_kind_known'), models.CheckConstraint(condition=models.Q(('fen', None), ('fen__gte', 0), _connector='OR'), name='pledge_not_negative')],
            },
        ),
        migrations.AddField(
            model_name='party',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='deliberation.topic'),
        ),
        migrations.CreateModel(
            name='MinorityStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('text', models.TextField()),
                ('fen', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='deliberation.party')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minority_steps', to='deliberation.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['compensation', 'amendment', 'heard'])), name='minority_step_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'compensation'), _negated=True), ('fen__gt', 0), _connector='OR'), name='minority_step_pays')],
            },
        ),
        migrations.CreateModel(
            name='MinorityStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='deliberation.party')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minority_statements', to='deliberation.topic')),
            ],
        ),
        migrations.AddField(
            model_name='item',
            name='topic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='deliberation.topic'),
        ),
        migrations.CreateModel(
            name='Investigation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('text', models.TextField()),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='investigations', to='deliberation.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['site', 'records', 'visits', 'expert'])), name='investigation_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(max_length=12)),
                ('decider', models.CharField(max_length=20)),
                ('rule', models.CharField(max_length=30)),
                ('effect', models.CharField(max_length=20)),
                ('ground', models.CharField(max_length=120)),
                ('vote_id', models.BigIntegerField(null=True)),
                ('meeting_id', models.BigIntegerField(null=True)),
                ('consensus', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('topic', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='deliberation.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['adopted', 'rejected', 'no_decision', 'handed_on'])), name='decision_outcome_known'), models.CheckConstraint(condition=models.Q(('decider__in', ['owners_assembly', 'building_owners', 'voters', 'residents', 'households', 'residents_assembly', 'representatives', 'council', 'joint_conference', 'home_committee', 'department', 'mediation'])), name='decision_decider_known'), models.CheckConstraint(condition=models.Q(('effect__in', ['binding_owners', 'binding_residents', 'plan', 'project', 'agreement', 'advice'])), name='decision_effect_known')],
            },
        ),
        migrations.CreateModel(
            name='CouncilSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('core', models.CharField(blank=True, max_length=10)),
                ('stand_in', models.BooleanField(default=False)),
                ('state', models.CharField(default='planned', max_length=10)),
                ('at', models.DateTimeField()),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='deliberation.councilseat')),
                ('party', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='deliberation.party')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='deliberation.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'invited', 'accepted', 'declined', 'replaced'])), name='council_seat_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('core', ''), ('party__isnull', False)), models.Q(('core__in', ['community', 'owners', 'property']), ('party', None)), _connector='OR'), name='council_seat_of_whom'), models.UniqueConstraint(condition=models.Q(models.Q(('core', ''), _negated=True), models.Q(('state__in', ['declined', 'replaced']), _negated=True)), fields=('topic', 'core'), name='council_core_seat_once')],
            },
        ),
        migrations.CreateModel(
            name='Branch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_label', models.CharField(max_length=40)),
                ('source_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=12)),
                ('opened_at', models.DateTimeField()),
                ('joined_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('final', models.BooleanField(default=False)),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='branches', to='deliberation.topic')),
            ],
            options={
                'indexes': [models.Index(fields=['source_label', 'source_id'], name='branch_of_source')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['council', 'department'])), name='branch_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'council'), ('topic__isnull', False)), models.Q(('body__isnull', False), ('kind', 'department')), _connector='OR'), name='branch_leads_somewhere'), models.UniqueConstraint(condition=models.Q(('final', True)), fields=('source_label', 'source_id'), name='branch_one_final_reply'), models.CheckConstraint(condition=models.Q(('final', False), models.Q(('joined_at', None), _negated=True), _connector='OR'), name='branch_joined_to_be_final')],
            },
        ),
        migrations.CreateModel(
            name='TopicWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='said', to='deliberation.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['question', 'reason', 'note', 'text', 'result', 'review'])), name='topic_word_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Voice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(max_length=10)),
                ('text', models.TextField()),
                ('same', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='deliberation.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('tier__in', ['building', 'community', 'online', 'street'])), name='voice_tier_known'), models.UniqueConstraint(fields=('topic', 'same'), name='voice_once')],
            },
        ),
        migrations.CreateModel(
            name='Welcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'until'], name='welcome_here')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'place'), name='welcome_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('edition', 'number'), name='draft_number_once'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.UniqueConstraint(fields=('selection', 'person'), name='candidate_once'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(fields=('topic', 'kind', 'title'), name='party_once'),
        ),
    ]
