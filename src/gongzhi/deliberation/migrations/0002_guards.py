"""What was found out, said by the minority, drafted, reviewed and decided can only be added to."""

from django.db import migrations

from gongzhi.record.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0001_deliberation"), ("record", "0002_guards")]

    operations = [
        AppendOnly("deliberation_topicword"),
        AppendOnly("deliberation_investigation"),
        AppendOnly("deliberation_minoritystatement"),
        AppendOnly("deliberation_minoritystep"),
        AppendOnly("deliberation_decision"),
        AppendOnly("deliberation_draft"),
        AppendOnly("deliberation_clause"),
        AppendOnly("deliberation_rulereview"),
        AppendOnly("deliberation_screening"),
    ]
