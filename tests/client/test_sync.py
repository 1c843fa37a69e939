"""What the sync client adds: threads, callbacks on the caller's side, its own back-pressure."""

from __future__ import annotations

import asyncio
import gc
import inspect
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import pytest

from nemo_notebook.client import AsyncNemoClient, NemoClient
from nemo_notebook.protocol.envelopes import RenderJob
from tests.client.fault_server import CLOSE, FaultServer, Visit, answer, ok, stream, text
from tests.client.ways import Way

CREDITS = "/api/credits/balance/simple"


@pytest.fixture
def plain(server: FaultServer, tmp_path: Path) -> Way:
    return Way("sync", server.url, tmp_path)


def test_it_has_every_method_of_the_async_client() -> None:
    def surface(client: type) -> dict[str, list[str]]:
        return {
            name: [*inspect.signature(method).parameters]
            for name, method in vars(client).items()
            if not name.startswith("_") and name not in {"close", "aclose"}
        }

    assert surface(NemoClient) == surface(AsyncNemoClient)


def test_callbacks_come_on_the_calling_thread(
    plain: Way, server: FaultServer, tmp_path: Path
) -> None:
    server.on("GET", "/v.mp4", answer(200, b"x" * 200_000, kind="video/mp4"))
    threads: set[threading.Thread] = set()
    job = RenderJob.model_validate({"id": "r", "outputUrl": "/v.mp4"})
    with plain.plain() as client:
        client.download(
            job,
            tmp_path / "v.mp4",
            on_progress=lambda *_: threads.add(threading.current_thread()),
        )
    assert threads == {threading.current_thread()}


def test_a_callback_that_fails_ends_the_call(
    plain: Way, server: FaultServer, tmp_path: Path
) -> None:
    server.on("GET", "/v.mp4", answer(200, b"x" * 200_000, kind="video/mp4"))
    job = RenderJob.model_validate({"id": "r", "outputUrl": "/v.mp4"})

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with plain.plain() as client, pytest.raises(ZeroDivisionError):
        client.download(job, tmp_path / "v.mp4", on_progress=fail)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


async def test_it_works_in_a_running_loop(plain: Way, server: FaultServer) -> None:
    server.on("GET", CREDITS, ok({"available": 3}))
    with plain.plain() as client:
        assert client.credits().available == 3


def test_many_events_arrive_in_order(plain: Way, server: FaultServer) -> None:
    words = [str(number) for number in range(5000)]
    server.on("POST", "/run_sse", stream(b"".join(map(text, words))))
    assert plain.say().text == "".join(words)


def test_an_async_client_may_move_to_another_loop(way: Way, server: FaultServer) -> None:
    server.on("GET", CREDITS, ok({"available": 3}))
    client = way.awaited()

    async def ask() -> float:
        try:
            return (await client.credits()).available
        finally:
            await client.aclose()

    assert [asyncio.run(ask()), asyncio.run(ask())] == [3, 3]


def answered_and_held(visit: Visit) -> bool:
    """Answer, and see when the client closes the connection."""
    ok({"available": 3})(visit)
    visit.wait_for_hang_up()
    return CLOSE


def test_a_client_that_nobody_closes_leaves_no_connection_open(
    plain: Way, server: FaultServer
) -> None:
    server.on("GET", CREDITS, answered_and_held)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        client = plain.plain()
        assert client.credits().available == 3
        del client
        gc.collect()
        assert server.hung_up.wait(5)
        gc.collect()
    assert [str(warning.message) for warning in said] == []


async def test_a_client_closed_on_another_loop_leaves_no_connection_open(
    way: Way, server: FaultServer
) -> None:
    server.on("GET", CREDITS, answered_and_held)
    client = way.awaited()
    assert (await client.credits()).available == 3
    await asyncio.to_thread(asyncio.run, client.aclose())
    assert await asyncio.to_thread(server.hung_up.wait, 5)


def test_importing_the_client_loads_nothing_heavy() -> None:
    heavy = {"PIL", "numpy", "cv2", "av", "starlette", "dask", "IPython", "ipywidgets"}
    code = f"import sys, nemo_notebook.client; print({heavy!r} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "set()"


def test_leaving_a_silent_stream_is_quick(plain: Way, server: FaultServer) -> None:
    server.on("POST", "/run_sse", stream(text("a"), end="silence"))
    with plain.plain() as client, client.message("s", "hi") as events:
        next(iter(events))
        started = time.monotonic()
    assert server.hung_up.wait(5)
    assert time.monotonic() - started < 5
