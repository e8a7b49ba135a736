from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Counted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fact_id', models.BigIntegerField()),
                ('case_id', models.BigIntegerField()),
                ('month', models.PositiveIntegerField()),
                ('street_id', models.BigIntegerField()),
                ('community_id', models.BigIntegerField()),
                ('body_id', models.BigIntegerField()),
                ('measure', models.CharField(max_length=16)),
                ('word', models.CharField(blank=True, max_length=16)),
            ],
            options={
                'indexes': [models.Index(fields=['street_id', 'measure', 'month'], name='counted_street'), models.Index(fields=['community_id', 'measure', 'month'], name='counted_community'), models.Index(fields=['body_id', 'measure', 'month'], name='counted_body')],
                'constraints': [models.UniqueConstraint(fields=('fact_id', 'measure'), name='counted_once')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.PositiveIntegerField()),
                ('street_id', models.BigIntegerField(default=0)),
                ('community_id', models.BigIntegerField(default=0)),
                ('body_id', models.BigIntegerField(default=0)),
                ('measure', models.CharField(max_length=16)),
                ('word', models.CharField(blank=True, max_length=16)),
                ('value', models.PositiveIntegerField(default=0)),
                ('count', models.BigIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['body_id', 'measure', 'month'], name='tally_body'), models.Index(fields=['community_id', 'measure', 'month'], name='tally_community')],
                'constraints': [models.UniqueConstraint(fields=('street_id', 'community_id', 'measure', 'month', 'body_id', 'word', 'value'), name='tally_once'), models.CheckConstraint(condition=models.Q(('count__gt', 0)), name='tally_counts'), models.CheckConstraint(condition=models.Q(('community_id', 0), ('body_id', 0), _connector='OR'), name='tally_place_or_body')],
            },
        ),
    ]
