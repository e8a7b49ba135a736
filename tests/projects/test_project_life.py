"""A project from needs to verdict: no step is skipped, every step has its evidence, every way back says why."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from tests.projects.project_world import BUILT, DAY, END, HOME, Life, decided
from tests.world import MONDAY

from gongzhi.duties import selectors as duties
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Refused
from gongzhi.kernel.reference import Ref
from gongzhi.projects import selectors, services
from gongzhi.projects.lifecycle import PROJECT
from gongzhi.record import services as record

pytestmark = pytest.mark.django_db


def refused(code: str):
    class _Is:
        def __enter__(self):
            self.raises = pytest.raises(Refused)
            return self.raises.__enter__()

        def __exit__(self, *args):
            out = self.raises.__exit__(*args)
            assert self.raises.excinfo.value.code == code, self.raises.excinfo.value.code
            return out

    return _Is()


@pytest.mark.row("C04")
def test_a_project_goes_through_every_state_and_its_facts_rebuild_it(street):
    life = Life(street).closed()
    project = life.now()
    assert project.state == "closed" and project.need.state == "met"
    assert selectors.completeness(project) == 1
    assert not list(duties.open_of(project.ref))
    compared = record.replay("projects.project")
    assert compared.count == 1 and compared.different == ()
