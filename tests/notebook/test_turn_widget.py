from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from nemo_notebook.conversation.take import Take
from nemo_notebook.conversation.turn import Stage, TurnState
from nemo_notebook.conversation.video import Video
from nemo_notebook.notebook.pieces import LARGEST_TO_PAGE, PIECE_BYTES
from nemo_notebook.notebook.turn_widget import TurnWidget
from nemo_notebook.protocol.draft import Draft
from nemo_notebook.protocol.errors import ExportFailedError, PhotoError
from nemo_notebook.protocol.events import JsonObject

BEGUN = TurnState("slowly zoom in", photos=("harbour.jpg",))
ANSWERING = BEGUN.at(Stage.ANSWERING, "")
DONE = replace(BEGUN.at(Stage.DONE, ""), messages=("Done.",))
DRAFT = Draft(
    {
        "t": [
            {"tt": 0, "sg": [{"d": 4000, "m": {"title": "harbour"}}]},
            {"tt": 1, "sg": [{"d": 4000, "m": {"title": "Lo-fi", "volume": 0.5}}]},
            {"tt": 7, "sg": [{"d": 2000, "m": {"title": "Dusk", "start_ms": 1000}}]},
            {"tt": 12, "sg": [{"d": 4000}]},
        ]
    }
)


class RecordingWidget(TurnWidget):
    """Keeps what it sends to the page."""

    def __init__(self) -> None:
        self.sent: list[tuple[JsonObject, list[bytes]]] = []
        self.has_news = threading.Condition()
        super().__init__(backend="studio · on this machine")

    def send(self, content: JsonObject, buffers: list[bytes] | None = None) -> None:
        with self.has_news:
            self.sent.append((content, buffers or []))
            self.has_news.notify_all()

    def hear(self, message: JsonObject) -> None:
        """A message from the page, by the way that it really comes."""
        self._handle_custom_msg(message, [])

    def kinds(self) -> list[object]:
        return [content["kind"] for content, _ in self.sent]

    def wait_for(self, kind: str) -> JsonObject:
        """The first message of a kind that something in the background sends."""
        with self.has_news:
            assert self.has_news.wait_for(lambda: kind in self.kinds(), timeout=10)
        return next(content for content, _ in self.sent if content["kind"] == kind)


@pytest.fixture
def widget() -> RecordingWidget:
    return RecordingWidget()


@pytest.fixture
def long_video(video: Video) -> Video:
    video.path.write_bytes(bytes(range(256)) * 10_000)
    return video


def take(video: Video | None, export: Callable[..., Video] | None = None) -> Take:
    def nothing(*_: str, **__: object) -> Video:
        raise AssertionError

    return Take(
        key="",
        prompt=DONE.prompt,
        turn=DONE,
        draft=DRAFT,
        video=video,
        folder=Path(),
        exporter=export or nothing,
    )


def test_text_under_way_goes_as_deltas_and_leaves_the_traits_alone(
    widget: RecordingWidget,
) -> None:
    widget.follow(replace(ANSWERING, text="The cam"))
    current = widget.current
    widget.follow(replace(ANSWERING, text="The camera 🎥 moves", elapsed_ms=90))
    widget.follow(replace(ANSWERING, text="The camera 🎥 moves in.", elapsed_ms=190))
    widget._text.flush()
    assert widget.current is current
    assert "".join(str(message["delta"]) for message, _ in widget.sent) == "The camera 🎥 moves in."


def test_a_second_message_begins_its_own_text(widget: RecordingWidget) -> None:
    widget.follow(replace(ANSWERING, text="One"))
    # Of several updates only the newest arrives: the first message may end unseen.
    widget.follow(replace(ANSWERING, messages=("One and a half",), text="On and"))
    widget.follow(replace(ANSWERING, messages=("One and a half",), text="On and on"))
    widget._text.flush()
    assert [(message["message"], message["delta"]) for message, _ in widget.sent] == [
        (0, "One"),
        (1, "On and on"),
    ]


def test_per_cents_are_messages_and_stages_a_trait(widget: RecordingWidget) -> None:
    widget.follow(BEGUN.at(Stage.ANIMATING, "Animating the photo", 0.25))
    assert widget.current is not None
    current = widget.current
    widget.follow(BEGUN.at(Stage.ANIMATING, "Animating the photo", 0.2501))
    assert widget.sent == []
    widget.follow(replace(BEGUN.at(Stage.ANIMATING, "Animating the photo", 0.5), elapsed_ms=900))
    assert widget.current is current
    assert widget.sent == [
        ({"kind": "progress", "turn": 0, "progress": 0.5, "elapsed_ms": 900}, [])
    ]
    widget.follow(BEGUN.at(Stage.FINISHING, "Adding music", 0.5))
    assert widget.current["label"] == "Adding music"


