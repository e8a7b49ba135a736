"""A small load client on raw sockets: keep-alive, fixed connections, bounded in count and time, loopback only."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

HOST = "127.0.0.1"


@dataclass
class Load:
    """What came of a load: milliseconds of each answered request, the answers' statuses, and the seconds it took."""

    took: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Answered requests a second."""
        return len(self.took) / self.seconds if self.seconds else 0.0


def request(method: str, path: str, port: int, *, cookie: str = "", form: bytes = b"") -> bytes:
    """One request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{port}", "Accept-Encoding: gzip", "Accept: text/html"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}"]
    return "\r\n".join([*lines, "", ""]).encode() + form


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body of one answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest if line)}
    if headers.get("transfer-encoding") == "chunked":
        return int(first.split()[1]), await _chunks(reader)
    return int(first.split()[1]), await reader.readexactly(int(headers.get("content-length", 0)))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readline()
    return b"".join(parts)


async def _one(port: int, work: Iterator[bytes], until: float, load: Load) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        for asked in work:
            began = time.perf_counter()
            if began >= until:
                break
            writer.write(asked)
            status, _body = await asyncio.wait_for(_answer(reader), timeout=30)
            load.took.append((time.perf_counter() - began) * 1000)
            load.statuses[status] += 1
    finally:
        writer.close()


async def _all(port: int, work: Iterator[bytes], connections: int, seconds: float) -> Load:
    load, began = Load(), time.perf_counter()
    lines = [_one(port, work, began + seconds, load) for _ in range(connections)]
    await asyncio.gather(*lines)
    load.seconds = time.perf_counter() - began
    return load


def run(port: int, work: Iterator[bytes], *, connections: int, seconds: float) -> Load:
    """Send this work over so many connections until it is done or the time is over."""
    return asyncio.run(_all(port, work, connections, seconds))


def fetch(port: int, path: str, cookie: str = "") -> tuple[int, bytes]:
    """One page, as its bytes on the wire (compressed where the server compresses)."""

    async def ask() -> tuple[int, bytes]:
        reader, writer = await asyncio.open_connection(HOST, port)
        try:
            writer.write(request("GET", path, port, cookie=cookie))
            return await asyncio.wait_for(_answer(reader), timeout=30)
        finally:
            writer.close()

    return asyncio.run(ask())
