"""Fetching a file from an address that somebody else wrote.

An address is judged by what it resolves to, and the connection is made to the very address that was
judged, so that no second answer of the name server can lead inside; each redirect is judged anew.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from nemo_notebook.studio.server.answers import MEDIA_TOO_LARGE, Refusal
from nemo_notebook.studio.server.files import new_file

_HOPS: Final = 3
_SILENCE_S: Final = 15.0
_TOTAL_S: Final = 120.0
_CHUNK: Final = 1 << 16
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PORTS: Final = {"http": 80, "https": 443}
# Addresses that carry another one inside (NAT64, 6to4, Teredo) count as global, whatever it is.
_TUNNELS: Final = tuple(
    ipaddress.IPv6Network(net)
    for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)


def fetch(url: str, scratch: Path, *, max_bytes: int, allow_private: bool) -> tuple[Path, str]:
    """Download a file in constant memory.

    Args:
        url: An http or https address.
        scratch: The directory to write to.
        max_bytes: How large the file may be.
        allow_private: Whether addresses of this machine and its network may be called.

    Returns:
        The file, and the name that the address gives it.

    Raises:
        Refusal: The address is not allowed or does not lead to a file.
    """
    deadline = time.monotonic() + _TOTAL_S
    try:
        for _ in range(_HOPS + 1):
            with _get(urlsplit(url), allow_private=allow_private) as response:
                if response.status in _REDIRECTS:
                    url = urljoin(url, response.getheader("Location", ""))
                    continue
                if response.status != http.client.OK:
                    raise _failed(url, f"its server answered with status {response.status}")
                name = unquote(urlsplit(url).path).rpartition("/")[2]
                return _save(response, scratch, max_bytes, deadline), name
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise _failed(url, str(error) or type(error).__name__) from None
    raise _failed(url, f"it was redirected more than {_HOPS} times")


@contextlib.contextmanager
def _get(url: SplitResult, *, allow_private: bool) -> Iterator[http.client.HTTPResponse]:
    host = url.hostname
    if url.scheme not in _PORTS or not host or url.username is not None:
        raise _failed(url.geturl(), "only plain http and https addresses are fetched")
    port = url.port or _PORTS[url.scheme]
    target = f"{url.path or '/'}{'?' if url.query else ''}{url.query}"
    connection = http.client.HTTPConnection(host, port)
    with contextlib.closing(connection):
        connection.sock = _connect(host, port, allow_private=allow_private)
        if url.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        connection.request(
            "GET", target, headers={"Host": url.netloc, "Accept-Encoding": "identity"}
        )
        with connection.getresponse() as response:
            yield response


def _connect(host: str, port: int, *, allow_private: bool) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private and not all(_is_public(address) for address in addresses):
        raise Refusal(
            400,
            f"{host} is inside this machine or its network, where the studio fetches nothing"
            " unless it was started with --allow-private-urls: upload the file instead.",
        )
    return socket.create_connection((addresses[0], port), timeout=_SILENCE_S)


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return _is_public(str(address.ipv4_mapped))
        if any(address in tunnel for tunnel in _TUNNELS):
            return False
    return address.is_global and not address.is_multicast


def _save(
    response: http.client.HTTPResponse, scratch: Path, max_bytes: int, deadline: float
) -> Path:
    received = 0
    with new_file(scratch) as file:
        while chunk := response.read1(_CHUNK):
            received += len(chunk)
            if received > max_bytes:
                raise Refusal(
                    413,
                    f"The file is larger than {max_bytes >> 20} MiB: compress or trim it.",
                    code=MEDIA_TOO_LARGE,
                )
            if time.monotonic() > deadline:
                raise TimeoutError(f"it took longer than {_TOTAL_S:g} s")
            file.write(chunk)
        if response.length:  # what the server promised and did not send
            raise ConnectionError("the connection broke before the end")
    return Path(file.name)


def _failed(url: str, why: str) -> Refusal:
    shown = re.sub(r"[?#].*|(?<=//)[^/@]*@", "", url)[:200]  # both may hold a secret
    return Refusal(400, f"{shown} could not be fetched: {why}.")
