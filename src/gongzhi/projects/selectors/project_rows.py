"""Small questions about one project that services, permits and pages all ask."""

from __future__ import annotations

from gongzhi.ledger import selectors as ledger
from gongzhi.projects.models import Contract, Evidence, Panel, Project, ProjectNeed
from gongzhi.projects.selectors.needs import supporters_of


def need_ids(project_id: int) -> list[int]:
    """The needs that the project answers."""
    return list(ProjectNeed.objects.filter(project_id=project_id).order_by("pk").values_list("need_id", flat=True))


def asked_by(project_id: int) -> set[int]:
    """The distinct people behind its needs; never shown, only asked."""
    return set(supporters_of(need_ids(project_id)))


def evidence(project_id: int) -> list[Evidence]:
    """What was put down, oldest first, with what was taken back."""
    return list(Evidence.objects.filter(project_id=project_id).order_by("pk"))


def evidence_kinds(project: Project) -> set[str]:
    """Which kinds of evidence stand; "needs" stands when people are behind the needs."""
    rows = Evidence.objects.filter(project=project, withdrawn_at=None)
    found = set(rows.values_list("kind", flat=True))
    return {*found, "needs"} if asked_by(project.pk) else found


def core_there(project: Project) -> set[str]:
    """The roles of the team that are filled now."""
    return set(project.team.filter(left_at=None).values_list("role", flat=True))


def signed_contract(project: Project) -> Contract | None:
    """The contract in force, with the one that it was made with."""
    return project.contracts.filter(state="signed").select_related("candidate__body").first()


def contract_signed(project: Project) -> bool:
    """Whether two persons chose the builder and two signed."""
    return project.contracts.filter(state="signed").exists()


def money_held(project: Project) -> int:
    """Fen that the ledger keeps for the project, of funds in fen."""
    return ledger.money_of(project.ref).reserved


def open_panel(project_id: int) -> Panel | None:
    """The acceptance that is under way."""
    return Panel.objects.filter(project_id=project_id, outcome="").first()


def judging_round(project_id: int) -> int:
    """Which time its people are asked for a verdict: how often it passed its acceptance."""
    return Panel.objects.filter(project_id=project_id, outcome="passed").count()
