"""The tables of organisations."""

import django.db.models.deletion
import gongzhi.kernel.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '__first__'),
        ('places', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Body',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('name', models.CharField(max_length=80)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'kind'], name='body_of_kind_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['building_team', 'grid_team', 'residents_committee', 'service_station', 'community_party', 'property_company', 'owners_committee', 'police_post', 'social_org', 'resident_unit', 'volunteer_team', 'residents_supervision', 'street_office', 'street_urban', 'street_order', 'street_housing', 'street_civil', 'street_safety', 'street_party', 'street_service', 'district_government', 'district_party', 'district_urban', 'district_housing', 'district_market', 'district_police', 'district_traffic', 'district_ecology', 'district_health', 'district_education', 'district_civil', 'district_labour', 'district_water', 'district_emergency', 'district_hotline', 'power_company', 'gas_company', 'water_company', 'big_grid_branch', 'mid_grid_branch', 'small_grid_group'])), name='body_known_kind'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='body_in_order'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='body_has_name')],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('lower', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='upward', to='organisations.body')),
                ('upper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='downward', to='organisations.body')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['leads', 'guides', 'supervises', 'entrusts', 'cooperates', 'party_tree', 'governance_tree'])), name='relation_known_kind'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='relation_in_order'), models.CheckConstraint(condition=models.Q(('upper', models.F('lower')), _negated=True), name='relation_of_two'), models.UniqueConstraint(condition=models.Q(('kind__in', ['party_tree', 'governance_tree']), ('until__isnull', True)), fields=('kind', 'lower'), name='one_upper_in_a_tree'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('kind', 'upper', 'lower'), name='relation_once')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=30)),
                ('title', models.CharField(blank=True, max_length=60)),
                ('since', models.DateTimeField(default=gongzhi.kernel.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='organisations.body')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['building_head', 'grid_worker', 'community_worker', 'community_secretary', 'area_lead', 'street_officer', 'street_lead', 'desk', 'district_officer', 'property_manager', 'owners_committee_member', 'supervisor', 'org_member', 'volunteer_lead', 'party_secretary', 'auditor', 'operator'])), name='seat_known_role'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('role__in', ['area_lead'])), fields=('place', 'role'), name='one_responsible_seat_an_area')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('source', models.CharField(blank=True, max_length=120)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='organisations.seat')),
                ('substitute_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitutes', to='organisations.term')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'until'], name='term_held')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='term_in_order'), models.CheckConstraint(condition=models.Q(('substitute_for__isnull', True), ('until__isnull', False), _connector='OR'), name='substitute_has_an_end'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('seat', 'person'), name='one_open_term_a_person')],
            },
        ),
    ]
