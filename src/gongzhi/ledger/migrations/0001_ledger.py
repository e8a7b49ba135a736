import django.db.models.deletion
import gongzhi.ledger.guards
import gongzhi.record.guards
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
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=5)),
                ('balance', models.BigIntegerField(default=0)),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['cash', 'given', 'spent'])), name='account_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('balance__lte', 0), ('kind', 'given')), models.Q(models.Q(('kind', 'given'), _negated=True), ('balance__gte', 0)), _connector='OR'), name='account_on_its_side'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'cash'), _negated=True), ('body', None), _connector='OR'), name='account_cash_is_the_pots')],
            },
        ),
        migrations.CreateModel(
            name='Fund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('source', models.CharField(max_length=20)),
                ('unit', models.CharField(default='fen', max_length=6)),
                ('since', models.DateField()),
                ('note', models.CharField(blank=True, max_length=400)),
                ('opened_at', models.DateTimeField()),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('body', 'name'), name='fund_named_once'), models.CheckConstraint(condition=models.Q(('source__in', ['district_grant', 'street_grant', 'community_fund', 'party_fund', 'common_income', 'repair_fund', 'residents', 'donation', 'foundation', 'enterprise', 'hours'])), name='fund_source_known'), models.CheckConstraint(condition=models.Q(('unit__in', ['fen', 'minute'])), name='fund_unit_known'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='fund_has_name')],
            },
        ),
        migrations.CreateModel(
            name='Pot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=30)),
                ('balance', models.BigIntegerField(default=0)),
                ('reserved', models.BigIntegerField(default=0)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pots', to='ledger.fund')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('fund', 'purpose'), name='pot_one_a_purpose'), models.CheckConstraint(condition=models.Q(('purpose__in', ['micro_works', 'micro_service', 'micro_goods', 'micro_governance', 'purchase', 'venture', 'facilities', 'facility_run', 'repair', 'access', 'environment', 'safety', 'elder_care', 'children', 'culture', 'aid', 'deliberation', 'volunteering', 'party_service', 'disputes', 'emergency', 'training', 'general'])), name='pot_purpose_known'), models.CheckConstraint(condition=models.Q(('balance__gte', 0)), name='pot_never_below_zero'), models.CheckConstraint(condition=models.Q(('reserved__gte', 0)), name='pot_reserved_not_below_zero'), models.CheckConstraint(condition=models.Q(('reserved__lte', models.F('balance'))), name='pot_reserved_is_there')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField()),
                ('kind', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('day', models.DateField()),
                ('booked_at', models.DateTimeField()),
                ('about_label', models.CharField(blank=True, max_length=40)),
                ('about_id', models.BigIntegerField(null=True)),
                ('paper', models.CharField(blank=True, max_length=120)),
                ('payee', models.CharField(blank=True, max_length=80)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('key', models.CharField(max_length=80, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('credit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('debit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.account')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='ledger.entry')),
                ('pot', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.pot')),
            ],
            options={
                'indexes': [models.Index(fields=['debit', 'day'], name='entry_in'), models.Index(fields=['credit', 'day'], name='entry_out'), models.Index(fields=['pot', '-day', '-id'], name='entry_of_pot'), models.Index(condition=models.Q(('about_id__isnull', False)), fields=['about_label', 'about_id'], name='entry_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='entry_moves_something'), models.CheckConstraint(condition=models.Q(('debit', models.F('credit')), _negated=True), name='entry_of_two_accounts'), models.CheckConstraint(condition=models.Q(('kind__in', ['received', 'paid', 'reversed'])), name='entry_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reversed'), ('reverses__isnull', False), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('kind', 'reversed'), _negated=True), ('reverses', None)), _connector='OR'), name='entry_reversed_with_reason'), models.UniqueConstraint(fields=('pot', 'key'), name='entry_once')],
            },
        ),
        migrations.AddField(
            model_name='account',
            name='pot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='ledger.pot'),
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField()),
                ('used', models.BigIntegerField(default=0)),
                ('state', models.CharField(default='open', max_length=8)),
                ('about_label', models.CharField(max_length=40)),
                ('about_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='ledger.pot')),
            ],
            options={
                'indexes': [models.Index(fields=['about_label', 'about_id'], name='reservation_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='reservation_of_something'), models.CheckConstraint(condition=models.Q(('used__gte', 0), ('used__lte', models.F('amount'))), name='reservation_not_overused'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'released', 'used'])), name='reservation_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField()),
                ('state', models.CharField(default='asked', max_length=9)),
                ('about_label', models.CharField(max_length=40)),
                ('about_id', models.BigIntegerField()),
                ('payee', models.CharField(blank=True, max_length=80)),
                ('paper', models.CharField(blank=True, max_length=120)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=400)),
                ('key', models.CharField(max_length=80, null=True)),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payment', to='ledger.entry')),
                ('payee_body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('pot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='ledger.pot')),
                ('reservation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='ledger.reservation')),
            ],
            options={
                'indexes': [models.Index(fields=['about_label', 'about_id'], name='payment_about'), models.Index(fields=['state', 'pot'], name='payment_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payment_of_something'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'paid', 'refused', 'withdrawn'])), name='payment_state_known'), models.CheckConstraint(condition=models.Q(('state', 'withdrawn'), ('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='payment_by_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', False), ('entry__isnull', False), ('state', 'paid')), models.Q(models.Q(('state', 'paid'), _negated=True), ('entry', None)), _connector='OR'), name='payment_paid_is_booked'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='payment_refused_with_reason'), models.UniqueConstraint(fields=('pot', 'key'), name='payment_once')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filename', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('booked', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('headings', models.JSONField(default=list)),
                ('misfits', models.JSONField(default=list)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='ledger.fund')),
            ],
        ),
        migrations.AddField(
            model_name='entry',
            name='run',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.run'),
        ),
        migrations.CreateModel(
            name='Split',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.BigIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('paper', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='splits', to='ledger.pot')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='split_of_something')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('unit', models.CharField(max_length=60)),
                ('area', models.BigIntegerField()),
                ('amount', models.BigIntegerField()),
                ('split', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='ledger.split')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('split', 'unit'), name='share_one_a_unit'), models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('area__gt', 0)), name='share_of_an_area')],
            },
        ),
        migrations.CreateModel(
            name='Day',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('amount', models.BigIntegerField()),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='days', to='ledger.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'day'), name='day_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('pot', 'kind', 'body'), name='account_once'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(condition=models.Q(('body', None)), fields=('pot', 'kind'), name='account_of_nobody_once'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('id', 'pot'), name='account_of_pot'),
        ),
        gongzhi.record.guards.AppendOnly(
            table='ledger_entry',
        ),
        gongzhi.record.guards.AppendOnly(
            table='ledger_split',
        ),
        gongzhi.record.guards.AppendOnly(
            table='ledger_share',
        ),
        gongzhi.ledger.guards.KeepLedger(
        ),
    ]
