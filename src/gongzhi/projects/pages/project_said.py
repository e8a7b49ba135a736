"""What the pages of projects say: where it stands, who has it until when, the four procedures, money, the strip."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongzhi.duties import selectors as duties
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.money import yuan
from gongzhi.kernel.reference import Ref
from gongzhi.ledger import selectors as ledger
from gongzhi.organisations.visitors import address
from gongzhi.projects import selectors
from gongzhi.projects.lifecycle import STEPS
from gongzhi.projects.models import Project, ProjectPhoto
from gongzhi.projects.selectors import lineage
from gongzhi.projects.selectors.project_rows import asked_by
from gongzhi.projects.words import projects as words
from gongzhi.record import selectors as record

TONES = {"closed": ("done", "check2-circle"), "dropped": ("plain", "x-circle"), "building": ("now", "tools")}
# Where a step of the strip has its public page: label → the name of the address.
PAGES = {"projects.need": "need", "deliberation.topic": "topic", "voting.vote": "vote_result",
         "meetings.meeting": "meeting", "projects.round": "budget", "projects.project": "project"}  # fmt: skip


def state(project: Project) -> dict[str, Any]:
    """The state in a word with its colour and icon."""
    tone, icon = TONES.get(project.state, ("wait", "hourglass-split"))
    return {"state": words.STATES[project.state], "tone": tone, "icon": icon}


def stages(project: Project) -> list[dict[str, Any]]:
    """The seven steps: done, now, still to come; all done when it is closed, none when it was dropped."""
    if project.state == "dropped":
        return []
    here = len(STEPS) if project.state == "closed" else STEPS.index(project.state)
    return [
        {"name": words.STATES[name], "status": "done" if n < here else "now" if n == here else "next"}
        for n, name in enumerate(STEPS)
    ]


def step_text(project: Project) -> str:
    """ "第 5 步，共 7 步"; empty when it has ended."""
    if project.state not in STEPS:
        return ""
    return _("第 %(n)d 步，共 %(of)d 步") % {"n": STEPS.index(project.state) + 1, "of": len(STEPS)}


def promise(project: Project) -> dict[str, Any]:
    """Who has it, until when, and what happens then, for the sentence at the top."""
    duty = next((d for d in duties.open_of(project.ref) if d.kind != "review"), None)
    if duty is None:
        ends = {"closed": _("这个项目了结了，做得怎么样看下面。"), "dropped": _("这个项目不做了，理由写在下面。")}
        return {"sentence": ends.get(project.state, "")}
    doing = {
        "collected": _("在收齐需求"), "deliberated": _("在组织商量"), "fixed": _("准备公示"), "noticed": _("在公示"),
        "building": _("在实施"), "accepting": _("在组织居民验收"), "judging": _("在等提需求的人评价"),
    }  # fmt: skip
    act = {
        "collected": _("送去评议"), "deliberated": _("有决定"), "fixed": _("公示出来"), "noticed": _("开工"),
        "building": _("做完"), "accepting": _("有结果"), "judging": _("了结"),
    }  # fmt: skip
    then = "" if project.state == "judging" else _("逾期自动报街道")
    return {"who": project.body.name, "doing": doing[project.state], "act": act[project.state], "due": duty.due_at,
            "then": then}  # fmt: skip


def money(project: Project) -> list[tuple[str, str]]:
    """Plan and actual, in yuan; in is out and balance."""
    found = ledger.money_of(project.ref)
    rows = [(_("估算"), project.estimate)]
    if project.promised_cost is not None:
        rows += [(_("定下来的"), project.promised_cost), (_("已付"), found.paid), (_("留着还没付"), found.reserved)]
        if found.asked:
            rows.append((_("其中在等第二个人核准"), found.asked))
    return [(label, yuan(amount)) for label, amount in rows]


def procedures(project: Project, reader: Actor | None = None) -> list[dict[str, Any]]:
    """The four, each with what stands for it, by its name for this reader, and what is missing."""
    steps = selectors.four_procedures(project)
    names = lineage.names({row.about for step in steps for row in step.evidence if row.about is not None}, reader)
    return [
        {"label": step.label, "complete": step.complete, "people": step.people, "missing": step.missing,
         "evidence": [evidence(row, names.get(row.about) if row.about else None) for row in step.evidence]}
        for step in steps
    ]  # fmt: skip


def evidence(row: Any, known: lineage.Known | None) -> dict[str, Any]:
    """One piece of evidence: its kind, its words, what it is called and where it can be opened."""
    thing = known.title if known else LABELS.get(row.about_label, "")
    return {"row": row, "kind": words.EVIDENCE[row.kind], "url": known.url if known else page_of(row.about),
            "paper": row.paper, "thing": thing}  # fmt: skip


LABELS = {
    "deliberation.topic": gettext_lazy("议题"),
    "meetings.meeting": gettext_lazy("会议"),
    "voting.vote": gettext_lazy("投票"),
    "meetings.resolution": gettext_lazy("决议"),
    "projects.round": gettext_lazy("参与式预算"),
    "triage.problem": gettext_lazy("重复出现的问题"),
    "cases.case": gettext_lazy("反映的事"),
    "projects.need": gettext_lazy("需求"),
    "projects.project": gettext_lazy("项目"),
    "opinions.conversation": gettext_lazy("大家的看法"),
    "ledger.payment": gettext_lazy("付款"),
    "deliberation.decision": gettext_lazy("决定"),
    "projects.rounditem": pgettext_lazy("lineage", "提案"),
    "projects.resource": pgettext_lazy("lineage", "资源"),
}


def page_of(ref: Ref | None) -> str:
    """The public page of a thing; nothing where it has none."""
    return address(PAGES[ref.label], ref.id) if ref is not None and ref.label in PAGES else ""


def strip(project: Project, reader: Actor | None = None) -> list[dict[str, Any]]:
    """From what caused it to what came of it: far causes first, then here, then effects; a few of each kind are named,
    as far as this reader may know of them.
    """
    found = record.lineage(project.ref)
    causes = [Ref.parse(text) for _far, text in sorted({(-far, str(ref)) for ref, _kind, far in found.causes})]
    effects = [Ref.parse(text) for _far, text in sorted({(far, str(ref)) for ref, _kind, far in found.effects})]
    names = lineage.names([*causes, *effects], reader)
    return [
        *_nodes(causes, names),
        {"word": LABELS["projects.project"], "title": project.title, "url": "", "here": True},
        *_nodes(effects, names),
    ]


FEW = 3  # of one kind named in the strip


def _nodes(refs: list[Ref], names: dict[Ref, lineage.Known]) -> list[dict[str, Any]]:
    """The first few of each kind by their names; the rest of the kind, and what nobody may read, as a number."""
    found: list[dict[str, Any]] = []
    for label in dict.fromkeys(ref.label for ref in refs):
        here = [ref for ref in refs if ref.label == label]
        known = [names[ref] for ref in here if ref in names]
        word, rest = LABELS.get(label, _("这件事")), len(known[FEW:])
        found += [{"word": word, "title": one.title, "url": one.url, "here": False} for one in known[:FEW]]
        if rest:
            found.append({"word": word, "title": _("还有 %(n)d 件") % {"n": rest}, "url": "", "here": False})
        if len(here) > len(known):
            said = _("%(n)d 件没有公开") % {"n": len(here) - len(known)}
            found.append({"word": word, "title": said, "url": "", "here": False})
    return found


def pairs(project: Project) -> list[dict[str, Any]]:
    """Photographs in pairs from the same spot; a before without an after stands alone."""
    rows = list(ProjectPhoto.objects.filter(project=project).order_by("pk"))
    afters: dict[int, list[ProjectPhoto]] = {}
    for row in rows:
        if row.side == "after" and row.pair_id:
            afters.setdefault(row.pair_id, []).append(row)
    return [{"before": row, "afters": afters.get(row.pk, [])} for row in rows if row.side == "before"]


def cards(found: Iterable[Project]) -> list[dict[str, Any]]:
    """Projects as the list shows them."""
    return [card(project) for project in found]


def card(project: Project) -> dict[str, Any]:
    """One project in a list: step, money, the day that is foreseen."""
    foreseen = selectors.forecast_of(project) if project.state == "building" else None
    cost = project.promised_cost if project.promised_cost is not None else project.estimate
    return {
        "project": project, "kind": words.KINDS[project.kind], "step": step_text(project), "cost": yuan(cost),
        "day": foreseen.day if foreseen else None, "late": foreseen.late if foreseen else 0, **state(project),
    }  # fmt: skip


def verdicts(project: Project) -> dict[str, Any]:
    """What those who asked say, as one sentence and a table; None of it under three answers."""
    found = selectors.verdicts_of(project)
    shown = found.answered >= SMALL
    interval = found.interval if shown else None
    return {
        "answered": found.answered, "asked": found.asked, "shown": shown,
        "rows": list(zip(words.VERDICTS.values(), (found.wanted, found.partly, found.not_wanted), strict=True)),
        "low": round(interval[0] * 100) if interval else None, "high": round(interval[1] * 100) if interval else None,
    }  # fmt: skip


SMALL = 3


def panels(project: Project) -> list[dict[str, Any]]:
    """Each acceptance: the list's digest before the seed, the seed, what was said; never who."""
    found = []
    for panel in project.panels.order_by("number"):
        drawn = panel.people.filter(drawn__isnull=False).order_by("drawn")
        said = [row.ok for row in drawn if row.ok is not None]
        found.append(
            {"panel": panel, "listed": panel.people.count(), "drawn": drawn.count(), "answered": len(said),
             "yes": sum(said), "no": len(said) - sum(said),
             "reasons": [row.text for row in drawn if row.ok is False] if panel.outcome else [],
             "tokens": [row.token for row in drawn]}
        )  # fmt: skip
    return found


def people(project: Project) -> int:
    """How many asked for it."""
    return len(asked_by(project.pk))
