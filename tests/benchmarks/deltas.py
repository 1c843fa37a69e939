"""For how long 10,000 deltas of a text keep the page busy, in Chromium.

Prints one JSON object: milliseconds of a message's work in the page's only thread, its layout
included, as median and 95th percentile over all messages. The limit is that of a frame.

    python tests/benchmarks/deltas.py
"""

from __future__ import annotations

import json
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import Page, Route, sync_playwright

import nemo_notebook
from nemo_notebook.conversation.turn import Stage, TurnState

STATIC = Path(nemo_notebook.__file__).parent / "static"
MODEL = Path(__file__).parents[1] / "e2e" / "model.js"
LIMIT_MS = 16.0
MESSAGES = 200


def messages() -> list[str]:
    """A text as a service writes it, with lists, in 200 messages of 50 deltas each."""
    piece = "The camera **moves** slowly to the left, and `snow` falls. "
    text = "".join(
        piece + ("\n\n- a point\n- another\n\n" if number % 12 == 11 else "")
        for number in range(1000)
    )
    size = len(text) // MESSAGES + 1
    return [text[at : at + size] for at in range(0, len(text), size)]


def opened(page: Page) -> None:
    """Mount a chat whose turn is under way."""

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        if name:
            kind = "text/javascript" if name.endswith("js") else "text/css"
            route.fulfill(body=(STATIC / name).read_text("utf-8"), content_type=kind)
        else:
            head = '<link rel="stylesheet" href="/widget.css">'
            script = f"<script>{MODEL.read_text('utf-8')}</script>"
            body = f"<!doctype html><head>{head}{script}</head><body><div id=out></div></body>"
            route.fulfill(body=body, content_type="text/html")

    page.route("**/*", answer)
    page.goto("https://localhost/")
    turn = TurnState("zoom in").at(Stage.ANSWERING, "").as_json()
    current = {**turn, "timeline": [], "has_photo": False}
    page.evaluate("(traits) => mount(traits)", {"use": "chat", "current": current})


def main() -> None:
    """Prints the figures."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        opened(page)
        times = page.evaluate("(deltas) => streamed(deltas)", messages())["times"]
        browser.close()
    median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    figures = {"median_ms": round(median, 2), "p95_ms": round(p95, 2), "limit_ms": LIMIT_MS}
    print(json.dumps({**figures, "within_limit": median < LIMIT_MS}, indent=1))


if __name__ == "__main__":
    main()