def test_a_turn_that_ends_stands_among_the_turns_with_its_timeline(
    widget: RecordingWidget, video: Video
) -> None:
    widget.follow(ANSWERING)
    widget.blocking = True
    assert widget.end(DONE, video, take(video)) == 0
    widget.bring(0)
    assert (widget.current, widget.blocking) == (None, False)
    (turn,) = widget.turns
    assert turn["stage"] == "done"
    assert [(track["kind"], track["start_ms"], track["end_ms"]) for track in turn["timeline"]] == [
        ("video", 0, 4000),
        ("music", 0, 4000),
        ("title", 1000, 3000),
        ("other", 0, 4000),
    ]
    assert widget.kinds() == ["poster", "media"]


def test_the_first_picture_of_a_clip_comes_once_and_for_a_page_that_opens_later(
    widget: RecordingWidget,
) -> None:
    begun = replace(BEGUN, preview=b"\xff\xd8...")
    widget.follow(BEGUN)
    widget.follow(begun)
    widget.follow(begun.at(Stage.ANIMATING, "Animating the photo", 0.5))
    poster = ({"kind": "poster", "turn": 0, "media_type": "image/jpeg"}, [b"\xff\xd8..."])
    assert widget.kinds() == ["poster"]
    assert widget.sent == [poster]
    widget.hear({"kind": "poster?", "turn": 0})
    assert widget.sent == [poster, poster]


def test_a_turn_that_ends_leaves_no_text_waiting(widget: RecordingWidget) -> None:
    widget.follow(replace(ANSWERING, text="Slowly "))
    widget.follow(replace(ANSWERING, text="Slowly in."))
    widget.end(replace(ANSWERING.at(Stage.STOPPED, "Stopped"), text="Slowly in."))
    assert widget.sent[-1][0]["delta"] == "in."


def test_a_file_goes_in_pieces_and_arrives_whole(
    widget: RecordingWidget, long_video: Video
) -> None:
    widget.bring(widget.end(DONE, long_video))
    media = [(message, buffers) for message, buffers in widget.sent if message["kind"] == "media"]
    assert [message["part"] for message, _ in media] == [0, 1, 2]
    assert {(message["parts"], message["media_type"]) for message, _ in media} == {(3, "video/mp4")}
    pieces = [piece for _, [piece] in media]
    assert max(map(len, pieces)) == PIECE_BYTES
    assert b"".join(pieces) == long_video.path.read_bytes()


def test_a_page_opened_later_gets_poster_and_file_again(
    widget: RecordingWidget, video: Video
) -> None:
    widget.bring(widget.end(DONE, video))
    first = list(widget.sent)
    widget.sent.clear()
    widget.hear({"kind": "media?", "turn": 0})
    assert widget.sent == first


def test_a_filmstrip_gets_posters_alone(widget: RecordingWidget, video: Video) -> None:
    widget.bring(widget.end(DONE, video))
    widget.sent.clear()
    widget.hear({"kind": "poster?", "turn": 0})
    assert widget.kinds() == ["poster"]


def test_a_file_too_large_for_the_page_is_said_not_sent(
    widget: RecordingWidget, video: Video
) -> None:
    with video.path.open("wb") as file:
        file.truncate(LARGEST_TO_PAGE + 1)
    widget.bring(widget.end(DONE, video))
    assert widget.sent[1:] == [({"kind": "no_media", "turn": 0, "reason": "large"}, [])]


def test_a_file_that_is_gone_is_said(widget: RecordingWidget, video: Video) -> None:
    widget.bring(widget.end(DONE, video))
    video.path.unlink()
    widget.sent.clear()
    widget.hear({"kind": "media?", "turn": 0})
    assert widget.sent[1:] == [({"kind": "no_media", "turn": 0, "reason": "gone"}, [])]


def test_a_page_that_missed_text_gets_all_of_it(widget: RecordingWidget) -> None:
    widget.follow(replace(ANSWERING, text="Slowly "))
    widget.follow(replace(ANSWERING, text="Slowly in."))
    widget.hear({"kind": "text?"})
    message, _ = widget.sent[-1]
    assert (message["at"], message["delta"]) == (0, "Slowly in.")


def test_a_page_is_told_that_the_kernel_listens(widget: RecordingWidget) -> None:
    widget.hear({"kind": "text?"})
    assert widget.kinds() == ["hello"]


def test_an_export_tells_each_per_cent_once_and_hands_the_file_over(
    widget: RecordingWidget, video: Video
) -> None:
    def export(_container: str, _quality: str, *, on_update: Callable[[TurnState], None]) -> Video:
        for share in (0.0, 0.001, 0.5, 0.501, 1.0):
            on_update(BEGUN.at(Stage.EXPORTING, "Rendering the video", share))
        return video

    widget.end(DONE, video, take(video, export))
    widget.sent.clear()
    widget.hear({"kind": "export", "turn": 0, "container": "mkv"})
    message = widget.wait_for("file")
    assert (message["container"], message["name"]) == ("mkv", "harbour-0123.mp4")
    told = [said["progress"] for said, _ in widget.sent if said["kind"] == "exporting"]
    assert told == [0.0, 0.5, 1.0]
    assert widget.sent[-1][1] == [video.path.read_bytes()]


