"""The only writers of assessments: schemes, evidence, grades, appeals, bars and stages."""

from gongzhi.assessments.services.ending import expire_due, warn_due
from gongzhi.assessments.services.evidence import check_evidence, confirm_evidence, put_evidence
from gongzhi.assessments.services.running import (
    appeal,
    grade,
    notice,
    open_assessment,
    put_in_force,
    reopen,
    settle_appeal,
    stop,
)
from gongzhi.assessments.services.schemes import publish_scheme, starting_content
from gongzhi.assessments.services.standing import file_body, lift_bar, note_bar, step_body

__all__ = [
    "appeal",
    "check_evidence",
    "confirm_evidence",
    "expire_due",
    "file_body",
    "grade",
    "lift_bar",
    "note_bar",
    "notice",
    "open_assessment",
    "publish_scheme",
    "put_evidence",
    "put_in_force",
    "reopen",
    "settle_appeal",
    "starting_content",
    "step_body",
    "stop",
    "warn_due",
]
