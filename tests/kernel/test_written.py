"""Words that somebody must write, and no more than fit."""

from __future__ import annotations

import pytest

from gongzhi.kernel.errors import Refused
from gongzhi.kernel.written import clean


@pytest.mark.parametrize(
    ("text", "kept"), [(" 灯坏了 ", "灯坏了"), ("一行\n两行\n", "一行\n两行"), (7, "7"), ("五个字够了", "五个字够了")]
)
def test_what_is_written_is_kept_as_it_stands(text, kept):
    assert clean(text, 5, "text") == kept


@pytest.mark.parametrize("text", ["", "  \n", None, 0])
def test_nothing_is_refused_at_its_field(text):
    with pytest.raises(Refused) as refusal:
        clean(text, 5, "why")
    assert (refusal.value.code, refusal.value.field, str(refusal.value)) == ("missing", "why", "还缺一项，请补上再送。")


def test_one_sign_too_many_is_refused():
    with pytest.raises(Refused) as refusal:
        clean("六个字就多了", 5, "why")
    assert (refusal.value.code, refusal.value.field) == ("too_long", "why")
