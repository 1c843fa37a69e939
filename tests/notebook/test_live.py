from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from PIL import Image

from nemo_notebook.backend import studio
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.conversation.take import Take
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.conversation.video import Video
from nemo_notebook.notebook import turn_widget
from nemo_notebook.notebook.live import TextView, View, WidgetView
from nemo_notebook.notebook.show import Output, show_again
from nemo_notebook.notebook.turn_widget import TurnWidget
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.errors import ServiceError
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.settings import Settings

BEGUN = TurnState("slowly zoom in", photos=("harbour.jpg",))


class Page:
    """What a notebook would show: the outputs by their ids, and what widgets were told."""

    def __init__(self) -> None:
        self.outputs: dict[str, Mapping[str, object]] = {}
        self.widgets: list[WatchedWidget] = []

    def publish(
        self,
        data: Mapping[str, object],
        metadata: Mapping[str, object],
        *,
        transient: Mapping[str, str],
        update: bool,
    ) -> None:
        known = transient["display_id"] in self.outputs
        assert update == known, "an output is made once, then updated"
        self.outputs[transient["display_id"]] = data

    @property
    def output(self) -> Mapping[str, object]:
        (only,) = self.outputs.values()
        return only


class WatchedWidget(TurnWidget):
    page: Page

    def __init__(self, *, backend: str = "", on_stop: Callable[[], None] | None = None) -> None:
        self.sent: list[JsonObject] = []
        super().__init__(backend=backend, on_stop=on_stop)
        self.page.widgets.append(self)

    def send(self, content: JsonObject, buffers: list[bytes] | None = None) -> None:
        self.sent.append(content)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    page = Page()
    monkeypatch.setattr(WatchedWidget, "page", page, raising=False)
    monkeypatch.setattr(turn_widget, "TurnWidget", WatchedWidget)
    return page


@pytest.fixture
def stops() -> list[str]:
    return []


