"""The loop thread: results, errors, interrupts, forks and restarts."""

from __future__ import annotations

import asyncio
import contextvars
import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest

from nemo_notebook.client.loop import Call, LoopThread, shared_loop


@pytest.fixture
def loop() -> Iterator[LoopThread]:
    thread = LoopThread()
    yield thread
    thread.stop()


async def add(one: int, two: int) -> int:
    await asyncio.sleep(0)
    return one + two


def test_a_result_comes_back(loop: LoopThread) -> None:
    assert loop.run(add(1, 2)) == 3


def test_an_error_comes_back(loop: LoopThread) -> None:
    async def fail() -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        loop.run(fail())


async def test_it_works_where_a_loop_runs_already(loop: LoopThread) -> None:
    assert loop.run(add(1, 2)) == 3


def test_one_thread_serves_all_calls(loop: LoopThread) -> None:
    async def name() -> str:
        return threading.current_thread().name

    names = {loop.run(name()) for _ in range(3)}
    assert names == {"nemo-notebook-loop"}


def test_calls_from_several_threads_run_side_by_side(loop: LoopThread) -> None:
    meeting = asyncio.Barrier(3)

    async def meet() -> int:
        return await meeting.wait()

    places: list[int] = []
    threads = [threading.Thread(target=lambda: places.append(loop.run(meet()))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert sorted(places) == [0, 1, 2]


def test_the_pump_runs_on_the_callers_thread_and_misses_nothing(loop: LoopThread) -> None:
    posted: list[int] = []
    pumped: list[int] = []
    where: set[threading.Thread] = set()

    async def post() -> None:
        for number in range(100):
            posted.append(number)
            await asyncio.sleep(0)

    def pump() -> None:
        where.add(threading.current_thread())
        while posted:
            pumped.append(posted.pop(0))

    loop.run(post(), pump=pump)
    assert pumped == list(range(100))
    assert where == {threading.current_thread()}


class Watched:
    """A coroutine that waits for ever, and says when it began and when it has cleaned up."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.cleaned_up = False

    async def wait(self) -> None:
        self.began.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            self.cleaned_up = True


def test_the_interrupt_key_cancels_and_waits_for_the_cleaning_up(loop: LoopThread) -> None:
    watched = Watched()

    def press() -> None:
        watched.began.wait(5)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    presser = threading.Thread(target=press)
    presser.start()
    with pytest.raises(KeyboardInterrupt):
        loop.run(watched.wait())
    presser.join()
    assert watched.cleaned_up
    assert loop.run(add(1, 2)) == 3


@pytest.mark.parametrize("when", ["before it is handed over", "after it was handed over"])
def test_an_interrupt_before_the_first_wait_leaves_nothing_behind(
    loop: LoopThread, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    watched, begin = Watched(), Call.begin

    def interrupted(call: Call[None]) -> None:
        if when == "after it was handed over":
            begin(call)
            watched.began.wait(5)
        raise KeyboardInterrupt

    monkeypatch.setattr(Call, "begin", interrupted)
    with pytest.raises(KeyboardInterrupt):
        loop.run(watched.wait())
    assert watched.cleaned_up == watched.began.is_set()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no Unix sockets here")
def test_a_read_that_is_cancelled_as_its_bytes_come_says_nothing(
    loop: LoopThread, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    address = os.path.relpath(tmp_path / "socket")  # the whole path may be too long for one

    async def read_and_cancel() -> None:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(address)
            server.listen()
            stream = await anyio.connect_unix(address)
            peer, _ = server.accept()
            reading = asyncio.create_task(stream.receive())
            await asyncio.sleep(0.01)  # it waits for bytes now
            with peer:
                peer.send(b"late")
            # The loop sees the bytes in the same round in which it carries this out.
            asyncio.get_running_loop().call_soon(reading.cancel)
            with pytest.raises(asyncio.CancelledError):
                await reading
            await stream.aclose()

    loop.run(read_and_cancel())
    assert caplog.text == ""


def test_other_trouble_in_the_loop_is_told(
    loop: LoopThread, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("a callback that fails")

    async def schedule() -> None:
        asyncio.get_running_loop().call_soon(fail)
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    loop.run(schedule())
    assert "a callback that fails" in caplog.text


def test_an_error_of_the_pump_cancels_too(loop: LoopThread) -> None:
    watched = Watched()

    def pump() -> None:
        if watched.began.is_set():
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        loop.run(watched.wait(), pump=pump)
    assert watched.cleaned_up


def test_stopping_cancels_what_is_under_way_and_a_call_starts_it_again(loop: LoopThread) -> None:
    watched = Watched()
    call = loop.start(watched.wait())
    watched.began.wait(5)
    loop.stop()
    assert watched.cleaned_up
    assert call.done
    with pytest.raises(asyncio.CancelledError):
        call.result()
    assert loop.run(add(1, 2)) == 3


def test_stopping_twice_and_before_the_start() -> None:
    loop = LoopThread()
    loop.stop()
    loop.run(add(1, 2))
    loop.stop()
    loop.stop()


def test_cancelling_what_has_ended(loop: LoopThread) -> None:
    call = loop.start(add(1, 2))
    while not call.wait():
        pass
    call.cancel()
    assert call.result() == 3


def test_a_call_from_the_loops_own_thread_is_refused(loop: LoopThread) -> None:
    async def nested() -> None:
        loop.run(add(1, 2))

    with pytest.raises(RuntimeError, match="await the async API"):
        loop.run(nested())


def test_context_variables_are_seen(loop: LoopThread) -> None:
    language = contextvars.ContextVar[str]("language")
    language.set("zh")

    async def look() -> str:
        return language.get()

    assert loop.run(look()) == "zh"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_makes_its_own_thread(loop: LoopThread) -> None:
    assert loop.run(add(1, 2)) == 3
    child = os.fork()
    if child == 0:
        os._exit(loop.run(add(3, 4)))
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    assert loop.run(add(5, 6)) == 11


def test_the_shared_loop_is_one() -> None:
    assert shared_loop() is shared_loop()
