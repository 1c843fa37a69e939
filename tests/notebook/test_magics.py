"""The magics in a shell without a front end, over a conversation that answers at once."""

from __future__ import annotations

import asyncio
import getpass
import os
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Self

import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from PIL import Image

from nemo_notebook.backend import Backend, studio
from nemo_notebook.conversation.price import Confirm
from nemo_notebook.conversation.take import Take
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.conversation.video import Video
from nemo_notebook.notebook import desk
from nemo_notebook.notebook.commands import COMMANDS
from nemo_notebook.notebook.extension import load
from nemo_notebook.notebook.magics import NemoMagics
from nemo_notebook.notebook.options import OPTIONS
from nemo_notebook.notebook.pending import PendingTake
from nemo_notebook.protocol.draft import Draft, Track
from nemo_notebook.protocol.envelopes import Credits
from nemo_notebook.protocol.errors import (
    AuthenticationError,
    NothingToExportError,
    PhotoError,
    ServiceError,
)

OnUpdate = Callable[[TurnState], None]


class FakeConversation:
    """Takes down what it is told; `fails` with the error that it is given."""

    made: ClassVar[list[FakeConversation]] = []
    video: ClassVar[Video]
    fails: ClassVar[BaseException | None] = None
    may_end: ClassVar[threading.Event]

    def __init__(
        self,
        *photos: object,
        backend: Backend | None = None,
        title: str | None = None,
        keep_exif: bool = False,
    ) -> None:
        self.keep_exif = keep_exif
        self.title = title or "harbour"
        self._backend = backend or studio()
        if "missing.jpg" in photos:
            raise PhotoError("missing.jpg does not exist", hint="Did you mean harbour.jpg?")
        self.photos = photos
        self.key = ""
        self.prompt = ""
        self.said: list[tuple[str, str | None, str, bool]] = []
        self.asked: list[tuple[int | None, str, str | None]] = []
        self.closed = False
        self.cancelled = threading.Event()
        self.folder = self.video.path.parent.parent
        self.made.append(self)

    @property
    def backend(self) -> Backend:
        return self._backend

    def say(  # noqa: PLR0913 (as the real one)
        self,
        text: str,
        *,
        export: str | None,
        quality: str,
        again: bool,
        confirm: Confirm,
        seed: int | None,
        mode: str,
        cell: str | None,
        on_update: OnUpdate,
    ) -> Take:
        text = text.strip()
        self.said.append((text, export, quality, again))
        self.prompt = text
        self.asked.append((seed, mode, cell))
        turn = TurnState(text, photos=("harbour.jpg",))
        on_update(turn.at(Stage.ANIMATING, "Animating the photo"))
        if self.fails is not None:
            raise self.fails
        while not self.may_end.wait(0.01):
            if self.cancelled.is_set():
                raise asyncio.CancelledError
        done = TurnState(text, photos=("harbour.jpg",), messages=("As you wish.",))
        return Take(
            key="key",
            prompt=text,
            turn=done.at(Stage.DONE, ""),
            draft=Draft(),
            video=self.video if export else None,
            folder=self.folder,
            exporter=lambda *_, **__: self.video,
        )

    def upload(self, *photos: object) -> None:
        self.photos += photos

    def state(self) -> Draft:
        if self.fails is not None:
            raise self.fails
        return Draft()

    def tracks(self) -> tuple[Track, ...]:
        return (Track(kind=0, title="harbour", start_ms=0, end_ms=2000),)

    def credits(self) -> Credits:
        return Credits(available=57, total=100)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def cancel(self, thread: int) -> None:
        self.cancelled.set()

    def close(self) -> None:
        self.closed = True


Talks = list[FakeConversation]
Run = Callable[[str], ExecutionResult]


