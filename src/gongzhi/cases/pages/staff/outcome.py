"""How several acts at once went, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Refused

MOST = 50


@dataclass
class Outcome:
    """How many were done, and why the others were not."""

    done: int = 0
    cases: list[int] = field(default_factory=list)
    taken: int = 0
    others: dict[str, int] = field(default_factory=dict)

    def did(self, case_id: int) -> None:
        """One that was done."""
        self.done += 1
        self.cases.append(case_id)

    def note(self, error: Refused) -> None:
        """One that was not done."""
        if error.code == "stale":
            self.taken += 1
        else:
            self.others[str(error)] = self.others.get(str(error), 0) + 1

    def sentence(self, verb: str) -> str:
        """ "接下 7 件，1 件刚被别人办了。" """
        said = [verb % {"n": self.done}]
        if self.taken:
            said.append(_("%(n)s 件刚被别人办了") % {"n": self.taken})
        said += [_("%(n)s 件没办：%(why)s") % {"n": n, "why": why} for why, n in self.others.items()]
        return _("，").join(said).rstrip("。.") + _("。")
