"""What the built demonstration must show of its partners: each check walks one story by the readers and the pages."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.test import Client

from gongzhi.assessments import selectors as assessments
from gongzhi.config.demo_canteen import bad_month
from gongzhi.config.demo_orgs import CARE, LAMP, YOUTH
from gongzhi.kernel import clock
from gongzhi.ledger import selectors as ledger
from gongzhi.organisations.models import Body
from gongzhi.projects.models import Agreement, Contract, Project, Tender, Tranche, Workspace
from gongzhi.projects.rules import lanes, venture
from gongzhi.projects.selectors import partners, projects, registering


def _shown(client: Client, *addresses: str) -> None:
    assert [(at, client.get(at).status_code) for at in addresses] == [(at, 200) for at in addresses]


def _body(name: str) -> Body:
    return Body.objects.get(name=name)


def organisations(client: Client) -> None:
    """Two grades in force that come out again from their evidence, one of them after an appeal; one expired."""
    today = clock.today().date()
    rows = {row.body.name: row for row in assessments.public_list()}
    assert {name: row.state for name, row in rows.items()} == {CARE: "in_force", LAMP: "in_force", YOUTH: "expired"}
    for name, grade in ((CARE, "5A"), (LAMP, "4A")):
        found = assessments.grade_in_force(_body(name).pk, today)
        assert found is not None and found.name == grade
        assert assessments.compute(rows[name], today)[0].grade == grade
    assert assessments.grade_in_force(_body(YOUTH).pk, today) is None
    settled = assessments.appeals_of(rows[LAMP].pk)
    assert [one.outcome for one in settled] == ["upheld"]
    assert [one.grade for one in assessments.gradings(rows[LAMP].pk)] == ["2A", "4A"]
    checkers = {check.by_id for _row, check in assessments.checked(rows[LAMP].pk) if check is not None}
    assert settled[0].settled_by_id not in checkers
    _shown(client, "/assessments/", *(f"/assessments/{row.pk}/" for row in rows.values()))


def purchase(client: Client) -> None:
    """From tender to payment: the cheapest of two bidders with a grade, by two persons each, paid after acceptance."""
    project = Project.objects.get(kind="purchase")
    tender, contract = Tender.objects.get(project=project), Contract.objects.get(project=project)
    bids = partners.bids_of(tender.pk)
    assert [bid.body.name for bid in bids] == [CARE, LAMP] and all(bid.grade in tender.grades for bid in bids)
    assert contract.state == "signed" and contract.drawn_by_id != contract.signed_by_id
    assert contract.candidate.body_id == bids[0].body_id
    assert project.state == "closed" and not project.milestones.filter(met_on=None).exists()
    (payment,) = ledger.payments_about(project.ref)
    assert (payment.state, payment.amount) == ("paid", contract.amount)
    assert payment.asked_by_id != payment.decided_by_id and payment.decided_at > project.accepted_at
    assert projects.verdicts_of(project).answered == 9
    found = partners.concentration(project.place, project.proposed_at.date(), clock.today().date())
    assert len(found.rows) >= 3 and found.largest < 1
    _shown(client, "/purchases/", f"/purchases/{tender.pk}/", f"/projects/{project.pk}/")
    page = client.get(f"/purchases/{tender.pk}/").content.decode()
    assert "付了 152,000.00 元" in page and page.count("选定了这一家") == 1


def ventures(client: Client) -> None:
    """One call whose result comes out again from its file, without the scorer who is related; one that is open."""
    still, done = partners.calls()
    assert (still.state, done.state) == ("open", "awarded") and still.closes > clock.now()
    assert venture.digest(done.file) == done.digest
    assert [one.awarded for one in venture.recount(done.file)] == [True, True, False]
    assert [one["why"] for one in done.file["left_out"]] == ["declared"] and len(done.file["sheets"]) == 3
    granted = Tranche.objects.filter(proposal__call=done)
    assert sum(row.amount for row in granted) == sum(one.amount for one in partners.totals(done) if one.awarded)
    states = {(row.proposal.body.name, row.position): row.state for row in granted}
    assert states == {(LAMP, 1): "accepted", (LAMP, 2): "reported", (YOUTH, 1): "accepted", (YOUTH, 2): "planned"}
    assert len(partners.proposals_of(still.pk)) == 1
    _shown(client, "/ventures/", *(f"/ventures/{row.pk}/" for row in (still, done)))


def canteen(client: Client) -> None:
    """The service level comes from the logs: one month that is over, and no other, is below what was agreed."""
    row = Agreement.objects.get()
    last = bad_month(clock.today().date())
    before = (last - timedelta(days=1)).replace(day=1)
    good, bad = partners.month_of(row, before), partners.month_of(row, last)
    assert good.met and good.due == row.subsidy and not good.breaches
    assert not bad.met and bad.share < Fraction(95, 100) and {one.kind for one in bad.breaches} == {"late", "not_open"}
    found = dict(partners.months_before(row, clock.today().date()))
    assert found.pop(last) == bad and found[before] == good and all(kept.met for kept in found.values())
    payments = {payment.amount: payment.state for payment in ledger.payments_about(row.ref)}
    assert payments == {good.due: "paid", bad.due: "asked"} and bad.due < row.subsidy
    assert row.drawn_by_id != row.signed_by_id and sum(partners.ratings_of(row.pk).values()) == 11
    _shown(client, "/facilities/", f"/facilities/{row.facility_id}/")


def linkage(client: Client) -> None:
    """A matter shared by three parties and then four, with nothing lost; no stranger reads it."""
    row = Workspace.objects.get()
    assert (row.about_label, row.template, row.closed_at) == ("cases.case", "four", None)
    walked = [act.lane for act in partners.acts_in(row.pk)]
    assert (
        set(walked)
        == {party.lane for party in partners.parties_of(row.pk)}
        == set(lanes.table().templates["four"].lanes)
    )
    assert all(act.act in lanes.table().lanes[act.lane].acts for act in partners.acts_in(row.pk))
    assert client.get(f"/work/linkage/{row.pk}/").status_code in (302, 403, 404)


def check_in(home: Any) -> None:
    """Nine of ten came, as the record alone says it; a need taken on, appraised, told to the unit in numbers."""
    for kind, share in (("unit", Fraction(9, 10)), ("member", Fraction(22, 24))):
        assert registering.rate(home, kind) == registering.recomputed(home, kind)
        assert registering.rate(home, kind).share == share
    assert [one.state for one in registering.claims_at(home)] == ["fed_back", "claimed"]
    served = registering.claims_at(home)[0].registration.body
    (report,) = registering.reports_to(served.pk)
    assert report.data["served"] == report.data["helped"] == 1 and report.data["purposes"] == {"elderly": 1}


def every_part(client: Client, home: Any) -> None:
    """All of them."""
    for check in (organisations, purchase, ventures, canteen, linkage):
        check(client)
    check_in(home)
