from __future__ import annotations

import json
from pathlib import Path

import pytest

from nemo_notebook.notebook.widget import CHUNK_BYTES, LARGEST_MEDIA_BYTES, ChatWidget
from nemo_notebook.protocol.errors import PhotoError
from nemo_notebook.protocol.events import JsonObject


class RecordingWidget(ChatWidget):
    """Keeps what it sends to the page."""

    def __init__(self) -> None:
        self.sent: list[tuple[JsonObject, list[bytes]]] = []
        super().__init__(backend="studio · on this machine")

    def send(self, content: JsonObject, buffers: list[bytes] | None = None) -> None:
        self.sent.append((content, buffers or []))

    def hear(self, message: JsonObject) -> None:
        """A message from the page, by the way that it really comes."""
        self._handle_custom_msg(message, [])

    def kinds(self) -> list[object]:
        return [content["kind"] for content, _ in self.sent]


def turn_json(*messages: str, prompt: str = "slowly zoom in") -> JsonObject:
    return {
        "prompt": prompt,
        "photos": ["harbour.jpg"],
        "messages": list(messages),
        "text": "",
        "stage": "answering",
        "label": "",
        "progress": None,
        "elapsed_ms": 0,
        "tracks": "",
        "notes": [],
        "error": None,
        "video": None,
    }


@pytest.fixture
def widget() -> RecordingWidget:
    return RecordingWidget()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(range(256)) * 10_000)
    return path


def test_text_goes_to_the_message_under_way_of_the_last_turn(widget: RecordingWidget) -> None:
    widget.turns = [turn_json("An older answer."), turn_json("One.", "Two.")]
    widget.show_text("Three")
    message, _ = widget.sent[0]
    assert (message["turn"], message["message"], message["delta"]) == (1, 2, "Three")


def test_a_turn_that_ends_leaves_no_text_waiting(widget: RecordingWidget) -> None:
    widget.live = True
    widget.turns = [turn_json()]
    widget.show_text("Slowly ")
    widget.show_text("in.")
    widget.live = False
    assert "".join(str(message["delta"]) for message, _ in widget.sent).endswith("in.")


def test_a_message_that_was_finished_is_not_sent_as_a_delta_too(widget: RecordingWidget) -> None:
    widget.turns = [turn_json()]
    widget.show_text("Slowly ")
    widget.show_text("in.")
    widget.turns = [turn_json("Slowly in.")]
    widget.flush()
    assert len(widget.sent) == 1


def test_a_file_goes_in_pieces_and_arrives_whole(widget: RecordingWidget, clip: Path) -> None:
    widget.show_media(0, clip, "video/mp4")
    assert [message["part"] for message, _ in widget.sent] == [0, 1, 2]
    assert {message["parts"] for message, _ in widget.sent} == {3}
    assert {message["media_type"] for message, _ in widget.sent} == {"video/mp4"}
    pieces = [buffer for _, [buffer] in widget.sent]
    assert max(map(len, pieces)) == CHUNK_BYTES
    assert b"".join(pieces) == clip.read_bytes()


def test_a_page_opened_later_gets_poster_and_file_again(
    widget: RecordingWidget, clip: Path
) -> None:
    widget.show_poster(0, b"jpeg")
    widget.show_media(0, clip, "video/mp4")
    first = list(widget.sent)
    widget.sent.clear()
    widget.hear({"kind": "media?", "turn": 0})
    assert widget.sent == first


def test_a_new_file_of_a_turn_is_told_from_the_old_one(widget: RecordingWidget, clip: Path) -> None:
    widget.show_media(0, clip, "video/mp4")
    widget.show_media(0, clip.rename(clip.with_suffix(".webm")), "video/webm")
    assert widget.sent[0][0]["push"] != widget.sent[-1][0]["push"]


def test_a_file_too_large_for_the_page_is_said_not_sent(
    widget: RecordingWidget, tmp_path: Path
) -> None:
    large = tmp_path / "large.mp4"
    with large.open("wb") as file:
        file.truncate(LARGEST_MEDIA_BYTES + 1)
    widget.show_media(0, large, "video/mp4")
    assert widget.sent == [({"kind": "no_media", "turn": 0, "reason": "large"}, [])]


def test_a_file_that_is_gone_is_said(widget: RecordingWidget, clip: Path) -> None:
    widget.show_media(0, clip, "video/mp4")
    clip.unlink()
    widget.sent.clear()
    widget.hear({"kind": "media?", "turn": 0})
    assert widget.sent == [({"kind": "no_media", "turn": 0, "reason": "gone"}, [])]


def test_a_page_that_asks_before_there_is_a_file_gets_none(widget: RecordingWidget) -> None:
    widget.hear({"kind": "media?", "turn": 3})
    assert widget.sent == []


def test_a_page_that_missed_text_gets_all_of_it(widget: RecordingWidget) -> None:
    widget.turns = [turn_json()]
    widget.show_text("Slowly ")
    widget.show_text("in.")
    widget.hear({"kind": "text?"})
    message, _ = widget.sent[-1]
    assert (message["at"], message["delta"]) == (0, "Slowly in.")


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
    [{}, {"kind": "?"}, {"kind": "media?"}, {"kind": "media?", "turn": "0"}, {"kind": None}],
)
def test_a_message_that_means_nothing_changes_nothing(
    widget: RecordingWidget, message: JsonObject
) -> None:
    widget.hear(message)
    assert widget.sent == []


def test_nothing_that_was_pushed_is_saved_with_the_notebook(
    widget: RecordingWidget, clip: Path
) -> None:
    widget.turns = [turn_json()]
    widget.show_text("a sentence that is only passing by")
    widget.show_poster(0, b"\xff\xd8 a poster")
    widget.show_media(0, clip, "video/mp4")
    state = widget.get_state()
    code = {"_esm", "_css"}
    small = json.dumps(
        {name: value for name, value in state.items() if name not in code | {"layout"}}
    )
    assert len(small) < 2000
    assert "passing by" not in small
    assert str(clip.parent) not in small


def test_who_answers_is_always_known(widget: RecordingWidget) -> None:
    assert widget.get_state("backend") == {"backend": "studio · on this machine"}
