"""How a turn shows itself where no widget runs."""

from __future__ import annotations

import base64
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from nemo_notebook.conversation.bundle import bundle
from nemo_notebook.conversation.turn import Trouble, TurnState
from nemo_notebook.conversation.video import Video

TURN = TurnState(
    "pan left & <b>wide</b>",
    messages=("Panning left.", "Done:\n- music"),
    tracks="Timeline (1 track): 1. Video: harbour (0-5s)",
)


def video(folder: Path, name: str = "a clip #1.mp4", size: tuple[int, int] = (1920, 1080)) -> Video:
    path = folder / "nemo_media" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"moving pictures")
    return Video(path, "video/mp4", *size, 5000, 15, b"\xff\xd8poster")


class Page(HTMLParser):
    """Collects tags with their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def one(self, tag: str) -> dict[str, str | None]:
        (found,) = [attrs for name, attrs in self.tags if name == tag]
        return found


def test_every_reader_of_a_notebook_gets_its_form(tmp_path: Path) -> None:
    drawn = bundle(TURN, video(tmp_path), beside=tmp_path)
    assert set(drawn) == {"text/html", "image/jpeg", "text/plain"}
    assert base64.b64decode(drawn["image/jpeg"]) == b"\xff\xd8poster"


def test_the_video_plays_from_beside_the_notebook(tmp_path: Path) -> None:
    player = Page(bundle(TURN, video(tmp_path), beside=tmp_path)["text/html"]).one("video")
    # On <video> itself: an untrusted notebook strips every <source>.
    assert player["src"] == "nemo_media/a%20clip%20%231.mp4"
    assert (player["poster"] or "").startswith("data:image/jpeg;base64,")
    assert "controls" in player


def test_a_prompt_is_text_and_never_html(tmp_path: Path) -> None:
    html = bundle(TURN, None, beside=tmp_path)["text/html"]
    assert "<b>" not in html
    assert "pan left & <b>wide</b>" in Page(html).text


def test_a_file_name_cannot_leave_its_attribute(tmp_path: Path) -> None:
    nasty = video(tmp_path, name='x" onerror="alert(1)<script>.mp4')
    page = Page(bundle(TURN, nasty, beside=tmp_path)["text/html"])
    assert "onerror" not in page.one("video")
    assert "script" not in [tag for tag, _ in page.tags]


def test_an_embedded_video_needs_no_file(tmp_path: Path) -> None:
    drawn = bundle(TURN, video(tmp_path), beside=tmp_path, embed=True)
    source = Page(drawn["text/html"]).one("video")["src"] or ""
    assert base64.b64decode(source.removeprefix("data:video/mp4;base64,")) == b"moving pictures"


def test_plain_text_says_where_the_video_is(tmp_path: Path) -> None:
    plain = bundle(TURN, video(tmp_path, "clip.mp4"), beside=tmp_path)["text/plain"]
    assert "Panning left." in plain
    assert "nemo_media/clip.mp4 (1920 × 1080, 5 s" in plain
    assert str(tmp_path) not in plain


def test_trouble_is_said_with_its_way_out(tmp_path: Path) -> None:
    turn = replace(TURN, error=Trouble("The photo is missing", "Check the name."))
    drawn = bundle(turn, None, beside=tmp_path)
    assert "The photo is missing. Check the name." in drawn["text/plain"]
    assert "Check the name." in Page(drawn["text/html"]).text


def test_a_portrait_clip_does_not_fill_screens(tmp_path: Path) -> None:
    tall = video(tmp_path, "tall.mp4", size=(1080, 1920))
    style = Page(bundle(TURN, tall, beside=tmp_path)["text/html"]).one("video")["style"] or ""
    assert "width:360px" in style


def test_what_could_be_said_next_is_there_to_copy(tmp_path: Path) -> None:
    drawn = bundle(replace(TURN, suggestions=("slower", 'add "Dawn"')), None, beside=tmp_path)
    told = 'You could say next: slower · add "Dawn"'
    assert told in drawn["text/plain"]
    assert told in Page(drawn["text/html"]).text
    chinese = replace(TURN, prompt="镜头推近", suggestions=("再慢一点",))
    assert "接下来可以说\uff1a再慢一点" in bundle(chinese, None, beside=tmp_path)["text/plain"]


def test_who_answered_is_shown(tmp_path: Path) -> None:
    turn = replace(TURN, backend="studio · on this machine")
    assert "studio · on this machine" in Page(bundle(turn, None, beside=tmp_path)["text/html"]).text
