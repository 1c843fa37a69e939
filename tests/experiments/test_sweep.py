"""Sweeps over the real studio, in threads, in processes and over Dask."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar, cast

import pytest

from nemo_notebook import Conversation, NemoError, backend, identify, sweep
from nemo_notebook.conversation.stamp import stream_hash
from nemo_notebook.experiments.job import Answer, Order, run_item
from nemo_notebook.experiments.outcome import Sweep
from nemo_notebook.experiments.table import Table
from nemo_notebook.ledger.ledger import Ledger
from nemo_notebook.protocol.errors import (
    InputError,
    OfflineError,
    OptionError,
    PhotoError,
    PromptError,
)
from nemo_notebook.protocol.events import JsonObject

T = TypeVar("T")

SMALL = "480p, 1 second, no music"
LEFT, IN = f"pan left, {SMALL}", f"zoom in, {SMALL}"


@pytest.fixture
def photo(data: Path, harbour: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(harbour, tmp_path))


@pytest.fixture(scope="module")
def made(data: Path, harbour: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sweep]:
    """Two sentences, two seeds, made once for the tests that only look."""
    folder = tmp_path_factory.mktemp("sweep")
    shutil.copy(harbour, folder)
    return folder, sweep(folder / "harbour.jpg", [LEFT, IN], seeds=range(2), folder=folder)


def refuse(*_: object, **__: object) -> None:
    pytest.fail("nothing may be asked of a server")


def sent(folder: Path) -> list[str]:
    """The turns in the ledger."""
    return sorted(turn.key for turn in Ledger(folder / ".nemo").turns())


def test_every_photo_with_every_sentence_and_seed(made: tuple[Path, Sweep]) -> None:
    folder, done = made
    assert [(clip.prompt, clip.seed, clip.status) for clip in done] == [
        (LEFT, 0, "sent"),
        (LEFT, 1, "sent"),
        (IN, 0, "sent"),
        (IN, 1, "sent"),
    ]
    assert all(take.video is not None and take.video.path.exists() for take in done.takes)
    assert sent(folder) == sorted(clip.key for clip in done)
    assert done.summary == "4 clips: 4 sent and made; no credits."


def test_it_shows_playing_videos_and_a_table(made: tuple[Path, Sweep]) -> None:
    _, done = made
    bundle = done._repr_mimebundle_()
    html = bundle["text/html"]
    assert html.count("<video autoplay") == 4
    assert html.count('src="nemo_media/harbour-') == 4
    assert html.count("poster=") == 4
    assert "<script" not in html
    assert len(html) < 200_000
    assert "seed 1" in html
    assert bundle["text/plain"].count("nemo_media/harbour-") == 4


def test_the_frame_has_parameters_files_and_figures(
    made: tuple[Path, Sweep], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, done = made
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    frame = done.frame
    assert isinstance(frame, Table)
    assert frame.columns[:6] == ("photo", "prompt", "seed", "status", "credits", "file")
    assert frame["seed"] == [0, 1, 0, 1]
    assert frame[0]["seconds"] == 1.0
    motions = frame["motion"]
    assert all(isinstance(motion, float) and motion > 0.5 for motion in motions)
    assert "harbour.jpg" in repr(frame)
    assert "<td>harbour.jpg</td>" in frame._repr_mimebundle_()["text/html"]


def test_the_frame_is_one_of_pandas_where_it_is(
    made: tuple[Path, Sweep], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Pandas:
        @staticmethod
        def DataFrame(rows: list[object], columns: list[str]) -> tuple[int, list[str]]:  # noqa: N802 (pandas' name)
            return len(rows), columns

    monkeypatch.setitem(__import__("sys").modules, "pandas", Pandas)
    rows, columns = done if isinstance(done := made[1].frame, tuple) else (0, [])
    assert rows == 4
    assert columns[0] == "photo"


def test_clips_that_came_out_alike_are_told_apart_by_what_they_say(
    made: tuple[Path, Sweep],
) -> None:
    folder, done = made
    videos = [take.video.path for take in done.takes if take.video is not None]
    assert stream_hash(videos[0]) == stream_hash(videos[1])  # nothing in a pan is random
    keys = [identify(video, folder=folder).key for video in videos]
    assert keys == [clip.key for clip in done]


def test_again_it_is_replayed_and_no_server_is_asked(
    made: tuple[Path, Sweep], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = made
    monkeypatch.setattr("nemo_notebook.backend.Backend.client", refuse)
    again = sweep(folder / "harbour.jpg", [LEFT, IN], seeds=range(2), folder=folder)
    assert {clip.status for clip in again} == {"replayed"}
    assert [clip.key for clip in again] == [clip.key for clip in before]
    assert again.summary == "4 clips: 4 replayed; no credits."


def test_what_comes_twice_is_made_once(made: tuple[Path, Sweep]) -> None:
    folder, _ = made
    same = (folder / "harbour.jpg").read_bytes()
    done = sweep([folder / "harbour.jpg", same], [LEFT, f"  {LEFT}\n"], seeds=[0, 0], folder=folder)
    assert len(done) == 1


def test_a_plan_sends_nothing(photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nemo_notebook.backend.Backend.client", refuse)
    planned = sweep(photo, [LEFT, IN], folder=tmp_path, mode="plan")
    assert str(planned).startswith("Plan: 0 known, 2 new, no credits; nothing was sent.")
    assert {clip.status for clip in planned} == {"left"}
    assert not (tmp_path / ".nemo").exists()


def test_chinese_sentences_are_told_of_in_chinese(photo: Path, tmp_path: Path) -> None:
    clip = Canned(error="今天不行", hint="")
    done = sweep(photo, "镜头向左平移", seeds=[7], folder=tmp_path, executor=clip)
    assert done.summary == "1 个片段：1 失败；不花积分。"
    assert "harbour.jpg · 种子 7 · 失败" in done._repr_mimebundle_()["text/html"]


def test_offline_names_what_is_missing(photo: Path, tmp_path: Path) -> None:
    with pytest.raises(OfflineError, match="does not know 1 of 1 clips, first “pan left"):
        sweep(photo, LEFT, folder=tmp_path, mode="offline")


def test_one_bad_clip_leaves_the_others(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = Conversation.say

    def fail_on_one(self: Conversation, text: str, **options: object) -> object:
        if text == IN:
            raise ValueError("out of tape")
        return say(self, text, **options)  # type: ignore[arg-type] # (handed through)

    monkeypatch.setattr(Conversation, "say", fail_on_one)
    done = sweep(photo, [LEFT, IN], folder=tmp_path)
    assert [clip.status for clip in done] == ["sent", "failed"]
    assert done[1].error.startswith("ValueError: out of tape")
    assert "1 failed" in done.summary
    assert "out of tape" in str(done)
    assert "out of tape" in done._repr_mimebundle_()["text/html"]


class Canned(Executor):
    """Gives every job the same answer, a moment later, and remembers what it was told."""

    def __init__(self, **answer: object) -> None:
        self._answer = {"index": 0, "status": "failed", "error": "Not today", **answer}
        self.told: list[str] = []
        self.now = self.most = 0

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> Future[T]:
        self.told.append(repr((args, kwargs)))
        self.now += 1
        self.most = max(self.most, self.now)
        future: Future[T] = Future()

        def answer() -> None:
            self.now -= 1
            future.set_result(cast("T", self._answer))

        threading.Timer(0.01, answer).start()
        return future


class Stopping(Executor):
    """Runs each job at once, and is interrupted as if by the person before the third."""

    def __init__(self) -> None:
        self.jobs = 0

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> Future[T]:
        self.jobs += 1
        if self.jobs == 3:
            raise KeyboardInterrupt
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def test_stopped_it_keeps_what_was_made_and_goes_on_later(photo: Path, tmp_path: Path) -> None:
    first = sweep(
        photo, [LEFT, IN], seeds=range(2), folder=tmp_path, executor=Stopping(), max_concurrency=1
    )
    assert [clip.status for clip in first] == ["sent", "sent", "left", "left"]
    assert "You stopped it. Run it again to go on." in first.summary
    second = sweep(photo, [LEFT, IN], seeds=range(2), folder=tmp_path)
    assert [clip.status for clip in second] == ["replayed", "replayed", "sent", "sent"]


def test_no_more_than_so_many_at_once(photo: Path, tmp_path: Path) -> None:
    counting = Canned()
    done = sweep(photo, LEFT, seeds=range(9), folder=tmp_path, executor=counting, max_concurrency=3)
    assert counting.most == 3
    assert len(done) == 9


def test_processes_make_the_same_bytes_and_each_turn_once(
    made: tuple[Path, Sweep], harbour: Path, tmp_path: Path
) -> None:
    _, before = made
    photo = shutil.copy(harbour, tmp_path)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:
        done = sweep(photo, [LEFT, IN], seeds=range(2), folder=tmp_path, executor=pool)
    assert {clip.status for clip in done} == {"sent"}
    assert not {clip.worker for clip in done} & {clip.worker for clip in before}
    for one, other in zip(done.takes, before.takes, strict=True):
        assert one.video is not None
        assert other.video is not None
        assert one.video.path.read_bytes() == other.video.path.read_bytes()


def kill_this_worker(order: JsonObject) -> JsonObject:
    """What a job does on a machine that dies under it."""
    os.kill(os.getpid(), signal.SIGKILL)
    return order


class Deadly(Executor):
    """A process pool whose first job kills its worker."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool
        self._begun = False

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> Future[T]:
        work = fn if self._begun else cast("Callable[..., T]", kill_this_worker)
        self._begun = True
        return self._pool.submit(work, *args, **kwargs)


