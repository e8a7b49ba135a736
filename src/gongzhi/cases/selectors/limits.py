"""The time limits of a case, read from the rule packs and the responsibility list."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.cases.models import Case
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.limit import Limit
from gongzhi.mandates import selectors as mandates
from gongzhi.rulebook import selectors as rulebook


def limit(name: str) -> Limit:
    """A time limit in force today."""
    return rulebook.limit(name, clock.today().date())


def stage_limit(case: Case) -> Limit:
    """How long the case's level has: the list's line for the matter; the tier's where the list has none."""
    line = mandates.line(case.matter, case.level, clock.today().date()) if case.matter else None
    return line.limit if line else limit(f"case.tier.{case.tier}")


def clause_of(text: str) -> str:
    """A clause that stands on the list, as "LJ01:grid"; Refused("clause_needed") for anything else."""
    code, _sep, rung = text.partition(":")
    if mandates.line(code, rung, clock.today().date()) is None:
        raise Refused(_("请选责任清单里的一条作依据，没有依据不能退。"), code="clause_needed", field="clause")
    return text
