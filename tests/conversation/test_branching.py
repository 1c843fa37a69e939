"""Cells that are run again, and branches: forked by the studio, priced with the hosted service."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from nemo_notebook import Conversation, backend
from nemo_notebook.conversation import follow
from nemo_notebook.conversation.mode import Mode
from nemo_notebook.conversation.price import AskRarely
from nemo_notebook.conversation.session import SessionKeeper
from nemo_notebook.protocol.errors import InputError, OfflineError
from tests.conversation.killed import HURRIED
from tests.conversation.paid_service import PRICE, PaidService

SMALL = "480p, 1 second, no music"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.png"
    Image.linear_gradient("L").resize((320, 200)).convert("RGB").save(path)
    return path


@pytest.fixture
def chat(photo: Path, tmp_path: Path) -> Iterator[Conversation]:
    """With the studio."""
    with Conversation(photo, folder=tmp_path) as conversation:
        yield conversation


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PaidService]:
    monkeypatch.setattr(follow, "_HOSTED", HURRIED)
    with PaidService() as running:
        monkeypatch.setenv("NEMO_API_URL", running.server.url)
        monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_secret")
        monkeypatch.setenv("NEMO_CONFIG_DIR", str(tmp_path / "config"))
        yield running


@pytest.fixture
def paid(service: PaidService, photo: Path, tmp_path: Path) -> Iterator[Conversation]:
    """With the hosted service."""
    with Conversation(photo, folder=tmp_path, backend=backend.hosted()) as conversation:
        yield conversation


def said_in(chat: Conversation, *cells: tuple[str, str]) -> list[tuple[str, bool]]:
    """Run cells: the key of each, and whether it was replayed."""
    takes = [chat.say(prompt, export=None, cell=cell) for cell, prompt in cells]
    return [(take.key, take.replayed) for take in takes]


def test_the_same_cell_with_the_same_words_is_replayed(paid: Conversation) -> None:
    first, second, again = said_in(paid, ("a", "zoom in"), ("b", "slower"), ("b", "slower"))
    assert again == (second[0], True)
    # Without the cell's name it is said once more, after itself.
    assert paid.say("slower", export=None).key not in {first[0], second[0]}


def test_running_all_again_in_the_same_kernel_sends_nothing(
    paid: Conversation, service: PaidService
) -> None:
    cells = ("a", "zoom in"), ("b", "slower"), ("c", "warmer")
    once = said_in(paid, *cells)
    assert said_in(paid, *cells) == [(key, True) for key, _ in once]
    assert service.delivered.total() == 3


def test_a_fresh_kernel_gives_what_the_cells_gave_in_that_order(
    paid: Conversation, photo: Path, tmp_path: Path
) -> None:
    said_in(paid, ("a", "zoom in"), ("b", "slower"))
    (changed,) = said_in(paid, ("a", "zoom out"))
    (after,) = said_in(paid, ("b", "slower"))
    with Conversation(photo, folder=tmp_path, backend=backend.hosted()) as fresh:
        assert said_in(fresh, ("x", "zoom out"), ("y", "slower")) == [
            (changed[0], True),
            (after[0], True),
        ]


def test_files_go_with_their_cell_again(paid: Conversation) -> None:
    (once,) = said_in(paid, ("a", "zoom in"))
    assert paid.say("zoom in", export=None, cell="a").turn.photos == ("harbour.png",)
    assert said_in(paid, ("a", "zoom in")) == [(once[0], True)]


def test_again_is_the_next_take_of_the_cells_turn(paid: Conversation, service: PaidService) -> None:
    said_in(paid, ("a", "zoom in"))
    second = paid.say("zoom in", export=None, cell="a", again=True)
    third = paid.say("zoom in", export=None, cell="a", again=True)
    assert len({second.key, third.key}) == 2
    assert service.delivered == {"zoom in": 3}
    assert said_in(paid, ("a", "zoom in"))[0][1]


def test_every_take_says_whether_it_was_sent_and_what_it_cost(paid: Conversation) -> None:
    sent = paid.say("zoom in", export=None, cell="a")
    assert (sent.turn.key, sent.turn.credits, sent.replayed) == (sent.key, PRICE, False)
    assert f"Sent · key {sent.key[:8]} · {PRICE} credits" in sent.turn.notes
    again = paid.say("zoom in", export=None, cell="a")
    note = f"Replayed: nothing was sent · key {sent.key[:8]} · it had cost {PRICE} credits"
    assert note in again.turn.notes
    chinese = paid.say("放大", export=None)
    assert f"已发送 · 编号 {chinese.key[:8]} · {PRICE} 积分" in chinese.turn.notes


def test_going_back_is_priced_and_refused_where_nobody_can_be_asked(
    paid: Conversation, service: PaidService
) -> None:
    said_in(paid, ("a", "zoom in"), ("b", "slower"))
    with pytest.raises(InputError, match="nobody can be asked"):
        paid.say("faster", export=None, cell="b")
    questions: list[str] = []

    def no(question: str) -> bool:
        questions.append(question)
        return not question.startswith("The service has gone on")

    with pytest.raises(InputError, match="about 150 credits"):
        paid.say("faster", export=None, cell="b", confirm=no)
    assert "1 turn would be said again in a new session, about 150 credits" in questions[-1]
    assert service.delivered == {"zoom in": 1, "slower": 1}


def test_where_going_back_costs_more_the_thread_that_waits_is_asked(
    paid: Conversation, service: PaidService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the loop's, which everything else needs; and the message alone is not asked about."""
    said_in(paid, ("a", "zoom in"), ("b", "slower"))
    asked: list[int] = []

    def no(_question: str) -> bool:
        asked.append(threading.get_ident())
        return False

    monkeypatch.setattr("nemo_notebook.conversation.sync.ask_here", no)
    for confirm in (False, AskRarely(no)):
        with pytest.raises(InputError, match="about 150 credits"):
            paid.say("faster", export=None, cell="b", confirm=confirm)
    assert asked == [threading.get_ident()] * 2
    assert service.delivered == {"zoom in": 1, "slower": 1}


