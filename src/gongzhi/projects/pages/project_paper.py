"""The public notice of a project: an A4 page, and a paper (PDF) in Chinese with a code that leads to the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.kernel import papers
from gongzhi.kernel.clock import CHINA
from gongzhi.organisations import visitors
from gongzhi.projects.models import Project
from gongzhi.projects.pages import project_said as said
from gongzhi.projects.pages.project_public import found_project
from gongzhi.projects.words import projects as words

_TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "projects" / "project_notice.typ"


@require_GET
@visitors.resident
def page(request: HttpRequest, project_id: int) -> HttpResponse:
    """The notice as a page to print."""
    found = found_project(request, project_id)
    link = request.build_absolute_uri(reverse("project", args=[found.pk]))
    context = {"project": found, "link": link, "facts": facts(found), "procedures": said.procedures(found)}
    return render(request, "projects/project_notice.html", context)


@require_GET
@visitors.resident
def paper(request: HttpRequest, project_id: int) -> HttpResponse:
    """The same as a PDF."""
    found = found_project(request, project_id)
    link = request.build_absolute_uri(reverse("project", args=[found.pk]))
    made = HttpResponse(notice(found, link), content_type="application/pdf")
    made["Content-Disposition"] = f'inline; filename="project-{found.pk}.pdf"'
    return made


def facts(found: Project) -> list[tuple[str, str]]:
    """What a notice says, a line each."""
    rows = [(_("做什么"), found.text or found.title), (_("在哪里"), found.place.name), (_("谁负责"), found.body.name),
            (_("是哪一类项目"), str(words.KINDS[found.kind]))]  # fmt: skip
    rows += [(label, _("%(yuan)s 元") % {"yuan": amount}) for label, amount in said.money(found)]
    if found.promised_end:
        rows.append((_("答应哪天做完"), f"{found.promised_end:%Y-%m-%d}"))
    if found.noticed_at and found.notice_until:
        since, until = found.noticed_at.astimezone(CHINA), found.notice_until.astimezone(CHINA)
        rows.append(
            (
                _("公示"),
                _("%(since)s 起，%(until)s 止") % {"since": f"{since:%Y-%m-%d}", "until": f"{until:%Y-%m-%d %H:%M}"},
            )
        )
    rows.append((_("有意见找谁"), _("%(body)s%(phone)s，或扫码在项目页上说") % {
        "body": found.body.name, "phone": f" {found.body.phone}" if found.body.phone else ""}))  # fmt: skip
    return rows


def notice(found: Project, link: str) -> bytes:
    """The paper; Chinese, whatever the reader's language."""
    with translation.override("zh-hans"):
        data = {
            "heading": _("项目公示"), "title": found.title, "facts": facts(found), "address": link,
            "steps_heading": _("四道程序"), "steps": [_step(step) for step in said.procedures(found)],
            "qr": segno.make(link, error="m", micro=False).svg_inline(scale=4, border=2),
        }  # fmt: skip
        return papers.pdf(_TEMPLATE.read_text("utf-8"), data, at=found.noticed_at or found.proposed_at)


def _step(step: dict[str, Any]) -> list[str]:
    named = [f"{one['kind']} {one['paper'] or one['thing']}".strip() for one in step["evidence"]]
    if step["people"]:
        named.append(_("%(n)d 个人提了这件需求") % {"n": step["people"]})
    missing = [_("还缺%(what)s") % {"what": kind} for kind in step["missing"]]
    return [str(step["label"]), _("；").join([*named, *missing])]
