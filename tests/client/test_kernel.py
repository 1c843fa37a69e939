"""In a real kernel: the stop button ends a silent turn, and the next cell runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

from tests.client.fault_server import FaultServer, stream, text

SETUP = """
from nemo_notebook.client import AsyncNemoClient, NemoClient
where = dict(api_url={url!r}, token="nmv_usr_x")
"""
CELLS = {
    "sync": """
with NemoClient(**where) as client, client.message("s", "hi") as events:
    for event in events:
        print(event.text)
""",
    "async": """
async with AsyncNemoClient(**where) as client, client.message("s", "hi") as events:
    async for event in events:
        print(event.text)
""",
    "async, alone in a task": """
import asyncio
async def listen():
    async with AsyncNemoClient(**where) as client, client.message("s", "hi") as events:
        async for event in events:
            print(event.text)
await asyncio.create_task(listen())
""",
}


@pytest.fixture(scope="module")
def kernel() -> Iterator[tuple[KernelManager, BlockingKernelClient]]:
    manager, client = start_new_kernel(kernel_name="python3")
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_the_stop_button_ends_a_silent_turn(
    kernel: tuple[KernelManager, BlockingKernelClient], server: FaultServer, cell: str
) -> None:
    manager, client = kernel
    server.on("POST", "/run_sse", stream(text("hello"), end="silence"))
    ready = client.execute_interactive(SETUP.format(url=server.url), timeout=60)
    assert ready["content"]["status"] == "ok"
    # Else the kernel drops what comes for a while after the error, however long that is.
    waiting = client.execute(cell, stop_on_error=False)
    assert server.silent.wait(60)
    manager.interrupt_kernel()
    reply = client.get_shell_msg(timeout=30)
    assert reply["parent_header"]["msg_id"] == waiting
    assert reply["content"]["status"] == "error"
    assert reply["content"]["ename"] in {"KeyboardInterrupt", "CancelledError"}
    assert server.hung_up.wait(5)
    assert len(server.requests) == 1
    after = client.execute_interactive("print('next')", timeout=30)
    assert after["content"]["status"] == "ok"