@pytest.fixture
def talks(
    shell: InteractiveShell, video: Video, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Talks:
    """A shell with the magics, in a folder with a photo; the conversations that it holds."""
    for variable in ("NEMO_TOKEN", "NEMO_API_URL"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (64, 48)).save("harbour.jpg")
    monkeypatch.setattr(FakeConversation, "made", [])
    monkeypatch.setattr(FakeConversation, "video", video, raising=False)
    monkeypatch.setattr(FakeConversation, "may_end", threading.Event(), raising=False)
    FakeConversation.may_end.set()
    monkeypatch.setattr(desk, "Conversation", FakeConversation)
    load(shell)
    return FakeConversation.made


def test_the_notes_of_a_camera_are_kept_where_wanted(talks: Talks, run: Run) -> None:
    assert run("%%nemo harbour.jpg\nzoom in").success
    assert run("%%nemo harbour.jpg --keep-exif\nzoom in").success
    assert [talk.keep_exif for talk in talks] == [False, True]


def test_photos_begin_a_conversation_and_later_cells_go_on(talks: Talks, run: Run) -> None:
    assert run("%%nemo harbour.jpg\nslowly zoom in {here} for $5\n").success
    assert run("%%nemo --again --quality low\nslower").success
    (talk,) = talks
    assert talk.photos == ("harbour.jpg",)
    assert talk.said == [
        ("slowly zoom in {here} for $5", "mp4", "high", False),
        ("slower", "mp4", "low", True),
    ]
    run("%%nemo harbour.jpg\npan left")
    assert len(talks) == 2
    assert talk.closed


def test_a_sentence_on_the_line_is_said_as_written(talks: Talks, run: Run) -> None:
    run("%%nemo harbour.jpg\nslowly zoom in")
    run("%nemo don't stop {it} --again")
    assert talks[0].said[-1] == ("don't stop {it} --again", "mp4", "high", False)


def test_a_variable_is_said_where_two_braces_ask_for_it(
    talks: Talks, run: Run, shell: InteractiveShell
) -> None:
    shell.user_ns.update(photo="harbour.jpg", seconds=3, kind="webm")
    assert run("%%nemo {{photo}} --format {{kind}}\n{{seconds}} seconds, {photo} $HOME").success
    run("%nemo again for {{seconds}} seconds")
    assert [said[:2] for said in talks[0].said] == [
        ("3 seconds, {photo} $HOME", "webm"),
        ("again for 3 seconds", "mp4"),
    ]


def test_a_variable_is_no_command(talks: Talks, run: Run, shell: InteractiveShell) -> None:
    run("%%nemo harbour.jpg\nslowly zoom in")
    shell.user_ns["what"] = "new"
    run("%nemo {{what}}")
    assert talks[0].said[-1][0] == "new"
    assert not talks[0].closed


def test_a_seed_a_mode_and_the_cell_go_along(
    talks: Talks, run: Run, shell: InteractiveShell
) -> None:
    run_cell: Callable[..., ExecutionResult] = shell.run_cell
    run_cell("%%nemo harbour.jpg --seed 7\nzoom in", cell_id="first")
    run("%config NemoMagics.mode = 'refresh'")
    run_cell("%nemo slower\n%nemo add snow", cell_id="second")
    assert talks[0].asked == [
        (7, "auto", "first"),
        (None, "refresh", "second"),
        (None, "refresh", None),
    ]


def test_a_cell_stays_with_the_conversation_that_it_spoke_in(
    talks: Talks, shell: InteractiveShell
) -> None:
    run_cell: Callable[..., ExecutionResult] = shell.run_cell
    run_cell("%%nemo harbour.jpg\nzoom in", cell_id="a")
    run_cell("%%nemo\nslower", cell_id="b")
    run_cell("%%nemo harbour.jpg --chat forest\npan left", cell_id="c")
    run_cell("%%nemo\nslower", cell_id="b")
    run_cell("%%nemo\nadd snow", cell_id="d")
    harbour, forest = talks
    assert [said[0] for said in harbour.said] == ["zoom in", "slower", "slower", "add snow"]
    assert [said[0] for said in forest.said] == ["pan left"]
    # Begun anew with its photo, it is another conversation, and the cell goes on with that one.
    run_cell("%%nemo harbour.jpg\nzoom out", cell_id="a")
    run_cell("%%nemo\nslower", cell_id="b")
    assert [said[0] for said in talks[2].said] == ["zoom out", "slower"]


def test_several_conversations_go_on_under_their_names(talks: Talks, run: Run) -> None:
    run("%%nemo harbour.jpg\nslowly zoom in")
    run("%%nemo harbour.jpg --chat 'my forest'\npan left")
    run("%%nemo --chat Harbour\nslower")
    run("%%nemo\nfaster")
    run("%%nemo --chat 'my forest'\nadd snow")
    harbour, forest = talks
    assert [said[0] for said in harbour.said] == ["slowly zoom in", "slower", "faster"]
    assert [said[0] for said in forest.said] == ["pan left", "add snow"]
    assert not harbour.closed
    run("%%nemo harbour.jpg --chat 'My Forest'\nbegun anew")
    assert forest.closed
    assert talks[2].title == "My Forest"


def test_an_unknown_conversation_is_not_begun(talks: Talks, run: Run) -> None:
    run("%%nemo harbour.jpg\nslowly zoom in")
    assert "Did you mean --chat harbour?" in str(run("%%nemo --chat harbuor\nx").error_in_exec)
    assert "no conversation 'sea'" in str(run("%%nemo --chat sea\nslower").error_in_exec)
    assert [said[0] for said in talks[0].said] == ["slowly zoom in"]


def test_a_cell_that_does_not_wait_gives_its_take_later(
    talks: Talks, run: Run, shell: InteractiveShell
) -> None:
    FakeConversation.may_end.clear()
    assert run("%%nemo harbour.jpg --no-wait --as turn -o clip.mp4\nslowly zoom in").success
    turn = shell.user_ns["turn"]
    assert isinstance(turn, PendingTake)
    assert not turn.done
    assert "“slowly zoom in” is under way" in repr(turn)
    assert "Under way  “slowly zoom in”" in repr(run("%nemo status").result)
    with pytest.raises(TimeoutError):
        turn.result(timeout=0.01)
    FakeConversation.may_end.set()
    take = run("take = await turn; take").result
    assert isinstance(take, Take)
    assert turn.done
    assert turn.result() is take
    assert Path("clip.mp4").read_bytes() == b"a video's bytes"


def test_the_next_cell_of_a_conversation_waits_for_the_one_before(
    talks: Talks, run: Run, shell: InteractiveShell
) -> None:
    FakeConversation.may_end.clear()
    run("%%nemo harbour.jpg --no-wait --as first\nslowly zoom in")
    run("%%nemo --no-wait --as second\nslower")
    while not talks:
        pass
    assert [said[0] for said in talks[0].said] == ["slowly zoom in"]
    FakeConversation.may_end.set()
    assert run("%%nemo\nfaster").success
    assert [said[0] for said in talks[0].said] == ["slowly zoom in", "slower", "faster"]
    assert shell.user_ns["second"].done


def test_stop_ends_a_turn_that_nobody_waits_for(
    talks: Talks, run: Run, shell: InteractiveShell
) -> None:
    FakeConversation.may_end.clear()
    run("%%nemo harbour.jpg --no-wait --as turn\nslowly zoom in")
    run("%%nemo --no-wait --as behind\nslower")
    behind = shell.user_ns["behind"]
    behind.stop()
    assert behind.result().turn.stage is Stage.STOPPED
    assert not shell.user_ns["turn"].done, "Stop is for its own turn alone"
    run("%nemo new")
    assert shell.user_ns["turn"].result().turn.stage is Stage.STOPPED
    assert [said[0] for said in talks[0].said] == ["slowly zoom in"]


def test_what_went_wrong_meanwhile_is_raised_where_the_take_is_asked_for(
    talks: Talks,
    run: Run,
    shell: InteractiveShell,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FakeConversation, "fails", ServiceError("The server has no room"))
    assert run("%%nemo harbour.jpg --no-wait --as turn\nslowly zoom in").success
    for ask in ("turn.result()", "await turn"):
        assert isinstance(run(ask).error_in_exec, ServiceError)
        output = capsys.readouterr().out
        assert "The server has no room." in output
        assert "Traceback" not in output


def test_a_cell_may_await_its_take(
    talks: Talks, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run("%%anemo harbour.jpg --as take\nslowly zoom in {here}").result
    assert isinstance(result, Take)
    assert talks[0].said[0][0] == "slowly zoom in {here}"
    assert "charges nothing" in repr(run("%%anemo\ncredits").result)
    assert isinstance(run("%%anemo\nexport webm").result, Take)
    run("x = 1")
    assert run("%%anemo\n  ").error_in_exec is not None
    assert "There is nothing to say" in capsys.readouterr().out


def test_what_would_ask_has_to_wait(
    talks: Talks, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_secret")
    run("%config NemoMagics.confirm = True")
    for cell in ("%%nemo harbour.jpg --no-wait\nx", "%%anemo harbour.jpg\nx"):
        assert "does not wait cannot ask" in str(run(cell).error_in_exec)


def test_settings_hold_where_a_line_says_nothing(talks: Talks, run: Run) -> None:
    run("%config NemoMagics.format = 'webm'")
    run("%nemo config quality low")
    run("%%nemo harbour.jpg\nslowly zoom in")
    run("%%nemo --quality high --format mkv\nslower")
    run("%nemo faster")
    run("%nemo export")
    assert [said[:3] for said in talks[0].said] == [
        ("slowly zoom in", "webm", "low"),
        ("slower", "mkv", "high"),
        ("faster", "webm", "low"),
        ("export webm", "webm", "low"),
    ]
    said = repr(run("%nemo config").result)
    for name in ("confirm", "backend", "format", "quality", "embed_limit", "mode", "short_errors"):
        assert f"\n{name}" in f"\n{said}"
    assert "low · The quality" in said


def test_the_backend_of_new_conversations_is_chosen(talks: Talks, run: Run) -> None:
    assert run("%nemo backend hosted").success
    run("%%nemo harbour.jpg\nslowly zoom in")
    assert talks[0].backend.family == "nemovideo"
    said = repr(run("%nemo backend studio").result)
    assert "New conversations  studio · on this machine" in said
    run("%%nemo harbour.jpg\nslowly zoom in")
    assert talks[1].backend.family == "studio"


def test_a_token_is_asked_for_and_shown_nowhere(
    talks: Talks, run: Run, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda _question: " nmv_usr_secret ")
    run("%%nemo harbour.jpg\nslowly zoom in")
    said = repr(run("%nemo connect").result)
    assert "57 credits available" in said
    assert "NemoVideo" in said
    assert "goes on with studio" in said
    run("%%nemo harbour.jpg\nslowly zoom in")
    token = talks[-1].backend.settings.token
    assert token is not None
    assert token.get_secret_value() == "nmv_usr_secret"
    everything = said + repr(run("%nemo status").result) + repr(run("%nemo config").result)
    everything += repr(talks[-1].backend) + repr(shell.magics_manager.registry["NemoMagics"])
    assert "secret" not in everything
    assert "NEMO_TOKEN" not in os.environ


def test_a_token_may_stand_in_a_variable_of_the_environment(
    talks: Talks, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_TOKEN", "nmv_usr_secret")
    assert run("%nemo connect MY_TOKEN").success
    run("%%nemo harbour.jpg\nslowly zoom in")
    assert talks[-1].backend.family == "nemovideo"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%nemo connect nmv_usr_secret", "does not belong into a notebook"),
        ("%nemo connect abc-def", "does not belong into a notebook"),
        ("%nemo connect MY_TOKN", "Did you mean MY_TOKEN?"),
        ("%nemo connect EMPTY", "EMPTY is empty"),
        ("%nemo connect", "Nobody can be asked for a token here"),
    ],
)
def test_a_token_that_cannot_be_had_changes_nothing(
    talks: Talks,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    said: str,
) -> None:
    def nobody(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr(getpass, "getpass", nobody)
    monkeypatch.setenv("MY_TOKEN", "nmv_usr_secret")
    monkeypatch.setenv("EMPTY", "")
    result = run(line)
    assert said in str(result.error_in_exec)
    assert "secret" not in capsys.readouterr().out.replace(line, "")
    assert "studio · on this machine" in repr(run("%nemo backend").result)


def test_a_refused_token_is_forgotten(
    talks: Talks, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_talk: FakeConversation) -> Credits:
        raise AuthenticationError("The token is not valid")

    monkeypatch.setenv("MY_TOKEN", "nmv_usr_secret")
    monkeypatch.setattr(FakeConversation, "credits", refused)
    assert "not valid" in str(run("%nemo connect MY_TOKEN").error_in_exec)
    assert talks[-1].closed
    assert "studio · on this machine" in repr(run("%nemo backend").result)


def test_a_traceback_is_shown_where_it_is_wanted(
    talks: Talks, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run("%config NemoMagics.short_errors = False")
    run("%%nemo missing.jpg\nslowly zoom in")
    output = capsys.readouterr().out
    assert "Traceback" in output
    assert "find_photos" in output or "_begin" in output
    assert "Did you mean harbour.jpg?" in output


def test_the_take_is_the_cells_value(
    talks: Talks, run: Run, shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    run("%%nemo harbour.jpg --as first\nslowly zoom in")
    run("take = _")
    run("x = %nemo export webm")
    assert isinstance(shell.user_ns["take"], Take)
    assert shell.user_ns["take"] is shell.user_ns["first"]
    assert shell.user_ns["x"].prompt == "export webm"
    assert talks[0].said[-1] == ("export webm", "webm", "high", False)


def test_a_take_is_written_once_in_its_cell_and_again_where_it_is_asked_for(
    talks: Talks, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run("%%nemo harbour.jpg --as take\nslowly zoom in")
    first = capsys.readouterr().out
    assert first.count("As you wish.") == 1
    run("take")
    assert "As you wish.\nnemo_media/harbour-0123.mp4" in capsys.readouterr().out


def test_quiet_says_nothing(talks: Talks, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("%%nemo harbour.jpg --quiet --no-export\nslowly zoom in")
    assert talks[0].said == [("slowly zoom in", None, "high", False)]
    assert capsys.readouterr().out.strip() == "Out[0]:"


def test_a_copy_goes_where_it_is_wanted(talks: Talks, run: Run) -> None:
    Path("clip.mp4").write_bytes(b"what stood there")
    run("%%nemo harbour.jpg -o clip.mp4\nslowly zoom in")
    assert Path("clip.mp4").read_bytes() == b"a video's bytes"
    assert sorted(path.name for path in Path().iterdir()) == [
        "clip.mp4",
        "harbour.jpg",
        "nemo_media",
    ]


def test_a_copy_does_not_replace_what_it_is_made_from(talks: Talks, run: Run) -> None:
    Path("clip.mp4").write_bytes(b"a clip")
    result = run("%%nemo ./clip.mp4 -o clip.mp4\nslower")
    assert "would replace what it is made from" in str(result.error_in_exec)
    assert talks == []


def test_what_is_no_message_is_done_in_a_cell_as_on_a_line(
    talks: Talks, run: Run, shell: InteractiveShell
) -> None:
    run("%%nemo harbour.jpg\nslowly zoom in")
    run("%%nemo --as x\n导出 webm")
    assert talks[0].said[-1][:2] == ("export webm", "webm")
    assert shell.user_ns["x"].prompt == "export webm"
    assert "charges nothing" in repr(run("%%nemo\n积分").result)
    assert "Last said" in repr(run("%nemo 状态").result)


def test_status_says_who_answers_what_was_said_and_where_things_are(talks: Talks, run: Run) -> None:
    assert "None yet. Begin with a photo" in repr(run("%nemo status").result)
    run("%%nemo harbour.jpg\nslowly zoom in")
    said = repr(run("%nemo status").result)
    for part in ("studio · on this machine", "harbour.jpg", "“slowly zoom in”", "nemo_media/"):
        assert part in said
    assert ".nemo/" in said


def test_status_without_an_answer_tells_what_was_written_down(
    talks: Talks, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("%%nemo harbour.jpg\nslowly zoom in")
    monkeypatch.setattr(FakeConversation, "fails", ServiceError("The server is gone"))
    said = repr(run("%nemo status").result)
    assert "Video: harbour (0-2s) (as written down)" in said
    assert "The server is gone." in said


def test_the_small_subcommands(talks: Talks, run: Run) -> None:
    assert "Empty" in repr(run("%nemo tracks").result)
    assert "goes with the next sentence" in repr(run("%nemo upload harbour.jpg").result)
    run("%nemo upload harbour.jpg")
    assert len(talks[0].photos) == 2
    assert "Track 1  Video: harbour (0-2s)" in repr(run("%nemo tracks").result)
    assert "charges nothing" in repr(run("%nemo credits").result)
    assert "%nemo connect, or NEMO_TOKEN" in repr(run("%nemo backend").result)
    assert "its files stay" in repr(run("%nemo new").result)
    assert talks[0].closed
    assert "no conversation yet" in str(run("%%nemo\nslower").error_in_exec)


def test_the_hosted_service_is_asked_for_the_balance(
    talks: Talks, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_secret")
    assert "57 credits available" in repr(run("%nemo credits").result)
    (passing,) = talks
    assert passing.closed
    said = repr(run("%nemo backend").result)
    assert "NemoVideo" in said
    assert "%nemo backend studio" in said
    assert "secret" not in said
    assert "None yet" in repr(run("%nemo status").result)


def test_loading_it_again_leaves_the_conversation_and_its_settings(
    talks: Talks, run: Run, shell: InteractiveShell
) -> None:
    run("%%nemo harbour.jpg\nslowly zoom in")
    load(shell)
    run("%config NemoMagics.confirm = True")
    assert "Last said" in repr(run("%nemo status").result)
    magics = shell.magics_manager.registry["NemoMagics"]
    assert isinstance(magics, NemoMagics)
    assert magics.confirm


def test_an_address_is_handed_over_as_it_is_and_its_signature_is_not_shown(
    talks: Talks, run: Run
) -> None:
    address = f"https://example.org/my%20photo.jpg?width=[64]&signature={'s' * 300}"
    assert run(f"%%nemo {address} -o clip.mp4\nslowly zoom in").success
    said = repr(run(f"%nemo upload harbour.jpg {address}").result)
    assert "harbour.jpg, my photo.jpg: goes with the next sentence" in said
    assert "signature" not in said
    assert talks[0].photos == (address, "harbour.jpg", address)


def test_the_studio_has_no_page_to_open(talks: Talks, run: Run) -> None:
    assert "no page" in repr(run("%nemo open").result)


def test_help_names_every_option_and_subcommand(
    talks: Talks, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run("%nemo help")
    said = capsys.readouterr().out
    assert said == f"{NemoMagics.nemo.__doc__}\n"
    assert NemoMagics.anemo.__doc__ == NemoMagics.nemo.__doc__
    run("%nemo")
    assert capsys.readouterr().out == said
    for name in COMMANDS:
        assert f"%nemo {name}" in said
    known = {option.flag for option in OPTIONS}
    assert known == set(re.findall(r"^(?:-o, )?(--[a-z-]+)", said, re.MULTILINE))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("%%nemo missing.jpg\nslowly zoom in", "Did you mean harbour.jpg?"),
        ("%%nemo harbour.jpg\n  \n", "There is nothing to say"),
        ("%%nemo harbour.jpg --qualty low\nzoom in", "Did you mean --quality?"),
        ("%%nemo harbour.jpg --quality best\nzoom in", "There is no quality 'best'"),
        ("%%nemo {phto}\nzoom in", "There is no variable phto"),
        ("%%nemo *.webp\nzoom in", "No file fits *.webp"),
        ("%nemo statsu", "Did you mean %nemo status?"),
        ("%nemo export", "There is no video to export yet"),
        ("%nemo slower", "There is no conversation yet"),
        ("%nemo upload", "No file is named"),
        ("%%nemo\n{{titel}}", "There is no variable titel"),
        ("%%nemo {{titel}}\nzoom in", "There is no variable titel"),
        ("%%nemo --chat\nzoom in", "expected one argument"),
        ("%%nemo --chat sea\nzoom in", "There is no conversation 'sea'"),
        ("%%nemo harbour.jpg --seed many\nzoom in", "--seed wants a whole number"),
        ("%%nemo harbour.jpg --seed -1\nzoom in", "--seed wants a whole number"),
        ("%%nemo harbour.jpg --seed 1.5\nzoom in", "Try --seed 7."),
        ("%%nemo harbour.jpg --dry-run\n  ", "There is nothing to say"),
        ("%%nemo --dry-run\nslower", "There is no conversation yet"),
        ("%nemo ledger lsit", "Did you mean %nemo ledger list?"),
        ("%nemo ledger show", "There is no turn yet"),
        ("%nemo ledger show abcd", "There is no conversation 'abcd'"),
        ("%nemo ledger export", "wants the name of a zip"),
        ("%nemo ledger export a.zip", "There is no turn to share"),
        ("%nemo ledger import a.zip", "a.zip does not exist"),
        ("%nemo ledger gc now", "takes nothing but the word delete"),
        ("%nemo ledger list all", "takes no all"),
        ("%nemo resolve abcd", "What should become of it?"),
        ("%nemo resolve abcd adpot", "Did you mean adopt?"),
        ("%nemo resolve abcd adopt", "There is no unsettled turn 'abcd'"),
        ("%nemo plan", "Nobody tells which notebook this is"),
        ("%nemo plan nothing.ipynb", "cannot be read as a notebook"),
        ("%nemo plan harbour.jpg", "cannot be read as a notebook"),
        ("%%anemo missing.jpg\nzoom in", "Did you mean harbour.jpg?"),
        ("%nemo undo", "There is nothing to take back yet"),
        ("%nemo config qualty low", "Did you mean quality?"),
        ("%nemo config quality best", "It may be low or medium or high"),
        ("%nemo config quality", "What should quality be?"),
        ("%nemo config embed_limit much", "It may be a number of megabytes"),
        ("%nemo config confirm maybe", "It may be True or False"),
        ("%nemo backend moon", "backend cannot be 'moon'"),
        ("%nemo chats --all", "has no option --all"),
        ("%nemo chats harbour", "There is none yet in this folder."),
        ("%nemo open it", "takes nothing after it"),
    ],
)
def test_bad_input_is_one_short_message_and_changes_nothing(
    talks: Talks, run: Run, capsys: pytest.CaptureFixture[str], cell: str, said: str
) -> None:
    before = sorted(Path().rglob("*"))
    result = run(cell)
    output = capsys.readouterr()
    assert not result.success
    assert said in output.out
    assert "Traceback" not in output.out + output.err
    assert len(output.out.strip().splitlines()) <= 2
    assert sorted(Path().rglob("*")) == before
    assert talks == []
    assert run("1 + 1").result == 2


def test_a_refused_photo_leaves_the_conversation_as_it_is(talks: Talks, run: Run) -> None:
    run("%%nemo harbour.jpg\nslowly zoom in")
    assert not run("%%nemo missing.jpg\nslowly zoom in").success
    assert run("%%nemo\nslower").success
    assert [said[0] for said in talks[0].said] == ["slowly zoom in", "slower"]


def test_a_turn_that_fails_is_told_once(
    talks: Talks,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing = ServiceError("The server has no room", hint="Try again.")
    monkeypatch.setattr(FakeConversation, "fails", failing)
    result = run("%%nemo harbour.jpg\nslowly zoom in")
    assert result.error_in_exec is failing
    assert capsys.readouterr().out.count("The server has no room") == 1


def test_a_bug_keeps_its_traceback(
    talks: Talks,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FakeConversation, "fails", ZeroDivisionError("a bug"))
    run("%%nemo harbour.jpg\nslowly zoom in")
    assert "Traceback" in capsys.readouterr().out


@pytest.mark.parametrize("how", [KeyboardInterrupt(), asyncio.CancelledError()])
def test_stop_ends_the_cell_well(
    talks: Talks,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    how: BaseException,
) -> None:
    monkeypatch.setattr(FakeConversation, "fails", how)
    result = run("%%nemo harbour.jpg\nslowly zoom in")
    assert result.success
    assert isinstance(result.result, Take)
    assert result.result.video is None
    with pytest.raises(NothingToExportError):
        result.result.export("webm")
    output = capsys.readouterr().out
    assert "Not finished: run this cell again" in output
    assert "Traceback" not in output


def test_a_copy_of_nothing_is_said(
    talks: Talks, run: Run, monkeypatch: pytest.MonkeyPatch, video: Video
) -> None:
    run("%%nemo harbour.jpg\nslowly zoom in")
    monkeypatch.setattr(FakeConversation, "video", None)
    result = run("%%nemo -o clip.mp4\nremove everything")
    assert "There is no video to copy to clip.mp4" in str(result.error_in_exec)
