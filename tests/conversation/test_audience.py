"""Whoever watches a conversation sees its turns, with the real studio."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from nemo_notebook import Conversation, NemoError, Take
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.protocol.errors import InputError

SMALL = "480p, 1 second, no music, no sound"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEMO_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture
def chat(data: None, tmp_path: Path) -> Iterator[Conversation]:
    photo = tmp_path / "harbour.png"
    Image.linear_gradient("L").resize((160, 120)).save(photo)
    with Conversation(photo, folder=tmp_path) as conversation:
        yield conversation


class Spectator:
    """Writes down what it sees."""

    def __init__(self) -> None:
        self.turns: list[tuple[TurnState, int]] = []
        self.ends: list[tuple[TurnState, Take | None, int]] = []
        self.changes = 0

    def on_turn(self, turn: TurnState, caller: int) -> None:
        self.turns.append((turn, caller))

    def on_end(self, turn: TurnState, take: Take | None, caller: int) -> None:
        self.ends.append((turn, take, caller))

    def on_change(self) -> None:
        self.changes += 1


class Clumsy(Spectator):
    def on_turn(self, turn: TurnState, caller: int) -> None:
        raise ValueError(turn.prompt)


@pytest.fixture
def spectator(chat: Conversation) -> Spectator:
    chat.watch(spectator := Spectator())
    return spectator


def test_a_turn_is_seen_from_its_beginning_to_its_end(
    chat: Conversation, spectator: Spectator, caplog: pytest.LogCaptureFixture
) -> None:
    chat.watch(clumsy := Clumsy())
    take = chat.say(f"zoom in, {SMALL}")
    stages = [turn.stage for turn, _ in spectator.turns]
    assert stages[0] is Stage.WAITING
    assert {Stage.ANIMATING, Stage.EXPORTING, Stage.DONE} <= set(stages)
    assert {caller for _, caller in spectator.turns} == {threading.get_ident()}
    ((end, seen, _),) = spectator.ends
    assert end == take.turn
    assert seen is not None
    assert seen.key == take.key == end.key
    assert len(clumsy.ends) == 1
    assert "A watcher of a conversation failed" in caplog.text


def test_who_comes_late_sees_the_turn_under_way_and_none_that_is_over(chat: Conversation) -> None:
    late: list[Spectator] = []
    seen: list[tuple[str, int]] = []

    def come(_: TurnState) -> None:
        if not late:
            chat.watch(spectator := Spectator())
            late.append(spectator)
            seen.extend((turn.prompt, caller) for turn, caller in spectator.turns)

    chat.say(f"zoom in, {SMALL}", export=None, on_update=come)
    assert seen[:1] == [(f"zoom in, {SMALL}", threading.get_ident())]
    chat.watch(spectator := Spectator())
    assert not spectator.turns


def test_a_turn_that_fails_has_an_end_too(chat: Conversation, spectator: Spectator) -> None:
    with pytest.raises(NemoError):
        chat.say("export webm")
    ((end, take, _),) = spectator.ends
    assert end.error is not None
    assert take is None


def test_what_is_only_planned_is_not_seen(chat: Conversation, spectator: Spectator) -> None:
    chat.say("zoom in", mode="plan")
    chat.plan("zoom in")
    assert not spectator.turns
    assert not spectator.ends


def test_going_back_is_seen_and_the_same_words_are_known_again(
    chat: Conversation, spectator: Spectator
) -> None:
    with pytest.raises(InputError, match="nothing to take back"):
        chat.undo()
    first = chat.say(f"zoom in, {SMALL}", export=None)
    with pytest.raises(InputError, match="first turn"):
        chat.undo()
    second = chat.say("black and white", export=None)
    assert list(chat.keys) == [first.key, second.key]
    undone, before = chat.undo()
    assert (undone.key, before.key) == (second.key, first.key)
    assert list(chat.keys) == [first.key]
    assert spectator.changes == 1
    assert chat.say("black and white", export=None).replayed
    assert chat.say("rotate it", mode="plan").key not in chat.keys


def test_files_that_are_handed_over_are_seen_to_wait(
    chat: Conversation, spectator: Spectator, tmp_path: Path
) -> None:
    chat.upload(tmp_path / "harbour.png")
    Image.new("L", (40, 40)).save(tmp_path / "other.png")
    chat.upload(tmp_path / "other.png")
    assert spectator.changes == 1
    assert chat.waiting == ("harbour.png", "other.png")


def test_a_watcher_is_not_kept_alive(chat: Conversation) -> None:
    chat.watch(spectator := Spectator())
    gone = weakref.ref(spectator)
    del spectator
    gc.collect()
    assert gone() is None
    with pytest.raises(NemoError):
        chat.say("export webm")
