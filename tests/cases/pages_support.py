"""What tests of residents' pages share: pictures, a walk through the three steps, and reading what a page says."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from gongzhi.cases.models import Case

NANYOU = "440305007010"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def picture(name: str = "lamp.jpg", size: tuple[int, int] = (64, 48), kind: str = "JPEG") -> SimpleUploadedFile:
    """A small real picture as a browser sends it."""
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue(), content_type=f"image/{kind.lower()}")


def words(response: Any) -> str:
    """What a person reads of a page, in one line."""
    text = response.content.decode()
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", text, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def hidden(response: Any) -> dict[str, str]:
    """The hidden inputs of the page that sends the report."""
    found = re.findall(r'<input type="hidden" name="([a-z]+)"(?: value="([^"]*)")?', response.content.decode())
    return {name: html.unescape(value) for name, value in found if name not in ("csrfmiddlewaretoken", "next")}


def walk(client: Client, text: str = "三单元楼道灯不亮三天了", *, sign: str = "NYHY3", **more: Any) -> Any:
    """The three steps as somebody goes them who scanned the code on a door; returns the answer to the last one."""
    client.get(f"/report/?at={sign}")
    assert client.post("/report/", {"text": text, **more.pop("first", {})}).url == "/report/check/"
    page = client.get("/report/check/")
    return client.post("/report/check/", {**hidden(page), "matter": more.pop("matter", "LJ01"), **more})


def code_of(response: Any) -> str:
    """The receipt code to which a report led."""
    found = re.fullmatch(r"/r/(\d{16})/", response.url)
    assert found, response.url
    return found[1]


def newest() -> Case:
    """The case reported last."""
    return Case.objects.latest("pk")


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    """Count the queries inside."""
    with CaptureQueriesContext(connection) as queries:
        yield queries
