"""Decoders of server-sent events, side by side in one run; prints JSON.

    python tests/benchmarks/sse.py [--events 100000] [--rounds 5]

Every installed library gets the same chunks of bytes and yields events. The rounds go in turn
through all decoders, so that a busy moment of the machine meets them alike; the best round counts.
A decoder that finds another number of events than there are gets null.
"""

from __future__ import annotations

import argparse
import codecs
import importlib
import json
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator

from nemo_notebook.client.sse import EventDecoder, ServerSentEvent

Decode = Callable[[Iterable[bytes]], Iterator[object]]


def ours(chunks: Iterable[bytes]) -> Iterator[object]:
    decoder = EventDecoder(max_event_bytes=2**30)
    for chunk in chunks:
        yield from decoder.feed(chunk)


def httpx_sse(chunks: Iterable[bytes]) -> Iterator[object]:
    library = importlib.import_module("httpx_sse._decoders")
    lines, events = library.SSELineDecoder(), library.SSEDecoder()
    text = codecs.getincrementaldecoder("utf-8")("replace")
    for chunk in chunks:
        for line in lines.decode(text.decode(chunk)):
            event = events.decode(line)
            if event is not None:
                yield event


def httpx2(chunks: Iterable[bytes]) -> Iterator[object]:
    parser = importlib.import_module("httpx2._sse")._SSEParser(None)
    text = codecs.getincrementaldecoder("utf-8")("replace")
    for chunk in chunks:
        yield from parser.decode(text.decode(chunk))


def openai(chunks: Iterable[bytes]) -> Iterator[object]:
    yield from importlib.import_module("openai._streaming").SSEDecoder().iter_bytes(iter(chunks))


def anthropic(chunks: Iterable[bytes]) -> Iterator[object]:
    yield from importlib.import_module("anthropic._streaming").SSEDecoder().iter_bytes(iter(chunks))


def sseclient(chunks: Iterable[bytes]) -> Iterator[object]:
    yield from importlib.import_module("sseclient").SSEClient(chunks).events()


def google_genai(chunks: Iterable[bytes]) -> Iterator[object]:
    response = importlib.import_module("httpx").Response(200, content=iter(chunks))
    client = importlib.import_module("google.genai._api_client")
    yield from client.HttpResponse({}, response)._iter_response_stream()


def httpx_lines(chunks: Iterable[bytes]) -> Iterator[object]:
    """What many clients do: a line of `httpx.Response.iter_lines` is an event."""
    lines = importlib.import_module("httpx._decoders").LineDecoder()
    text = codecs.getincrementaldecoder("utf-8")("replace")
    for chunk in chunks:
        for line in lines.decode(text.decode(chunk)):
            if line.startswith("data:"):
                yield line[5:].strip()


DECODERS: dict[str, Decode] = {
    "nemo_notebook": ours,
    "httpx-sse": httpx_sse,
    "httpx2": httpx2,
    "openai": openai,
    "anthropic": anthropic,
    "sseclient-py": sseclient,
    "google-genai": google_genai,
    "httpx iter_lines, a line an event": httpx_lines,
}


def small(events: int) -> bytes:
    """Events as an Agent Development Kit server sends them."""
    return b"".join(
        b"data: "
        + json.dumps(
            {
                "content": {"parts": [{"text": f"word {number} "}], "role": "model"},
                "partial": True,
                "invocationId": "e-2ee8f6a5-46e0-4c7d-8d6e-5a1f6a7b8c9d",
                "author": "nemo_agent",
                "actions": {"stateDelta": {}},
                "id": f"b727-{number:08}",
                "timestamp": 1795334281.86 + number,
            },
            separators=(",", ":"),
        ).encode()
        + b"\n\n"
        for number in range(events)
    )


def pieces(stream: bytes, size: int) -> list[bytes]:
    return [stream[start : start + size] for start in range(0, len(stream), size)]


def scenarios(events: int) -> dict[str, list[bytes]]:
    stream = small(events)
    with_ids = stream.replace(b"data: ", b"id: 12345\ndata: ")
    large = b"data: " + b"x" * 2**20 + b"\n\n"
    return {
        "small events, 64 KiB chunks": pieces(stream, 65536),
        "small events, one a chunk": [event + b"\n\n" for event in stream.split(b"\n\n")[:-1]],
        "small events, CRLF": pieces(stream.replace(b"\n", b"\r\n"), 65536),
        "small events with ids": pieces(with_ids, 65536),
        "1 MiB events, 4 KiB chunks": pieces(large * 20, 4096),
    }


def seconds(decode: Decode, chunks: list[bytes], expected: int) -> float:
    started = time.perf_counter()
    found = sum(1 for _ in decode(chunks))
    took = time.perf_counter() - started
    if found != expected:
        return float("inf")
    return took


def installed() -> dict[str, Decode]:
    usable: dict[str, Decode] = {}
    for name, decode in DECODERS.items():
        try:
            list(decode([b"data: 1\n\n"]))
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
        else:
            usable[name] = decode
    return usable


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    decoders = installed()
    results: dict[str, dict[str, float | None]] = {}
    for scenario, chunks in scenarios(asked.events).items():
        size = sum(map(len, chunks))
        expected = sum(1 for item in ours(chunks) if isinstance(item, ServerSentEvent))
        best = dict.fromkeys(decoders, float("inf"))
        for _ in range(asked.rounds):
            for name, decode in decoders.items():
                best[name] = min(best[name], seconds(decode, chunks, expected))
        results[scenario] = {
            name: round(size / took / 1e6, 1) if took < float("inf") else None
            for name, took in best.items()
        }
    print(json.dumps({"python": platform.python_version(), "MB/s": results}, indent=2))


if __name__ == "__main__":
    main()
