"""A conversation held in the widget, in JupyterLab and in Notebook 7."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.desktop import (
    MINUTES,
    drop,
    open_notebook,
    output_of,
    paste,
    picture,
    plays,
    run,
    save,
    write_notebook,
)

if TYPE_CHECKING:
    from tests.e2e.conftest import Lab

pytestmark = pytest.mark.browser

SMALL = "480p, 1 second, slowly zoom in"
GREY = "1 second long, black and white"


@dataclass(frozen=True)
class Chat:
    """A notebook in which a chat is open, and a take was made in it."""

    front: str
    page: Page
    folder: Path
    asked: list[str]

    @property
    def widget(self) -> Locator:
        return self.page.locator(".nemo")

    @property
    def field(self) -> Locator:
        return self.widget.get_by_role("textbox")

    def button(self, name: str) -> Locator:
        return self.widget.get_by_role("button", name=name, exact=True)

    def say(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def wait_for_take(self, number: int) -> None:
        expect(self.widget.get_by_role("region", name=f"Take {number}")).to_be_visible(
            timeout=MINUTES
        )
        expect(self.widget.locator(".nemo-viewer video")).to_be_visible()


@pytest.fixture(scope="module", params=["lab", "notebook"])
def chat(lab: Lab, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Chat]:
    front = str(request.param)
    folder = lab.root / f"chat-{front}"
    notebook = write_notebook(
        folder / "chat.ipynb",
        "from nemo_notebook import ChatWidget\nchat = ChatWidget()\nchat",
        "print(f'{len(chat.takes)} takes')",
        f"chat.conversation.say('{GREY}');",
    )
    waves = np.indices((320, 480)).sum(axis=0) % 97
    photo = Image.fromarray(np.stack([waves, waves * 2, 200 - waves], axis=-1).astype(np.uint8))
    desktop = folder / "desktop"
    desktop.mkdir()
    photo.save(desktop / "harbour.jpg")
    photo.rotate(90).save(desktop / "pasted.png")
    context = browser.new_context(
        viewport={"width": 1280, "height": 1000},
        locale="en-GB",
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.set_default_timeout(MINUTES)
    asked: list[str] = []
    page.on("request", lambda asks: asked.append(asks.url))
    open_notebook(page, lab.url, notebook, front)
    run(page, 0)
    chat = Chat(front, page, folder, asked)
    expect(chat.widget).to_contain_text("Begin with a photo")
    picture(page, f"chat-{front}-empty")
    drop(chat.widget, desktop / "harbour.jpg")
    expect(chat.widget.locator(".nemo-photo[data-state=ready] img")).to_be_visible()
    chat.say(SMALL)
    chat.wait_for_take(1)
    expect(chat.field).to_be_focused()
    yield chat
    context.close()


def test_a_dropped_photo_and_a_sentence_become_a_video_that_plays(chat: Chat) -> None:
    expect(chat.widget).to_contain_text("studio · on this machine")
    expect(chat.widget).to_contain_text("Free of charge")
    expect(chat.widget.locator(".nemo-prompt")).to_contain_text(SMALL)
    expect(chat.widget.locator(".nemo-prompt img")).to_be_visible()
    plays(chat.widget.locator("video"), 720)
    expect(chat.widget.locator(".nemo-track[data-kind=music] polygon")).to_be_visible()
    assert (chat.folder / "nemo_media" / "photos" / "harbour.jpg").is_file()
    picture(chat.page, f"chat-{chat.front}-take")


def test_nothing_is_asked_of_the_network_by_the_widget(chat: Chat) -> None:
    own = re.compile(r"^(http://127\.0\.0\.1:|data:|blob:http://127\.0\.0\.1:)")
    assert [url for url in chat.asked if not own.match(url)] == []


def test_keys_stay_in_the_composer(chat: Chat) -> None:
    chat.field.fill("one")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("two b d")
    expect(chat.field).to_have_value("one\ntwo b d")
    chat.field.fill("")
    chat.field.press("ArrowUp")
    expect(chat.field).to_have_value(SMALL)
    chat.field.press("ArrowDown")
    expect(chat.field).to_have_value("")
    chat.field.press("Escape")
    expect(chat.field).not_to_be_focused()
    expect(chat.page.locator(".jp-CodeCell")).to_have_count(3)
    expect(chat.page.locator(".jp-InputPrompt").first).to_have_text("[1]:")


def test_keys_on_a_button_are_no_commands_of_the_notebook(chat: Chat) -> None:
    """Cut, insert, make Markdown of: what they are for a cell that is selected."""
    chat.button("Full screen").focus()
    for key in ("x", "b", "a", "m", "d", "d", "ArrowDown"):
        chat.page.keyboard.press(key)
    expect(chat.page.locator(".jp-CodeCell")).to_have_count(3)
    expect(chat.page.locator(".jp-MarkdownCell")).to_have_count(0)
    expect(chat.button("Full screen")).to_be_focused()
    chat.page.keyboard.press("m")


def test_a_pasted_picture_and_a_chosen_file_can_be_taken_back(chat: Chat) -> None:
    paste(chat.field, chat.folder / "desktop" / "pasted.png")
    expect(chat.widget.locator(".nemo-photo[data-state=ready]")).to_have_count(1)
    chat.widget.locator("input[type=file]").set_input_files(chat.folder / "desktop" / "harbour.jpg")
    expect(chat.widget.locator(".nemo-photo[data-state=ready]")).to_have_count(2)
    picture(chat.page, f"chat-{chat.front}-photos")
    for name in ("pasted.png", "harbour.jpg"):
        chat.button(f"Remove {name}").click()
    expect(chat.widget.locator(".nemo-photo")).to_have_count(0)


def test_what_is_no_photo_is_refused_in_words(chat: Chat) -> None:
    text = chat.folder / "notes.jpg"
    text.write_text("no photo at all")
    drop(chat.widget, text)
    expect(chat.widget.locator(".nemo-composer")).to_contain_text("Accepted are mp4")
    chat.button("Remove notes.jpg").click()


def test_frames_are_stepped_through_and_the_playhead_shows_where(chat: Chat) -> None:
    slider = chat.widget.get_by_role("slider", name="Position")
    slider.focus()
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("frame 1 of 30"))
    for _ in range(3):
        slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("frame 4 of 30"))
    chat.button("One frame back").click()
    expect(slider).to_have_attribute("aria-valuetext", re.compile("frame 3 of 30"))
    time = chat.widget.locator("video").evaluate("(video) => video.currentTime")
    assert 2 / 30 < time < 3 / 30


def test_the_kernel_is_free_while_a_turn_is_made_and_stop_stops_it(chat: Chat) -> None:
    chat.say("10 seconds long")
    expect(chat.button("Stop")).to_be_visible()
    run(chat.page, 1)
    expect(output_of(chat.page, 1)).to_have_text("1 takes\n")
    expect(chat.button("Stop")).to_be_visible()
    picture(chat.page, f"chat-{chat.front}-live")
    chat.button("Stop").click()
    # The view is drawn anew: at its end, with the line to write in as it was.
    expect(chat.widget.get_by_text("Stopped after")).to_be_in_viewport()
    expect(chat.field).to_have_css("height", "32px")
    expect(chat.button("Send")).to_be_visible()


def test_a_turn_that_a_cell_makes_is_seen_in_the_chat(chat: Chat) -> None:
    run(chat.page, 2)
    chat.wait_for_take(2)
    expect(chat.widget.locator(".nemo-prompt").last).to_contain_text(GREY)
    plays(chat.widget.locator(".nemo-viewer video"), 720)
    expect(chat.button("Send")).to_be_visible()


def test_two_takes_are_compared_in_step(chat: Chat) -> None:
    chat.button("Compare").click()
    videos = chat.widget.locator("video")
    expect(videos).to_have_count(2)
    for number in range(2):
        expect(videos.nth(number)).to_have_js_property("readyState", 4)
    chat.button("Play").click()
    apart = videos.first.evaluate(
        """async (first) => {
            const [before, after] = first.closest(".nemo").querySelectorAll("video");
            const wait = (event) => new Promise((done) => after.addEventListener(event, done));
            for (let times = 0; times < 4; times += 1) await wait("timeupdate");
            const apart = Math.abs(before.currentTime - after.currentTime);
            return Math.min(apart, after.duration - apart); // they go round and round
        }"""
    )
    assert apart < 0.15
    chat.button("Pause").click()
    picture(chat.page, f"chat-{chat.front}-side")
    chat.button("Wipe").click()
    chat.widget.get_by_role("slider", name="Wipe between Take 1 and Take 2").fill("30")
    expect(chat.widget.locator(".nemo-wipe")).to_have_attribute("style", re.compile("30%"))
    chat.widget.get_by_role("combobox", name="With").select_option("photo")
    expect(chat.widget.locator(".nemo-wipe-before img")).to_have_js_property("complete", value=True)
    picture(chat.page, f"chat-{chat.front}-wipe")
    chat.button("Compare").click()
    chat.widget.get_by_role("button", name=re.compile("^Take 1: ")).click()
    expect(chat.widget.get_by_role("region", name="Take 1")).to_be_visible()


def test_a_take_is_downloaded_in_another_container(chat: Chat) -> None:
    chat.button("Download").click()
    with chat.page.expect_download(timeout=MINUTES) as waiting:
        chat.button("Download as MKV").click()
    assert waiting.value.suggested_filename.endswith(".mkv")
    assert Path(waiting.value.path()).read_bytes()[:4] == b"\x1a\x45\xdf\xa3"
    with chat.page.expect_download() as waiting:
        chat.button("Download as MP4").click()
    assert Path(waiting.value.path()).read_bytes()[4:8] == b"ftyp"
    chat.button("Download").click()


def test_a_take_is_copied_as_the_cells_that_make_it(chat: Chat) -> None:
    chat.button("Copy as cell").click()
    expect(chat.button("Copied")).to_be_visible()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"%%nemo nemo_media/photos/harbour.jpg\n{SMALL}"


def test_all_of_it_is_reached_by_the_keyboard(chat: Chat) -> None:
    chat.field.focus()
    reached: set[str] = set()
    for _ in range(30):
        chat.page.keyboard.press("Shift+Tab")
        reached.add(
            chat.page.evaluate(
                """() => {
                    const on = document.activeElement;
                    if (!on.closest(".nemo")) return "";
                    return on.ariaLabel || on.textContent;
                }"""
            )
        )
    for name in ("Add photos", "Play", "Position", "Loop", "Mute", "Speed", "Full screen"):
        assert name in reached
    assert {"Compare", "Download", "What was said"} <= reached


def test_axe_finds_nothing(chat: Chat, axe: str) -> None:
    chat.page.evaluate(axe)
    for opened in ("", "Compare", "Download"):
        if opened:
            chat.button(opened).click()
        found = chat.page.evaluate(
            """async () => {
                const { violations } = await axe.run(".nemo");
                return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
            }"""
        )
        assert found == []


def choose_theme(page: Page, name: str, *, is_light: bool) -> None:
    page.locator('.lm-MenuBar-itemLabel:text-is("Settings")').click()
    page.locator('.lm-Menu-itemLabel:text-is("Theme")').hover()
    page.locator(f'.lm-Menu-itemLabel:text-is("{name}")').click()
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", str(is_light).lower())


def test_it_follows_a_dark_theme(chat: Chat, axe: str) -> None:
    choose_theme(chat.page, "JupyterLab Light", is_light=True)  # both front ends share the setting
    light = chat.widget.evaluate("(widget) => getComputedStyle(widget).backgroundColor")
    choose_theme(chat.page, "JupyterLab Dark", is_light=False)
    expect(chat.widget).not_to_have_css("background-color", light)
    chat.page.evaluate(axe)
    found = chat.page.evaluate(
        """async () => (await axe.run(".nemo", { runOnly: ["color-contrast"] })).violations"""
    )
    assert found == []
    picture(chat.page, f"chat-{chat.front}-dark")


def test_a_saved_chat_is_there_without_a_kernel(chat: Chat, lab: Lab) -> None:
    chat.page.keyboard.press("Escape")
    save(chat.page)
    saved = chat.folder / "chat.ipynb"
    other = chat.folder.with_name(f"{chat.folder.name}-again")
    write_notebook(other / "chat.ipynb", "")
    (other / "chat.ipynb").write_bytes(saved.read_bytes())
    (other / "nemo_media").symlink_to(chat.folder / "nemo_media")
    page = chat.page.context.new_page()
    open_notebook(page, lab.url, other / "chat.ipynb", chat.front)
    kept = output_of(page, 0)
    expect(kept).to_contain_text(SMALL)
    expect(kept).to_contain_text(GREY)
    expect(kept.locator("video")).to_have_count(2)
    plays(kept.locator("video").first, 720)
    picture(page, f"chat-{chat.front}-saved")
    page.close()


def test_a_page_that_is_opened_again_has_the_chat_back_from_its_kernel(chat: Chat) -> None:
    chat.page.reload()
    expect(chat.field).to_be_visible()
    expect(chat.widget.locator(".nemo-take")).to_have_count(2)
    plays(chat.widget.locator(".nemo-viewer video"), 720)
