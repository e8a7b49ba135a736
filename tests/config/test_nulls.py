"""A sign that no database keeps is replaced in what is sent; everything else arrives as it was."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import RequestFactory

from gongzhi.config.nulls import NoNulls


def arrived(sent: dict[str, object]) -> dict[str, list[str]]:
    request = RequestFactory().post("/", sent)
    NoNulls(lambda _request: HttpResponse()).process_view(request, None, (), {})
    return {name: request.POST.getlist(name) for name in request.POST}


def test_the_sign_is_replaced_in_every_field() -> None:
    found = arrived({"text": "灯\x00坏了", "many": ["a\x00", "b"], "plain": " 三单元 "})
    assert found == {"text": ["灯\ufffd坏了"], "many": ["a\ufffd", "b"], "plain": [" 三单元 "]}


def test_a_form_without_it_is_the_same_form() -> None:
    request = RequestFactory().post("/", {"text": "灯坏了"})
    before = request.POST
    NoNulls(lambda _request: HttpResponse()).process_view(request, None, (), {})
    assert request.POST is before


def test_a_page_that_is_only_read_is_not_looked_at() -> None:
    request = RequestFactory().get("/", {"q": "a\x00b"})
    assert NoNulls(lambda _request: HttpResponse()).process_view(request, None, (), {}) is None
