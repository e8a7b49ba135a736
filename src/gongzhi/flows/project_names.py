"""Everything → projects: a project's page names what it came from and what came of it as the lineage page does."""

from __future__ import annotations

from collections.abc import Iterable

from gongzhi.flows.lineage_names import named
from gongzhi.kernel.actor import Actor
from gongzhi.kernel.reference import Ref
from gongzhi.projects.selectors.lineage import Known, named_by


@named_by
def names(refs: Iterable[Ref], reader: Actor | None) -> dict[Ref, Known]:
    """Titles and pages as far as the reader may know of them."""
    return {ref: Known(one.title, one.address) for ref, one in named(refs, reader).items()}
