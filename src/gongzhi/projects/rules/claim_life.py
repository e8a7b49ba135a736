"""The states of a claim of whoever checked in to a community: claimed, served, appraised, heard back; as data."""

from __future__ import annotations

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move

CLAIM = Lifecycle(
    "claim",
    states={
        "claimed": Kind.OPEN,
        "served": Kind.OPEN,
        "judged": Kind.OPEN,
        "fed_back": Kind.CLOSED,
        "dropped": Kind.CLOSED,
    },
    start="claimed",
    moves=(
        Move("serve", ("claimed",), "served", permit="claim.serve", needs=("note",)),
        Move("judge", ("served",), "judged", permit="claim.judge", needs=("verdict",)),
        Move("feed_back", ("judged",), "fed_back", permit="claim.feed_back"),
        Move("drop", ("claimed",), "dropped", permit="claim.serve", needs=("note",)),
    ),
)
