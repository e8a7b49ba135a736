"""Facts about what came from elsewhere: ids and numbers, never a word of what was written."""

from __future__ import annotations

from dataclasses import dataclass

from gongzhi.kernel.event import Event, Sight


@dataclass(frozen=True)
class RowImported(Event):
    """A row of another system's list became a case; `sent_at` is the moment that its list gives, or empty."""

    kind = "exchange.row_imported"
    sight = Sight.STAFF
    imported_id: int
    case_id: int
    sent_at: str