def test_an_export_too_large_for_the_page_is_named(widget: RecordingWidget, video: Video) -> None:
    large = replace(video, bytes=LARGEST_TO_PAGE + 1, path=Path("nemo_media/harbour.avi"))
    widget.end(DONE, video, take(video, lambda *_, **__: large))
    widget.hear({"kind": "export", "turn": 0, "container": "avi"})
    assert widget.wait_for("exported")["path"] == "nemo_media/harbour.avi"


@pytest.mark.parametrize(("container", "turn"), [("mp4", 7), ("exe", 0), ("../x", 0)])
def test_an_export_that_cannot_be_is_refused_in_words(
    widget: RecordingWidget, video: Video, container: str, turn: int
) -> None:
    widget.end(DONE, video, take(video))
    widget.hear({"kind": "export", "turn": turn, "container": container})
    assert widget.wait_for("not_exported")["message"]


def test_an_export_that_fails_says_why(widget: RecordingWidget, video: Video) -> None:
    def fail(*_: str, **__: object) -> Video:
        raise ExportFailedError("The export failed (no space left)")

    widget.end(DONE, video, take(video, fail))
    widget.hear({"kind": "export", "turn": 0, "container": "webm"})
    said = widget.wait_for("not_exported")["message"]
    assert said == "The export failed (no space left). The draft is kept: export again."


def test_stop_is_answered_before_anything_is_stopped(widget: RecordingWidget) -> None:
    seen: list[list[object]] = []
    widget.on_stop = lambda: seen.append(widget.kinds())
    widget.hear({"kind": "stop"})
    assert seen == [["stopping"]]


def test_stop_without_anybody_to_stop_is_answered_too(widget: RecordingWidget) -> None:
    widget.hear({"kind": "stop"})
    assert widget.kinds() == ["stopping"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("no such turn"), "ValueError: no such turn"),
        (PhotoError("The photo is empty", hint="Choose another."), "The photo is empty. Choose"),
    ],
)
def test_what_a_callback_raises_is_shown(
    widget: RecordingWidget, error: Exception, said: str
) -> None:
    def fail() -> None:
        raise error

    widget.on_stop = fail
    widget.hear({"kind": "stop"})
    message, _ = widget.sent[-1]
    assert message["kind"] == "problem"
    assert str(message["message"]).startswith(said)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"kind": "?"},
        {"kind": "media?"},
        {"kind": "media?", "turn": "0"},
        {"kind": "media?", "turn": -1},
        {"kind": "poster?", "turn": 99},
        {"kind": "export", "turn": 0, "container": 3},
        {"kind": None},
    ],
)
def test_a_message_that_means_nothing_changes_nothing(
    widget: RecordingWidget, message: JsonObject
) -> None:
    widget.hear(message)
    assert widget.sent == []


def test_nothing_that_was_pushed_is_saved_with_the_notebook(
    widget: RecordingWidget, video: Video
) -> None:
    widget.follow(ANSWERING)
    widget.follow(replace(ANSWERING, text="a sentence that is only passing by"))
    widget.bring(widget.end(DONE, video, take(video)))
    state = widget.get_state()
    code = {"_esm", "_css"}
    small = json.dumps(
        {name: value for name, value in state.items() if name not in code | {"layout"}}
    )
    assert len(small) < 3000
    assert "passing by" not in small
    assert str(video.path.parent) not in small


def test_who_answers_is_always_known(widget: RecordingWidget) -> None:
    assert widget.get_state("backend") == {"backend": "studio · on this machine"}


def test_ten_thousand_deltas_stay_under_200_kb(widget: RecordingWidget) -> None:
    """As they come from a fast service, a millisecond apart; an envelope costs about 800 bytes."""
    clock = 0.0
    due: list[tuple[float, Callable[[], None]]] = []
    live = widget._text
    live._clock, live._begun_at = lambda: clock, clock
    live._later = lambda seconds, call: due.append((clock + seconds, call))
    written = ""
    for number in range(10_000):
        written += f"{'abcdefgh'[number % 8]}ly "
        widget.follow(replace(ANSWERING, text=written))
        clock += 0.001
        for late in [entry for entry in due if entry[0] <= clock]:
            due.remove(late)
            late[1]()
    live.flush()
    sent = sum(len(json.dumps(message)) + 800 for message, _ in widget.sent)
    assert len(widget.sent) <= 20 * 10
    assert sent < 200_000
    assert widget.current is not None
    assert len(json.dumps(widget.current)) < 1000