def test_a_pool_that_dies_is_said_and_what_is_left_is_made_later(
    photo: Path, tmp_path: Path
) -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        broken = sweep(photo, LEFT, seeds=range(2), folder=tmp_path, executor=Deadly(pool))
    assert "A worker died, and its pool with it" in broken.summary
    assert "sent" not in {clip.status for clip in broken}
    again = sweep(photo, LEFT, seeds=range(2), folder=tmp_path)
    assert {clip.status for clip in again} == {"sent"}


def order(folder: Path, **other: object) -> JsonObject:
    made: dict[str, object] = {
        "mark": "0" * 16,
        "index": 3,
        "key": "0" * 64,
        "folder": str(folder),
        "photo": "0" * 64,
        "photo_name": "harbour.jpg",
        "prompt": LEFT,
        "seed": None,
        "export": "mp4",
        "quality": "high",
        "mode": "auto",
        "provenance": None,
        "family": "nemovideo",
        "data_dir": "data",
        "has_token": True,
        "host": "elsewhere",
        "pid": 1,
    }
    return Order.model_validate({**made, **other}).model_dump(mode="json")


def test_a_worker_that_does_not_see_the_ledger_sends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nemo_notebook.backend.Backend.client", refuse)
    answer = Answer.model_validate(run_item(order(tmp_path)))
    assert (answer.index, answer.status, answer.stops) == (3, "failed", True)
    assert "do not share the folder" in answer.error