def test_going_back_is_paid_once(
    paid: Conversation, service: PaidService, photo: Path, tmp_path: Path
) -> None:
    said_in(paid, ("a", "zoom in"), ("b", "slower"))
    (faster,) = [paid.say("faster", export=None, cell="b", confirm=lambda _: True)]
    assert service.delivered == {"zoom in": 2, "slower": 1, "faster": 1}
    assert faster.draft.tracks[0].title == "zoom in, faster"
    # A fresh kernel replays the branch, and goes on from it where it stands.
    with Conversation(photo, folder=tmp_path, backend=backend.hosted()) as fresh:
        replayed = said_in(fresh, ("a", "zoom in"), ("b", "faster"))
        assert [known for _, known in replayed] == [True, True]
        after = fresh.say("warmer", export=None)
    assert after.draft.tracks[0].title == "zoom in, faster, warmer"
    assert service.delivered == {"zoom in": 2, "slower": 1, "faster": 1, "warmer": 1}


def test_a_repetition_that_was_paid_for_is_used_before_another_is(
    paid: Conversation, service: PaidService, monkeypatch: pytest.MonkeyPatch
) -> None:
    said_in(paid, ("a", "zoom in"), ("b", "slower"))
    upload = SessionKeeper.upload

    async def cut_short(*_: object, **__: object) -> None:
        raise InputError("the kernel was stopped here")

    def yes(_question: str) -> bool:
        return True

    asked: list[str] = []

    def yes_and_then_stopped(question: str) -> bool:
        asked.append(question)
        return True

    # The first turn is repeated; then something goes wrong before the message itself.
    calls = 0

    async def once(*arguments: object, **named: object) -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            await cut_short()
        await upload(*arguments, **named)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(SessionKeeper, "upload", once)
    with pytest.raises(InputError, match="stopped here"):
        paid.say("faster", export=None, cell="b", confirm=yes_and_then_stopped)
    monkeypatch.setattr(SessionKeeper, "upload", upload)
    assert service.delivered == {"zoom in": 2, "slower": 1}
    take = paid.say("faster", export=None, cell="b", confirm=yes)
    assert take.draft.tracks[0].title == "zoom in, faster"
    assert service.delivered == {"zoom in": 2, "slower": 1, "faster": 1}


