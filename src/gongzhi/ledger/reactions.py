"""Registers the examples by which public pages print who has the powers over money."""

from __future__ import annotations

from gongzhi.ledger.selectors import examples as examples
