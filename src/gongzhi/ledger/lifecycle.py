"""How a payment ends: asked by one person, then paid or refused by another, or withdrawn by who asked."""

from __future__ import annotations

from gongzhi.kernel.lifecycle import Kind, Lifecycle, Move

OPEN, CLOSED = Kind.OPEN, Kind.CLOSED

PAYMENT = Lifecycle(
    "payment",
    states={"asked": OPEN, "paid": CLOSED, "refused": CLOSED, "withdrawn": CLOSED},
    start="asked",
    moves=(
        Move("approve", ("asked",), "paid", "payment.approve"),
        Move("refuse", ("asked",), "refused", "payment.approve", ("reason",)),
        Move("withdraw", ("asked",), "withdrawn", "payment.withdraw"),
    ),
)