def test_the_studio_forks_and_repeats_nothing(
    chat: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.say(f"pan left, {SMALL}", export=None, cell="a")
    chat.say("black and white", export=None, cell="b")

    async def refuse(*_: object) -> None:
        pytest.fail("the studio must fork, and not say everything again")

    monkeypatch.setattr(SessionKeeper, "_rebuild", refuse)
    branch = chat.say('add the title "Branch"', export=None, cell="b")
    assert [str(track) for track in branch.tracks] == [
        "Video: harbour (0-1s)",
        'Title: "Branch" (0-1s)',
    ]
    assert '"bw"' not in json.dumps(branch.draft.raw)
    # What the director remembers was forked, too: this takes back the title alone.
    undone = chat.say("undo", export=None)
    assert [str(track) for track in undone.tracks] == ["Video: harbour (0-1s)"]
    assert chat.export("mp4").duration_ms == 1000


def test_branches_that_grow_at_the_same_time_know_nothing_of_each_other(
    chat: Conversation, tmp_path: Path
) -> None:
    base = chat.say(f"pan left, {SMALL}", export=None)

    def grown(words: str) -> list[str]:
        with Conversation.resume(base.key, folder=tmp_path) as branch:
            return [str(track) for track in branch.say(words, export=None).tracks[1:]]

    titles = [f'add the title "{name}"' for name in ("One", "Two", "Three")]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(grown, titles)) == [
            ['Title: "One" (0-1s)'],
            ['Title: "Two" (0-1s)'],
            ['Title: "Three" (0-1s)'],
        ]


def test_the_studio_says_it_again_where_it_has_lost_the_turn(
    chat: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = chat.say(f"pan left, {SMALL}", export=None, seed=5, cell="a")
    chat.say("black and white", export=None, cell="b")

    async def lost(*_: object) -> None:
        return None

    monkeypatch.setattr(SessionKeeper, "_fork", lost)
    branch = chat.say('add the title "Branch"', export=None, cell="b")
    assert str(branch.tracks[-1]) == 'Title: "Branch" (0-1s)'
    meta = branch.draft.raw["m"]
    assert isinstance(meta, dict)
    assert '"seed": 5' in json.dumps(meta["direction"])
    assert first.key != branch.key


def test_offline_a_known_turn_is_replayed_and_any_other_is_named(
    paid: Conversation, service: PaidService, photo: Path, tmp_path: Path
) -> None:
    paid.say("zoom in", export=None)
    asked = len(service.server.requests)
    with Conversation(photo, folder=tmp_path, backend=backend.hosted(), mode="offline") as chat:
        assert chat.say("zoom in", export=None).replayed
        with pytest.raises(OfflineError, match="about 50 credits") as missed:
            chat.say("slower", export=None)
        assert "The nearest turn is" in missed.value.hint
        assert "prompt: “zoom in” there, “slower” here" in missed.value.hint
        assert len(missed.value.key) == 64
        assert missed.value.credits == 50
    assert len(service.server.requests) == asked


def test_offline_a_missing_video_is_said_to_be_missing(
    chat: Conversation, photo: Path, tmp_path: Path
) -> None:
    chat.say(f"zoom in, {SMALL}", export=None)
    with Conversation(photo, folder=tmp_path, mode="offline") as later:
        take = later.say(f"zoom in, {SMALL}")
    assert take.video is None
    assert "the video is not here" in " ".join(take.turn.notes)


@pytest.mark.parametrize("mode", ["offline", "plan"])
def test_no_export_is_asked_for_either(
    chat: Conversation, photo: Path, tmp_path: Path, mode: Mode
) -> None:
    chat.say(f"zoom in, {SMALL}", export="webm")
    with Conversation(photo, folder=tmp_path, mode=mode) as later:
        take = later.say(f"zoom in, {SMALL}", export=None, mode="offline")
        assert later.export("webm").media_type == "video/webm"
        for asked in (take.export, later.export, lambda _: later.say("export mp4")):
            with pytest.raises(OfflineError, match="is not in the ledger"):
                asked("mp4")


def test_files_that_are_handed_over_twice_by_one_cell_go_once(paid: Conversation) -> None:
    other = paid.folder / "other.png"
    Image.new("RGB", (64, 48)).save(other)
    for _ in range(2):
        paid.upload(other)
    assert paid.say("zoom in", export=None).turn.photos == ("harbour.png", "other.png")


def test_in_ci_nothing_is_paid(
    service: PaidService, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    with Conversation(photo, folder=tmp_path, backend=backend.hosted()) as chat:
        with pytest.raises(OfflineError):
            chat.say("zoom in", export=None)
        assert not service.server.requests
        assert not chat.say("zoom in", export=None, mode="auto").replayed


def test_refresh_makes_the_next_take_of_every_turn(
    paid: Conversation, service: PaidService, photo: Path, tmp_path: Path
) -> None:
    keys = [key for key, _ in said_in(paid, ("a", "zoom in"), ("b", "slower"))]
    with Conversation(photo, folder=tmp_path, backend=backend.hosted(), mode="refresh") as chat:
        anew = said_in(chat, ("a", "zoom in"), ("b", "slower"))
    assert not {key for key, _ in anew} & set(keys)
    assert service.delivered == {"zoom in": 2, "slower": 2}
