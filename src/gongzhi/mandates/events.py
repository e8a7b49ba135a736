"""What the record says about responsibility lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class ListImported(Event):
    """A sheet was read into a draft; `digest` is the fingerprint of its content."""

    kind: ClassVar[str] = "mandates.imported"
    sight: ClassVar[Sight] = Sight.STAFF
    list_id: int
    version: int
    matters: int
    digest: str


@dataclass(frozen=True)
class ListPublished(Event):
    """From `valid_from` on this edition says who answers for what; `replaces` is the one before it."""

    kind: ClassVar[str] = "mandates.published"
    sight: ClassVar[Sight] = Sight.PUBLIC
    list_id: int
    version: int
    valid_from: str
    replaces: int | None
    digest: str


@dataclass(frozen=True)
class DraftDropped(Event):
    """A draft was thrown away; it never was in force."""

    kind: ClassVar[str] = "mandates.draft_dropped"
    sight: ClassVar[Sight] = Sight.STAFF
    list_id: int
    version: int
