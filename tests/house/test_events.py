"""Facts hold ids and closed words, never names or free text: erasing a person must not rewrite history."""

from __future__ import annotations

import dataclasses
import enum
import types
import typing

import pytest

from gongzhi.kernel.event import Event, kinds

FREE_TEXT = {
    "text", "name", "phone", "title", "note", "notes", "comment", "message", "description", "address", "words",
    "answer", "explanation", "remark", "username", "password", "content", "body_text", "reason_text", "where",
}  # fmt: skip


def _plain(annotation: object) -> bool:
    """Whether a field of this type can hold only ids, closed words, flags, or tuples of them."""
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType, tuple):
        return all(_plain(part) for part in typing.get_args(annotation) if part is not Ellipsis)
    if origin is typing.Literal:
        return True
    if isinstance(annotation, type) and issubclass(annotation, enum.StrEnum):
        return True
    return annotation in (int, bool, str, types.NoneType)


def _faults(event: type[Event]) -> list[str]:
    hints = typing.get_type_hints(event)
    fields = dataclasses.fields(event)
    wrong = [f"{event.__name__}.{f.name}: {hints[f.name]}" for f in fields if not _plain(hints[f.name])]
    return wrong + [f"{event.__name__}.{f.name} sounds like free text" for f in fields if f.name in FREE_TEXT]


@pytest.mark.parametrize(
    ("annotation", "plain"),
    [(int, True), (str | None, True), (tuple[int, ...], True), (dict, False), (list[int], False), (object, False)],
)
def test_the_scan_knows_a_plain_type(annotation, plain):
    assert _plain(annotation) is plain


def test_every_fact_is_frozen_and_plain():
    declared = [event for event in kinds().values() if event.__module__.startswith("gongzhi.")]
    assert declared, "no fact is declared: the packages were not imported"
    loose = [e.__name__ for e in declared if not (dataclasses.is_dataclass(e) and e.__dataclass_params__.frozen)]
    assert not loose
    assert not [fault for event in declared for fault in _faults(event)]


def test_every_kind_names_its_package():
    """ "cases.reported" is found where its name says."""
    strays = [
        f"{kind} in {event.__module__}"
        for kind, event in kinds().items()
        if event.__module__.startswith("gongzhi.") and "." in kind and kind.split(".")[0] not in _names(event)
    ]
    assert not strays


def _names(event: type[Event]) -> set[str]:
    package = event.__module__.split(".")[1]
    return {package, package.removesuffix("s"), package.removesuffix("ies") + "y"}
