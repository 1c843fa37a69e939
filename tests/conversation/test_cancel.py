from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nemo_notebook.conversation.sync import Conversation


def test_cancel_ends_what_one_thread_waits_for_and_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = {"first": threading.Event(), "second": threading.Event()}
    threads: dict[str, int] = {}

    async def say(text: str, **_: object) -> None:
        begun[text].set()
        await asyncio.Event().wait()

    def wait_for(text: str) -> None:
        threads[text] = threading.get_ident()
        chat.say(text)

    chat = Conversation(folder=tmp_path)
    monkeypatch.setattr(chat._talk, "say", say)
    with ThreadPoolExecutor(2) as pool:
        calls = {text: pool.submit(wait_for, text) for text in begun}
        for event in begun.values():
            assert event.wait(10)
        chat.cancel(threads["first"])
        assert isinstance(calls["first"].exception(10), asyncio.CancelledError)
        assert not calls["second"].done()
        chat.cancel()
        assert isinstance(calls["second"].exception(10), asyncio.CancelledError)
