"""Videos on their way down: in constant memory, whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeAlias

import httpx

from nemo_notebook.client.answer import said
from nemo_notebook.client.timing import ticking
from nemo_notebook.client.transport import Transport
from nemo_notebook.protocol.errors import ExportFailedError

MAX_HOPS = 5
MOST_IN_MEMORY = 4 * 2**20

Progress: TypeAlias = Callable[[int, int | None], None]

_OK = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_MEDIA = ("text/", "application/json", "application/xml")


class NotThere(Exception):  # noqa: N818 (never leaves this package)
    """An address that did not give the file; another one may."""


async def fetch(
    transport: Transport,
    address: str,
    target: Path,
    *,
    credentials: httpx.Auth,
    on_progress: Progress | None,
) -> None:
    """Fetch a file from one address to a place on disk.

    Args:
        transport: The server that named the address.
        address: A full address, or a path on the server.
        target: Where the file shall be; replaced in one step when everything has come.
        credentials: What only the server itself may see.
        on_progress: Told how many bytes have come, and of how many where that is known.

    Raises:
        NotThere: This address did not give the file.
        ExportFailedError: The file cannot be written.
    """
    part = target.with_name(f".{target.name}.{uuid.uuid4().hex[:12]}.part")
    try:
        with ticking():
            async with _followed(transport, address, credentials) as response:
                await _save(response, part, on_progress)
        part.replace(target)
    except httpx.RequestError as error:
        raise NotThere(f"the connection broke ({said(error)})") from None
    except OSError as error:
        raise ExportFailedError(
            f"{target.name} cannot be written: {error.strerror}",
            hint="Make room, or choose another folder, and export again.",
        ) from None
    finally:
        part.unlink(missing_ok=True)


async def read_small(transport: Transport, address: str, *, credentials: httpx.Auth) -> bytes:
    """Fetch a file of at most `MOST_IN_MEMORY` bytes from one address into memory.

    Raises:
        NotThere: This address did not give the file, or it is larger.
    """
    content = bytearray()
    try:
        with ticking():
            async with _followed(transport, address, credentials) as response:
                async for chunk in response.aiter_bytes():
                    content += chunk
                    if len(content) > MOST_IN_MEMORY:
                        raise NotThere(f"it is larger than {MOST_IN_MEMORY // 2**20} MiB")
    except httpx.RequestError as error:
        raise NotThere(f"the connection broke ({said(error)})") from None
    return bytes(content)


@asynccontextmanager
async def _followed(
    transport: Transport, address: str, credentials: httpx.Auth
) -> AsyncIterator[httpx.Response]:
    """Follow redirects by hand: each hop decides anew who may see the credentials."""
    url = _joined(transport.base_url, address)
    for _ in range(MAX_HOPS):
        who = credentials if transport.is_home(url) else None
        async with transport.get(url, who) as response:
            if response.status_code not in _REDIRECTS:
                _check(response)
                yield response
                return
            onward = _joined(url, response.headers.get("Location", ""))
        if url.scheme == "https" and onward.scheme != "https":
            raise NotThere("it leads from https to http")
        url = onward
    raise NotThere("it leads round in circles")


def _joined(base: httpx.URL, address: str) -> httpx.URL:
    try:
        url = base.join(address)
    except httpx.InvalidURL:
        raise NotThere("its address is not one") from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise NotThere("its address is not one")
    return url


def _check(response: httpx.Response) -> None:
    if response.status_code != _OK:
        raise NotThere(f"HTTP status {response.status_code}")
    kind = response.headers.get("Content-Type", "").lower()
    if kind.startswith(_NO_MEDIA):
        raise NotThere(f"it is {kind.partition(';')[0]}, not a video")


async def _save(response: httpx.Response, part: Path, on_progress: Progress | None) -> None:
    length = response.headers.get("Content-Length", "")
    encoded = response.headers.get("Content-Encoding", "identity") != "identity"
    total = int(length) if length.isdecimal() and not encoded else None
    done = 0
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
        async for chunk in response.aiter_bytes():
            file.write(chunk)
            done += len(chunk)
            if on_progress is not None:
                on_progress(done, total)
    if done == 0:
        raise NotThere("it is empty")
    if total is not None and done != total:
        raise NotThere(f"only {done} of {total} bytes came")