def test_a_worker_without_the_token_sends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nemo_notebook.backend.Backend.client", refuse)
    mark = tmp_path / ".nemo" / "journal" / f"{'0' * 16}.sweep"
    mark.parent.mkdir(parents=True)
    mark.touch()
    answer = Answer.model_validate(run_item(order(tmp_path)))
    assert "no NEMO_TOKEN" in answer.error
    assert answer.stops


def test_a_job_answers_whatever_it_is_told() -> None:
    for nonsense in ({}, {"index": "three"}, {"index": 7, "mark": None}):
        answer = Answer.model_validate(run_item(nonsense))  # type: ignore[arg-type] # (nonsense)
        assert answer.status == "failed"
        assert answer.error


def test_the_token_is_in_no_order(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_canary")
    monkeypatch.delenv("CI", raising=False)
    listening = Canned()
    done = sweep(photo, LEFT, folder=tmp_path, executor=listening, backend=backend.hosted())
    assert "canary" not in "".join(
        (*listening.told, str(done), done._repr_mimebundle_()["text/html"])
    )
    assert len(listening.told) == 1


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        ({"photos": []}, PhotoError, "needs a photo"),
        ({"photos": "missing.jpg"}, PhotoError, "does not exist"),
        ({"prompts": []}, PromptError, "needs a sentence"),
        ({"prompts": ["pan left", " "]}, PromptError, "empty"),
        ({"prompts": "export as webm"}, PromptError, "is a request"),
        ({"seeds": []}, OptionError, "no seeds"),
        ({"seeds": 4}, OptionError, r"Try seeds=range\(4\)"),
        ({"seeds": [0, -1]}, OptionError, "is no seed"),
        ({"export": "gif"}, OptionError, "mp4, mov"),
        ({"quality": "ultra"}, OptionError, "low, medium"),
        ({"executor": "dask"}, OptionError, "client.get_executor"),
        ({"max_concurrency": 0}, OptionError, "1 or more"),
        ({"mode": "refresh"}, OptionError, "Other seeds"),
        ({"mode": "slow"}, OptionError, "no mode"),
        ({"provenance": "some"}, OptionError, "full, keys, off"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_done(
    photo: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, object],
    kind: type[NemoError],
    said: str,
) -> None:
    monkeypatch.setattr("nemo_notebook.backend.Backend.client", refuse)
    asked: dict[str, object] = {"photos": photo, "prompts": LEFT, "folder": tmp_path, **change}
    with pytest.raises(kind, match=said) as refusal:
        sweep(**asked)  # type: ignore[arg-type] # (that is the point)
    assert "Traceback" not in str(refusal.value)
    assert not (tmp_path / "nemo_media").exists()


def test_progress_in_a_log_is_a_line_a_clip(
    made: tuple[Path, Sweep], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = made
    sweep(folder / "harbour.jpg", [LEFT, IN], seeds=range(2), folder=folder)
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "4 clips: 4 known, 0 new, no credits."
    assert said[-1] == "4 clips: 4 replayed; no credits."


@pytest.fixture
def paying(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hosted service by its looks; nothing is ever sent to it."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_canary")
    monkeypatch.setattr("nemo_notebook.backend.Backend.client", refuse)


def test_it_may_not_cost_more_than_was_allowed(photo: Path, tmp_path: Path, paying: None) -> None:
    with pytest.raises(InputError, match="about 400 credits, more than 300: nothing was sent"):
        sweep(photo, LEFT, seeds=range(4), folder=tmp_path, max_credits=300)


def test_it_asks_once_and_takes_no_for_an_answer(photo: Path, tmp_path: Path, paying: None) -> None:
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    with pytest.raises(InputError, match="as you answered"):
        sweep(photo, LEFT, seeds=range(4), folder=tmp_path, confirm=no)
    assert asked == ["This sweep is 0 known, 4 new, about 400 credits. Send it?"]
    with pytest.raises(InputError, match="nobody can be asked"):
        sweep(photo, LEFT, folder=tmp_path, confirm=True)


@pytest.mark.parametrize("code", ["402", "2001"])
def test_it_stops_where_credits_or_plan_end(
    photo: Path, tmp_path: Path, paying: None, code: str
) -> None:
    errors = {"402": "The plan does not include this", "2001": "No credits are left"}

    poor = Canned(error=errors[code], stops=True)
    done = sweep(photo, LEFT, seeds=range(6), folder=tmp_path, executor=poor, max_concurrency=1)
    assert len(poor.told) == 1
    assert [clip.status for clip in done] == ["failed"] + ["left"] * 5
    assert f"{errors[code]}. Run it again to go on." in done.summary
