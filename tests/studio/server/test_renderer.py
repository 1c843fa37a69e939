"""The order in which the studio works: who is waited for goes first."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from nemo_notebook.studio.server.renderer import Renderer

PATIENCE_S = 30


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    renderer = Renderer()
    yield renderer
    assert renderer.stop(PATIENCE_S)


class Work:
    """A piece of work of several frames, which goes on when it is told to."""

    def __init__(self, name: str, log: list[str], *, is_wanted: bool = True) -> None:
        self.name = name
        self.log = log
        self.is_wanted = is_wanted
        self.has_begun = threading.Event()
        self.may_go_on = threading.Event()

    def __call__(self, stops: Callable[[], bool]) -> str:
        self.log.append(f"{self.name} begins")
        self.has_begun.set()
        assert self.may_go_on.wait(PATIENCE_S)
        if stops():
            self.log.append(f"{self.name} stops")
            return ""
        self.log.append(f"{self.name} ends")
        return self.name

    def begin(self, renderer: Renderer) -> asyncio.Task[str]:
        return asyncio.create_task(renderer.run(self, is_wanted=lambda: self.is_wanted))

    async def begun(self) -> None:
        assert await asyncio.to_thread(self.has_begun.wait, PATIENCE_S)


async def test_one_piece_of_work_is_done_after_the_other(renderer: Renderer) -> None:
    log: list[str] = []
    first, second = Work("first", log), Work("second", log)
    tasks = [first.begin(renderer), second.begin(renderer)]
    await first.begun()
    second.may_go_on.set()
    first.may_go_on.set()
    assert await asyncio.gather(*tasks) == ["first", "second"]
    assert log == ["first begins", "first ends", "second begins", "second ends"]


async def test_what_nobody_waits_for_any_more_stands_aside_and_goes_on_later(
    renderer: Renderer,
) -> None:
    log: list[str] = []
    left, wanted = Work("left", log), Work("wanted", log)
    tasks = [left.begin(renderer), wanted.begin(renderer)]
    await left.begun()
    left.is_wanted = False
    wanted.may_go_on.set()
    left.may_go_on.set()
    assert await asyncio.gather(*tasks) == ["left", "wanted"]
    assert log == ["left begins", "wanted begins", "wanted ends", "left ends"]


async def test_of_two_that_nobody_waits_for_none_stands_aside(renderer: Renderer) -> None:
    log: list[str] = []
    first, second = (Work(name, log, is_wanted=False) for name in ("first", "second"))
    tasks = [first.begin(renderer), second.begin(renderer)]
    await first.begun()
    second.may_go_on.set()
    first.may_go_on.set()
    await asyncio.gather(*tasks)
    assert log == ["first begins", "first ends", "second begins", "second ends"]


async def test_what_is_waited_for_does_not_stand_aside(renderer: Renderer) -> None:
    log: list[str] = []
    work = Work("work", log)
    task = work.begin(renderer)
    await work.begun()
    exported = threading.Event()

    def export() -> None:
        log.append("export")
        exported.set()

    renderer.submit(export)
    work.may_go_on.set()
    await task
    assert await asyncio.to_thread(exported.wait, PATIENCE_S)
    assert log == ["work begins", "work ends", "export"]


async def test_what_is_waited_for_goes_before_what_was_left_in_the_queue(
    renderer: Renderer,
) -> None:
    log: list[str] = []
    works = [Work("present", log), Work("left", log), Work("wanted", log)]
    tasks = []
    for work in works:
        tasks.append(work.begin(renderer))
        await asyncio.sleep(0)
    await works[0].begun()
    works[1].is_wanted = False
    for work in works:
        work.may_go_on.set()
    await asyncio.gather(*tasks)
    assert [line for line in log if "begins" in line] == [
        "present begins",
        "wanted begins",
        "left begins",
    ]


async def test_work_that_fails_does_not_hold_up_the_next(renderer: Renderer) -> None:
    def fail(_: Callable[[], bool]) -> str:
        raise ValueError("no such photo")

    with pytest.raises(ValueError, match="no such photo"):
        await renderer.run(fail, is_wanted=lambda: True)
    work = Work("next", [])
    work.may_go_on.set()
    assert await work.begin(renderer) == "next"


async def test_work_that_is_given_up_does_not_hold_up_the_next(renderer: Renderer) -> None:
    for _ in range(100):  # most of them before their thread has begun
        given_up = Work("given up", [])
        given_up.may_go_on.set()
        task = given_up.begin(renderer)
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    work = Work("next", [])
    work.may_go_on.set()
    async with asyncio.timeout(PATIENCE_S):
        assert await work.begin(renderer) == "next"


async def test_the_end_of_the_studio_ends_what_stands_aside_and_begins_nothing(
    renderer: Renderer,
) -> None:
    log: list[str] = []
    left, wanted, later = Work("left", log), Work("wanted", log), Work("later", log)
    tasks = [work.begin(renderer) for work in (left, wanted, later)]
    await left.begun()
    left.is_wanted = False
    left.may_go_on.set()
    await wanted.begun()
    stopping = asyncio.create_task(asyncio.to_thread(renderer.stop, PATIENCE_S))
    assert await asyncio.to_thread(renderer.stopping.wait, PATIENCE_S)
    wanted.may_go_on.set()
    assert await stopping
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert results[:2] == ["", ""]
    assert isinstance(results[2], asyncio.CancelledError)
    assert log[:2] == ["left begins", "wanted begins"]
    assert "later begins" not in log
