import django.db.models.deletion
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
            name='Conversation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_label', models.CharField(blank=True, max_length=60)),
                ('about_id', models.BigIntegerField(null=True)),
                ('question', models.CharField(max_length=120)),
                ('intro', models.TextField(blank=True)),
                ('state', models.CharField(default='open', max_length=10)),
                ('looked_first', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('statements', models.PositiveIntegerField(default=0)),
                ('posts', models.PositiveIntegerField(default=0)),
                ('body', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'indexes': [models.Index(fields=['about_label', 'about_id'], name='talk_about'), models.Index(fields=['body', 'state'], name='talk_of_body')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed'])), name='talk_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(('closed_at', None), ('state', 'open')), _connector='OR'), name='talk_closed_when'), models.CheckConstraint(condition=models.Q(models.Q(('about_id', None), ('about_label', '')), models.Q(models.Q(('about_label', ''), _negated=True), ('about_id__isnull', False)), _connector='OR'), name='talk_about_whole'), models.CheckConstraint(condition=models.Q(('question', ''), _negated=True), name='talk_has_a_question')],
            },
        ),
        migrations.CreateModel(
            name='DrawnMap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wanted', models.PositiveBigIntegerField(default=0)),
                ('drawn', models.PositiveBigIntegerField(default=0)),
                ('content', models.JSONField(default=dict)),
                ('drawn_at', models.DateTimeField(null=True)),
                ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='map', to='opinions.conversation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('wanted__gt', models.F('drawn'))), fields=['id'], name='map_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('drawn__lte', models.F('wanted'))), name='map_knows_no_future')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('key', models.CharField(max_length=64)),
                ('speaker', models.PositiveIntegerField()),
                ('speaker_key', models.CharField(max_length=64)),
                ('said_at', models.DateTimeField()),
                ('text', models.TextField()),
                ('state', models.CharField(default='shown', max_length=10)),
                ('imported_at', models.DateTimeField()),
                ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='imported', to='opinions.conversation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('conversation', 'key'), name='post_once'), models.UniqueConstraint(fields=('conversation', 'number'), name='post_number_once'), models.CheckConstraint(condition=models.Q(('state__in', ['shown', 'taken_down'])), name='post_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('state', models.CharField(default='asked', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked', to='opinions.conversation')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='opinions.post')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'answered', 'dismissed'])), name='question_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False)), _connector='OR'), name='question_answered_when')],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='opinions.conversation')),
                ('helper', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('conversation', 'code'), name='sheet_once')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.CharField(max_length=280)),
                ('seed', models.BooleanField(default=False)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('agrees', models.PositiveIntegerField(default=0)),
                ('disagrees', models.PositiveIntegerField(default=0)),
                ('passes', models.PositiveIntegerField(default=0)),
                ('said_at', models.DateTimeField()),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='said', to='opinions.conversation')),
                ('into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined_here', to='opinions.statement')),
                ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='opinions.post')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('author__isnull', False)), fields=['author', 'conversation'], name='statement_own')],
                'constraints': [models.UniqueConstraint(fields=('conversation', 'number'), name='statement_number_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'shown', 'taken_down', 'joined'])), name='statement_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('into__isnull', False), ('state', 'joined')), models.Q(models.Q(('state', 'joined'), _negated=True), ('into', None)), _connector='OR'), name='statement_joined_into'), models.CheckConstraint(condition=models.Q(('into', models.F('id')), _negated=True), name='statement_not_into_itself'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='statement_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.SmallIntegerField()),
                ('channel', models.CharField(default='web', max_length=10)),
                ('at', models.DateTimeField()),
                ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.conversation')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('statement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='opinions.statement')),
            ],
            options={
                'indexes': [models.Index(fields=['conversation', 'person'], name='opinion_of_person'), models.Index(fields=['person'], name='opinion_person')],
                'constraints': [models.UniqueConstraint(fields=('statement', 'person'), name='opinion_one_each'), models.CheckConstraint(condition=models.Q(('value__in', [1, -1, 0])), name='opinion_value_known'), models.CheckConstraint(condition=models.Q(('channel__in', ['web', 'paper', 'join'])), name='opinion_channel_known')],
            },
        ),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=10)),
                ('reason', models.CharField(blank=True, max_length=10)),
                ('said', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('body', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.body')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.conversation')),
                ('post', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='opinions.post')),
                ('statement', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='opinions.statement')),
            ],
            options={
                'indexes': [models.Index(fields=['conversation', 'id'], name='tombstone_log'), models.Index(condition=models.Q(('statement__isnull', False)), fields=['statement', 'id'], name='tombstone_of_said'), models.Index(condition=models.Q(('post__isnull', False)), fields=['post', 'id'], name='tombstone_of_post')],
                'constraints': [models.CheckConstraint(condition=models.Q(('act__in', ['seed', 'release', 'take_down', 'restore', 'join', 'part'])), name='tombstone_act_known'), models.CheckConstraint(condition=models.Q(('reason__in', ['', 'personal', 'attack', 'off_topic', 'advert', 'untrue', 'unlawful', 'own_wish'])), name='tombstone_reason_known'), models.CheckConstraint(condition=models.Q(models.Q(('act', 'take_down'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), models.Q(('said', ''), _negated=True)), _connector='OR'), name='tombstone_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('post__isnull', False), ('statement', None)), models.Q(('post', None), ('statement__isnull', False)), _connector='OR'), name='tombstone_over_one')],
            },
        ),
        gongzhi.record.guards.AppendOnly(
            table='opinions_tombstone',
        ),
    ]
