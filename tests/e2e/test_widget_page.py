"""The widget alone on a page: themes, widths, languages, hostile text, and how fast it draws."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

import nemo_notebook
from nemo_notebook.conversation.sync import Conversation
from nemo_notebook.notebook.turn_widget import TurnWidget
from nemo_notebook.protocol.events import JsonObject
from nemo_notebook.samples import sample_photo
from tests.benchmarks.deltas import messages

pytestmark = pytest.mark.browser

STATIC = Path(nemo_notebook.__file__).parent / "static"
MODEL = (Path(__file__).parent / "model.js").read_text()
ANSWER = """Here is what I **can** do, with a [link](https://nemovideo.com):

| look | mood |
|---|---|
| warm | calm |

```python
take.export("webm", quality="high")  # a line that is longer than a narrow page is wide
```
"""
HOSTILE = [
    "<script>window.hit = 1</script>",
    "<img src=https://evil.example/x onerror=window.hit=1>",
    "![x](https://evil.example/pixel.png)",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)",
    "[x](javascript:window.hit=1)",
    "[x](JaVaScRiPt:window.hit=1)",
    "[x](java&#x09;script:window.hit=1)",
    "[x](data:text/html,<script>window.hit=1</script>)",
    "[x](//evil.example/x)",
    "<javascript:window.hit=1>",
    "[ref]\n\n[ref]: javascript:window.hit=1",
    "<svg onload=window.hit=1><script>window.hit=1</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.hit=1>",
    "<iframe src=https://evil.example srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<form action=https://evil.example><input name=token autofocus onfocus=window.hit=1></form>",
    "<style>@import 'https://evil.example/x.css'; body{display:none}</style>",
    "<base href=https://evil.example><link rel=stylesheet href=https://evil.example/x.css>",
    "<details open ontoggle=window.hit=1>x</details>",
    "<video src=https://evil.example/x.mp4 autoplay onerror=window.hit=1></video>",
]
UNWANTED = (
    "script, iframe, img, form:not(.nemo-composer), input:not([type=file]), style, base, link"
)
THEMES = {
    "JupyterLab light": ('<html><body data-jp-theme-light="true">', "white", "#000"),
    "JupyterLab dark": ('<html><body data-jp-theme-light="false">', "#111", "#fff"),
    "VS Code dark": (
        '<html><body class="vscode-dark" data-vscode-theme-kind="x">',
        "#1e1e1e",
        "#d4d4d4",
    ),
    "Colab dark": ('<html theme="dark"><body>', "#1c1c1c", "#d5d5d5"),
    "nothing known": ("<html><body>", "", ""),
    "nothing known, dark": ("<html><body>", "", ""),
}
VARIABLES = {
    "Jup": "--jp-layout-color0:{};--jp-ui-font-color0:{}",
    "VS ": "--vscode-editor-background:{};--vscode-editor-foreground:{}",
    "Col": "--colab-primary-surface-color:{};--colab-primary-text-color:{}",
    "not": "",
}

STICKING_OUT = """() => {
    const right = document.querySelector(".nemo").getBoundingClientRect().right;
    const scrolls = ".nemo-filmstrip *, pre *, table *, .nemo-unseen";
    return [...document.querySelectorAll(".nemo *")]
        .filter((element) => !element.matches(scrolls))
        .filter((element) => element.getBoundingClientRect().right > right + 0.5)
        .map((element) => element.className || element.localName);
}"""

Open = Callable[..., Page]


class Recorder(TurnWidget):
    """Keeps what a page would be told."""

    def __init__(self) -> None:
        self.sent: list[tuple[JsonObject, list[str]]] = []
        super().__init__(backend="studio · on this machine")

    def send(self, content: JsonObject, buffers: list[bytes] | None = None) -> None:
        self.sent.append((content, [base64.b64encode(data).decode() for data in buffers or []]))


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> Recorder:
    """Two real takes, as a page is told of them."""
    folder = tmp_path_factory.mktemp("takes")
    widget = Recorder()
    with Conversation(sample_photo(folder), folder=folder) as conversation:
        for sentence in ('480p, 1 second, zoom in, add the title "Dusk"', "black and white"):
            take = conversation.say(sentence)
            widget.bring(widget.end(take.turn, take.video, take))
    for index in range(2):
        widget._push_photo(index)
    return widget


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    contexts = []

    def open_it(
        *,
        width: int = 960,
        theme: str = "JupyterLab light",
        language: str = "en-GB",
        sent: list[tuple[JsonObject, list[str]]] | None = None,
        **traits: object,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=language,
            color_scheme="dark" if "dark" in theme else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        asked: list[str] = []
        page.route("**/*", lambda route: _answer(route, theme, asked))
        page.goto("https://localhost/")
        page.evaluate("(traits) => mount(traits)", traits)
        page.evaluate("(sent) => deliver(sent)", sent or [])
        setattr(page, "asked", asked)  # noqa: B010 (mypy knows no such attribute)
        return page

    yield open_it
    for context in contexts:
        context.close()


def _answer(route: Route, theme: str, asked: list[str]) -> None:
    url = route.request.url
    if url == "https://localhost/":
        start, surface, ink = THEMES[theme]
        style = VARIABLES[theme[:3]].format(surface, ink)
        head = (
            '<head><meta charset="utf-8"><link rel="stylesheet" href="/widget.css">'
            f"<style>html{{{style}}}body{{margin:0}}</style><script>{MODEL}</script></head>"
        )
        before, body = start.split("<body", 1)
        html = f"<!doctype html>{before}{head}<body{body}<div id=out></div></body></html>"
        route.fulfill(body=html, content_type="text/html")
    elif url.startswith("https://localhost/widget."):
        name = url.rpartition("/")[2]
        kind = "text/javascript" if name.endswith("js") else "text/css"
        route.fulfill(body=(STATIC / name).read_text("utf-8"), content_type=kind)
    else:
        asked.append(url)
        route.abort()


def turn(takes: Recorder, **change: object) -> dict[str, object]:
    plain = {**takes.turns[0], "video": None, "timeline": [], "has_photo": False}
    return {**plain, **change}


def test_hostile_text_runs_nothing_and_asks_for_nothing(open_page: Open, takes: Recorder) -> None:
    turns = [turn(takes, prompt=text, messages=[text], notes=[text]) for text in HOSTILE]
    trouble = {"message": HOSTILE[0], "hint": HOSTILE[1], "next_step": "open", "link": HOSTILE[4]}
    turns.append(turn(takes, stage="failed", error=trouble))
    page = open_page(use="chat", turns=turns)
    expect(page.locator(".nemo-turn")).to_have_count(len(turns))
    page.evaluate("() => new Promise((done) => setTimeout(done, 100))")
    assert page.evaluate("window.hit") is None
    expect(page.locator(".nemo").locator(UNWANTED)).to_have_count(0)
    assert page.locator('.nemo a:not([href^="https://"], [href^="mailto:"])').count() == 0
    assert vars(page)["asked"] == []


@pytest.mark.parametrize("use", ["chat", "turn"])
def test_nothing_sticks_out_at_any_width(open_page: Open, takes: Recorder, use: str) -> None:
    turns = [turn(takes, messages=[ANSWER]), *takes.turns] if use == "chat" else takes.turns[:1]
    late = len(turns) - 2 if use == "chat" else 0
    sent = [
        ({**message, "turn": int(str(message["turn"])) + late}, data)
        for message, data in takes.sent
    ]
    page = open_page(use=use, turns=turns, sent=sent)
    expect(page.locator("video")).to_be_visible()
    for name in ("Compare", "Download"):
        page.get_by_role("button", name=name, exact=True).click()
    for width in (320, 480, 760, 1024, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(STICKING_OUT) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", THEMES)
def test_both_colours_are_the_themes_or_its_own(
    open_page: Open, takes: Recorder, theme: str
) -> None:
    page = open_page(theme=theme, use="chat", turns=[turn(takes)])
    colours = page.locator(".nemo").evaluate(
        """(widget) => {
            const { backgroundColor, color } = getComputedStyle(widget);
            const light = (colour) => {
                const canvas = document.createElement("canvas").getContext("2d");
                canvas.fillStyle = colour;
                canvas.fillRect(0, 0, 1, 1);
                const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
                return (red + green + blue) / 765;
            };
            return [light(backgroundColor), light(color)];
        }"""
    )
    surface, ink = colours
    assert (surface < 0.2 and ink > 0.7) if "dark" in theme else (surface > 0.9 and ink < 0.2)


def test_a_chinese_browser_reads_chinese_throughout(open_page: Open, takes: Recorder) -> None:
    page = open_page(language="zh-CN", use="chat", turns=takes.turns, sent=takes.sent)
    for name in ("对比", "下载", "复制为单元格", "播放", "上一帧", "循环播放", "发送", "添加照片"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_attached()
    page.get_by_role("button", name="对比").click()
    expect(page.locator(".nemo")).to_contain_text("并排")
    expect(page.locator(".nemo")).to_contain_text("免费")
    words = page.locator(".nemo").evaluate(
        """(widget) => [...widget.querySelectorAll("button, label, footer, [aria-label]")]
            .flatMap((element) => [element.ariaLabel, element.title])
            .filter((text) => text && !/[\\u4e00-\\u9fff]/.test(text))"""
    )
    names = {text for turn in takes.turns for text in (turn["video"]["name"], turn["prompt"])}
    assert set(words) <= names


@pytest.mark.parametrize("width", [320, 960])
def test_a_question_is_reached_and_answered_by_the_keyboard(
    open_page: Open, takes: Recorder, axe: str, width: int
) -> None:
    asks = "This message costs about 50 of 150 credits. Send it?"
    page = open_page(
        width=width,
        use="chat",
        turns=takes.turns,
        current=turn(takes, stage="waiting", messages=[], suggestions=[]),
        question={"id": "q", "text": asks},
    )
    question = page.get_by_role("group", name=asks)
    expect(question).to_be_in_viewport()
    expect(page.get_by_role("status").first).to_have_text(asks)
    page.evaluate(axe)
    assert page.evaluate("async () => (await axe.run('.nemo')).violations") == []
    field = page.get_by_role("textbox")
    field.focus()
    for name in ("Add photos", "Send", "Don’t send"):
        page.keyboard.press("Shift+Tab")
        expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("model.sent.at(-1)") == {"kind": "answer", "id": "q", "yes": False}
    expect(field).to_be_focused()


def test_a_poster_stands_there_before_the_video(open_page: Open, takes: Recorder) -> None:
    posters = [(message, data) for message, data in takes.sent if message["kind"] == "poster"]
    page = open_page(use="turn", turns=takes.turns[:1], sent=posters[:1])
    expect(page.locator(".nemo-still img")).to_have_js_property("complete", value=True)
    expect(page.locator(".nemo-still")).to_contain_text("Loading the video")
    page.evaluate("(sent) => deliver(sent)", takes.sent)
    expect(page.locator("video")).to_have_js_property("readyState", 4)


def test_a_delta_costs_no_more_the_longer_the_text_is(open_page: Open, takes: Recorder) -> None:
    """What it costs in time is measured by `benchmarks/deltas.py`."""
    page = open_page(use="chat", current=turn(takes, stage="answering", messages=[]))
    deltas = messages()
    touched = page.evaluate("(deltas) => streamed(deltas)", deltas)["touched"]
    expect(page.locator(".nemo-answer")).to_contain_text("The camera moves slowly")
    assert len(touched) == len(deltas)
    assert min(touched) > 0
    assert max(touched[-50:]) <= 1.5 * max(touched[:50])
