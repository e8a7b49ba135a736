"""The roads of a matter that forked, and whether its one reply may go out (row E11)."""

from __future__ import annotations

from dataclasses import dataclass

from gongzhi.deliberation.models import Branch
from gongzhi.kernel.reference import Ref


@dataclass(frozen=True)
class Fork:
    """The roads of one matter; `final` is the one that joined last, with which the single reply goes out."""

    source: Ref
    branches: tuple[Branch, ...]

    @property
    def waiting(self) -> tuple[Branch, ...]:
        """The roads that have not come back."""
        return tuple(row for row in self.branches if row.joined_at is None)

    @property
    def final(self) -> Branch | None:
        """The road whose return closed the fork."""
        return next((row for row in self.branches if row.final), None)

    @property
    def answers(self) -> tuple[str, ...]:
        """What each road brought, in the order in which they came back."""
        came = sorted((row for row in self.branches if row.joined_at), key=lambda row: (row.joined_at, row.pk))
        return tuple(row.answer for row in came)


def fork_of(source: Ref) -> Fork | None:
    """The fork of a matter, or None when it never forked."""
    rows = Branch.objects.filter(source_label=source.label, source_id=source.id)
    found = tuple(rows.select_related("topic", "body").order_by("pk"))
    return Fork(source, found) if found else None


def branch_of_topic(topic_id: int) -> Branch | None:
    """The road that leads to this topic and has not come back."""
    return Branch.objects.filter(topic_id=topic_id, joined_at=None).first()
