"""No overlapping terms of a person in a seat; no second upper body in a tree; the database sees to it."""

from django.db import migrations

from gongzhi.organisations.guards import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_organisations")]

    operations = [
        NoOverlap("term_no_overlap", "organisations_term", ("seat_id", "person_id"), "tstzrange"),
        NoOverlap("party_tree_one_upper", "organisations_relation", ("lower_id",), "daterange", ("kind", "party_tree")),
        NoOverlap(
            "governance_tree_one_upper", "organisations_relation", ("lower_id",), "daterange", ("kind", "governance_tree")
        ),
    ]
