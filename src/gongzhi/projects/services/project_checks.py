"""What must stand before a project moves: evidence, team, money, notice, two persons, milestones; nothing skipped."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Refused
from gongzhi.projects.models import Project
from gongzhi.projects.rules import kinds
from gongzhi.projects.selectors import project_rows as rows
from gongzhi.projects.services.project_acts import Act, today
from gongzhi.projects.words import projects as words
from gongzhi.rulebook import selectors as rulebook

Guard = Callable[[Project], str | None]
_guards: dict[tuple[str, str], list[Guard]] = {}
BuilderGuard = Callable[[Project, int | None], str | None]
_builder_guards: dict[str, list[BuilderGuard]] = {}
# The procedures that must be complete before a move.
BEFORE = {"deliberate": ("collect", "topic"), "fix": ("discuss", "decide")}


def guards_move(kind: str, move: str) -> Callable[[Guard], Guard]:
    """Let a function say why a project of this kind may not make this move (words for a person), or None."""

    def declare(guard: Guard) -> Guard:
        _guards.setdefault((kind, move), []).append(guard)
        return guard

    return declare


def guards_builder(kind: str) -> Callable[[BuilderGuard], BuilderGuard]:
    """Let a function say why a body may not be named, chosen or contracted for a project of this kind, or None."""

    def declare(guard: BuilderGuard) -> BuilderGuard:
        _builder_guards.setdefault(kind, []).append(guard)
        return guard

    return declare


def require_builder(project: Project, body_id: int | None) -> None:
    """Nothing when no guard speaks against the body (None: one outside the register); Refused("builder") otherwise."""
    for guard in _builder_guards.get(project.kind, ()):
        reason = guard(project, body_id)
        if reason:
            raise Refused(reason, code="builder", field="body_id")


def ready(act: Act, move: str) -> None:
    """All that the move asks. Refused: "evidence" (which one is missing), and each check's own code."""
    project = act.project
    kind = kinds.kind(project.kind)
    wanted = [key for name in BEFORE.get(move, ()) for key in kinds.table().procedures[name]]
    _evidence(project, [*wanted, *kind.extra.get(move, ())])
    check = _CHECKS.get(move)
    if check is not None:
        check(act)
    for guard in _guards.get((project.kind, move), ()):
        reason = guard(project)
        if reason:
            raise Refused(reason, code="not_ready")


def _evidence(project: Project, wanted: list[str]) -> None:
    there = rows.evidence_kinds(project)
    for key in wanted:
        if key not in there:
            said = _("还缺“%(what)s”，补上凭据再往下走。") % {"what": words.EVIDENCE[key]}
            raise Refused(said, code="evidence", field=key)


def cap(project_kind: str) -> int | None:
    """The most that one project of this kind may cost, in fen, on this day; None: no cap."""
    name = kinds.kind(project_kind).cap
    return rulebook.number(name, today()) if name else None


def within_cap(project_kind: str, amount: int) -> None:
    """Refused("cap"): exactly the cap is allowed, one fen more is not."""
    most = cap(project_kind)
    if most is not None and amount > most:
        said = _("这类项目每个最多 %(yuan)s 元（含），现在超过了。") % {"yuan": f"{most // 100:,}"}
        raise Refused(said, code="cap", field="estimate")


def _fix(act: Act) -> None:
    promised = act.project.promised_cost or 0
    within_cap(act.project.kind, promised)
    if rows.money_held(act.project) < promised:
        raise Refused(_("钱还没有留够，留够了再定。"), code="money", field="fund_id")


def _start(act: Act) -> None:
    project, kind = act.project, kinds.kind(act.project.kind)
    if project.notice_until is None or act.now < project.notice_until:
        raise Refused(_("公示还没满，满了再开工。"), code="notice")
    missing = set(kind.core) - rows.core_there(project)
    if missing:
        said = _("还缺%(who)s，到齐了才能开工。")
        names = _("、").join(str(words.ROLES[role]) for role in kind.core if role in missing)
        raise Refused(said % {"who": names}, code="core", field=sorted(missing)[0])
    if kind.builder and not rows.contract_signed(project):
        raise Refused(_("施工或服务单位还没有由两个人选定并签约。"), code="contract")
    if not project.milestones.exists():
        raise Refused(_("先写至少一个里程碑和它的日子。"), code="milestones")
    if kind.photos and not project.photos.filter(side="before").exists():
        raise Refused(_("开工以前，先拍改之前的样子。"), code="photos", field="photos")
    if act.given["planned_end"] < today():
        raise Refused(_("完工的日子要在今天以后。"), code="past", field="planned_end")


def _hand_in(act: Act) -> None:
    project = act.project
    if project.milestones.filter(met_on=None).exists():
        raise Refused(_("还有里程碑没做到，做到了再送验收。"), code="milestones")
    if project.blockers.filter(until=None).exists():
        raise Refused(_("还有卡点没解开，解开了再送验收。"), code="blocked")
    if kinds.kind(project.kind).photos and not project.photos.filter(side="after", pair__isnull=False).exists():
        raise Refused(_("送验收以前，在同一个地方拍改之后的样子。"), code="photos", field="photos")


_CHECKS: dict[str, Callable[[Act], None]] = {"fix": _fix, "start": _start, "hand_in": _hand_in}