@pytest.fixture
def view(
    page: Page,
    shell: InteractiveShell,
    stops: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> WidgetView:
    monkeypatch.setattr(shell.display_pub, "publish", page.publish)
    return WidgetView(
        Output(shell),
        backend="studio · on this machine",
        beside=tmp_path,
        stop=lambda: stops.append("stop"),
    )


def test_a_turn_has_one_output_from_its_beginning_to_its_end(
    view: WidgetView, page: Page, video: Video
) -> None:
    view.update(BEGUN)
    (widget,) = page.widgets
    assert widget.current is not None
    assert widget.blocking
    assert widget.backend == "studio · on this machine"
    assert "slowly zoom in" in str(page.output["text/plain"])
    view.end(replace(BEGUN.at(Stage.DONE, ""), messages=("Done.",)), video)
    assert page.widgets[0].current is None
    assert not page.widgets[0].blocking
    assert set(page.output) == {
        "application/vnd.jupyter.widget-view+json",
        "text/html",
        "image/jpeg",
        "text/plain",
    }
    assert 'src="nemo_media/harbour-0123.mp4"' in str(page.output["text/html"])
    assert [sent["kind"] for sent in widget.sent] == ["poster", "media"]


def test_an_embedded_video_stands_in_the_notebook_itself(
    page: Page, shell: InteractiveShell, video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell.display_pub, "publish", page.publish)
    view = WidgetView(Output(shell), backend="", beside=Path(), stop=lambda: None, embed_limit=15)
    view.end(BEGUN.at(Stage.DONE, ""), video)
    assert 'src="data:video/mp4;base64,' in str(page.output["text/html"])


def test_a_turn_that_failed_before_it_was_seen_gets_no_output(view: WidgetView, page: Page) -> None:
    view.update(BEGUN.failed(ServiceError("No")))
    view.end_failed()
    assert not view.tells_troubles
    assert page.outputs == {}


def test_a_turn_that_fails_on_its_way_keeps_what_was_said(view: WidgetView, page: Page) -> None:
    view.update(replace(BEGUN, messages=("I begin.",)))
    failed = replace(BEGUN, messages=("I begin.",)).failed(ServiceError("No credits", hint="Pay."))
    view.update(failed)
    view.end_failed()
    assert view.tells_troubles
    html = str(page.output["text/html"])
    assert "I begin." in html
    assert "No credits" in html
    assert "Pay." in html
    assert page.widgets[0].current is None


def test_stop_is_for_this_turn_alone(view: WidgetView, page: Page, stops: list[str]) -> None:
    view.update(BEGUN)
    (widget,) = page.widgets
    widget._handle_custom_msg({"kind": "stop"}, [])
    assert stops == ["stop"]
    view.end_stopped(BEGUN.prompt)
    widget._handle_custom_msg({"kind": "stop"}, [])
    assert stops == ["stop"]


def test_a_stopped_turn_says_how_to_go_on(view: WidgetView, page: Page) -> None:
    view.update(replace(BEGUN.at(Stage.ANIMATING, "Animating"), messages=("I begin.",)))
    turn = view.end_stopped(BEGUN.prompt)
    assert turn.stage is Stage.STOPPED
    assert "I begin." in str(page.output["text/plain"])
    assert "Not finished: run this cell again" in str(page.output["text/plain"])
    assert "Stopped" not in str(page.output["text/plain"])
    assert page.widgets[0].turns[-1]["stage"] == "stopped"


def test_a_turn_stopped_at_its_export_is_made_already(view: WidgetView, page: Page) -> None:
    view.update(BEGUN.at(Stage.EXPORTING, "Rendering the video", 0.1))
    view.update(BEGUN.at(Stage.STOPPED, "Stopped"))
    view.end_stopped(BEGUN.prompt)
    assert "Not exported yet: `%nemo export` makes the video." in str(page.output["text/plain"])


def test_a_turn_stopped_before_its_first_state_is_told_as_well(
    view: WidgetView, page: Page
) -> None:
    view.end_stopped("slowly zoom in")
    assert "Not finished" in str(page.output["text/plain"])


def test_quiet_shows_nothing(page: Page, capsys: pytest.CaptureFixture[str], video: Video) -> None:
    view = View()
    view.update(BEGUN)
    view.end(BEGUN.at(Stage.DONE, ""), video)
    assert not view.tells_troubles
    assert page.outputs == {}
    assert capsys.readouterr() == ("", "")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def seen(self) -> list[str]:
        """The lines that remain on a screen."""
        lines = self.getvalue().replace("\r\x1b[K", "\r").split("\n")
        return [line.rpartition("\r")[2] for line in lines]


def play(view: TextView, video: Video) -> None:
    animating = BEGUN.at(Stage.ANIMATING, "Animating the photo", 0.25)
    said = replace(animating, messages=("The camera moves.",), progress=0.5)
    view.update(BEGUN)
    view.update(replace(BEGUN.at(Stage.ANSWERING, ""), text="The cam"))
    view.update(replace(BEGUN.at(Stage.ANSWERING, ""), text="The camera moves."))
    for state in (animating, replace(animating, progress=0.5)):
        view.update(replace(state, messages=("The camera moves.",)))
    view.update(said)
    said = replace(said, messages=("The camera moves.", "It is ready."))
    view.update(said)
    view.update(replace(said.at(Stage.EXPORTING, "Rendering the video", 0.75)))
    view.end(replace(said.at(Stage.DONE, ""), tracks="Timeline (1 track)"), video)


def test_a_terminal_shows_the_answer_and_one_line_of_progress(tmp_path: Path, video: Video) -> None:
    terminal = Terminal()
    play(TextView(terminal, beside=tmp_path), video)
    assert terminal.seen() == [
        "The camera moves.",
        "It is ready.",
        "Timeline (1 track)",
        "nemo_media/harbour-0123.mp4 (1280 × 720, 2 s, 0.0 MB)",
        "",
    ]
    assert "Animating the photo 50%" in terminal.getvalue()


def test_a_terminal_that_can_shows_a_still_of_the_video(
    tmp_path: Path, video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    jpeg = io.BytesIO()
    Image.new("RGB", (320, 180)).save(jpeg, "JPEG")
    monkeypatch.setenv("TERM", "xterm-kitty")
    monkeypatch.delenv("TMUX", raising=False)
    terminal, log = Terminal(), io.StringIO()
    for out in (terminal, log):
        play(TextView(out, beside=tmp_path), replace(video, poster=jpeg.getvalue()))
    assert "\x1b_Ga=T" in terminal.getvalue()
    assert terminal.seen()[-2].startswith("nemo_media/harbour-0123.mp4")
    assert "\x1b" not in log.getvalue()


def test_a_log_gets_a_line_for_each_stage_and_no_per_cents(tmp_path: Path, video: Video) -> None:
    log = io.StringIO()
    play(TextView(log, beside=tmp_path), video)
    assert log.getvalue().splitlines() == [
        "The camera moves.",
        "Animating the photo",
        "It is ready.",
        "Rendering the video",
        "Timeline (1 track)",
        "nemo_media/harbour-0123.mp4 (1280 × 720, 2 s, 0.0 MB)",
    ]


def test_an_answer_that_is_worded_anew_is_written_anew(tmp_path: Path) -> None:
    log = io.StringIO()
    view = TextView(log, beside=tmp_path)
    view.update(replace(BEGUN, text="The cat"))
    view.update(replace(BEGUN, messages=("A camera.",)))
    view.end_stopped(BEGUN.prompt)
    assert log.getvalue().splitlines()[:2] == ["The cat", "A camera."]
    assert "Not finished" in log.getvalue()


def test_a_terminal_leaves_errors_to_the_error(tmp_path: Path) -> None:
    terminal = Terminal()
    view = TextView(terminal, beside=tmp_path)
    view.update(BEGUN.at(Stage.WAITING, "Waiting for the answer"))
    view.update(BEGUN.failed(ServiceError("No credits")))
    view.end_failed()
    assert not view.tells_troubles
    assert terminal.seen() == [""]


def test_what_could_be_said_next_comes_last_and_faint(tmp_path: Path, video: Video) -> None:
    done = replace(
        BEGUN.at(Stage.DONE, ""), messages=("Done.",), suggestions=("slower", "add some snow")
    )
    terminal, log = Terminal(), io.StringIO()
    TextView(terminal, beside=tmp_path).end(done, video)
    TextView(log, beside=tmp_path).end(done, video)
    said = "You could say next: slower · add some snow"
    assert terminal.seen()[-2:] == [f"\x1b[2m{said}\x1b[0m", ""]
    assert log.getvalue().splitlines()[-1] == said


def test_a_take_shown_again_says_what_is_left(
    page: Page, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shell.display_pub, "publish", page.publish)
    take = Take(
        key="",
        prompt="zoom in",
        turn=replace(BEGUN.at(Stage.DONE, ""), backend="studio"),
        draft=Draft(),
        video=None,
        folder=tmp_path,
        exporter=lambda *_, **__: pytest.fail("nothing is exported"),
    )
    show_again(take, shell)
    with Conversation(folder=tmp_path, backend=studio(Settings())) as conversation:
        show_again(replace(take, conversation=conversation), shell)
    assert [widget.balance for widget in page.widgets] == [
        None,
        {"costs": False, "available": None, "frozen": 0.0},
    ]
