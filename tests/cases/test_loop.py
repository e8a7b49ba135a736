"""One voice goes all the way round, and every turn of the way refuses what it must."""

from __future__ import annotations

import pytest
from tests.world import World

from gongzhi.cases import services
from gongzhi.kernel.errors import Refused
from gongzhi.record.services import replay


def refused(code: str):
    """The act is refused with this code."""
    return pytest.raises(Refused, check=lambda error: error.code == code)


def test_from_report_to_verdict(street: World) -> None:
    case = street.report()
    assert (case.state, case.level, case.holder_id) == ("filed", "building", street.body_of("head").pk)
    with refused("denied"):
        street.move("grid", case, "accept")
    street.move("head", case, "accept")
    with refused("missing"):
        street.move("head", case, "answer", outcome="solved")
    street.move("head", case, "answer", answer="灯泡换了", outcome="solved")
    with refused("denied"):
        services.judge(actor=street.actor("head"), case_id=case.pk, solved=True, satisfied=5)
    case = services.judge(actor=street.reporter(case), case_id=case.pk, solved=True, satisfied=5)
    assert (case.state, case.is_open) == ("solved", False)
    assert replay("cases.case").different == ()
