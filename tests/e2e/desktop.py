"""What a person does in JupyterLab or in Notebook 7, and sees there."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Locator, Page, Response, TimeoutError, expect  # noqa: A004 (Playwright's own)

MINUTES = 180_000
"""How long a render may take on a slow machine, in milliseconds."""

_KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
_FILES = """([name, type, data]) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name, { type }));
    return transfer;
}"""
_PASTE = """(field, clipboardData) => field.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
)"""
_PLAY = """async (video) => {
    const first = video.currentTime;
    video.muted = true;
    await video.play();
    await new Promise((resolve) => {
        video.ontimeupdate = () => video.currentTime !== first && resolve();
    });
    video.pause();
    return { ready: video.readyState, width: video.videoWidth, fault: video.error?.message };
}"""


def write_notebook(path: Path, *cells: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    code_cells = [new_code_cell(source) for source in cells]
    nbformat.write(new_notebook(cells=code_cells, metadata=_KERNEL), path)
    return path


def open_notebook(page: Page, url: str, notebook: Path, front: str = "lab") -> None:
    """Open a notebook that stands in a folder of its own in the server's root."""
    place = f"{notebook.parent.name}/{notebook.name}"
    if front == "lab":
        # A workspace of its own: the shared one brings back what the last test had open.
        page.goto(f"{url}lab/workspaces/{notebook.parent.name}/tree/{place}")
    else:
        page.goto(f"{url}notebooks/{place}")
    expect(page.locator(".jp-Notebook .jp-CodeCell").first).to_be_visible()
    # Run All on a kernel that was still connecting was seen to leave cells out.
    if front == "lab":
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
    else:
        idle = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
        expect(page.locator(idle)).to_be_visible()


def run_all_cells(page: Page) -> None:
    """Before the kernel is there, the menu does nothing: then it is chosen once more."""
    began = page.locator('.jp-CodeCell .jp-InputPrompt:not(:text-is("[ ]:"))').first
    while not began.is_visible():
        page.locator('.lm-MenuBar-itemLabel:text-is("Run")').click()
        page.locator('.lm-Menu-itemLabel:text-is("Run All Cells")').click()
        with suppress(TimeoutError):
            began.wait_for(timeout=5000)


def run(page: Page, number: int) -> None:
    """Run the code cell of that number, from 0; before the kernel is there, once more."""
    cell = page.locator(".jp-CodeCell").nth(number)
    began = cell.locator('.jp-InputPrompt:not(:text-is("[ ]:"))')
    while not began.is_visible():
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        with suppress(TimeoutError):
            began.wait_for(timeout=5000)


def save(page: Page) -> None:
    """Save the notebook, and see it on the disk."""

    def is_saved(response: Response) -> bool:
        return response.request.method == "PUT" and "/api/contents/" in response.url

    with page.expect_response(is_saved):
        page.locator('.lm-MenuBar-itemLabel:text-is("File")').click()
        page.locator('.lm-Menu-itemLabel:text-is("Save Notebook")').click()


def output_of(page: Page, number: int) -> Locator:
    """What stands below the code cell of that number, from 0."""
    return page.locator(".jp-CodeCell").nth(number).locator(".jp-OutputArea-output")


def prompts(page: Page) -> Locator:
    return page.locator(".jp-CodeCell .jp-InputPrompt")


def plays(video: Locator, width: int) -> None:
    """The video has a picture and no fault, and its time goes on when it is played."""
    video.scroll_into_view_if_needed()
    seen = video.evaluate(_PLAY)
    assert seen["ready"] >= 2
    assert seen["width"] == width
    assert seen.get("fault") is None


def drop(place: Locator, photo: Path) -> None:
    """Drop a file there, as a person drags it from the desktop."""
    transfer = place.page.evaluate_handle(_FILES, _file(photo))
    for event in ("dragenter", "dragover", "drop"):
        place.dispatch_event(event, {"dataTransfer": transfer})


def paste(field: Locator, photo: Path) -> None:
    """Paste a picture from the clipboard."""
    transfer = field.page.evaluate_handle(_FILES, _file(photo))
    field.evaluate(_PASTE, transfer)


def picture(page: Page, name: str, locator: Locator | None = None) -> None:
    """Keep a picture of what is seen where `NEMO_SCREENSHOTS` names a folder."""
    if folder := os.environ.get("NEMO_SCREENSHOTS"):
        (locator or page).screenshot(path=Path(folder, f"{name}.png"))


def _file(photo: Path) -> Sequence[str]:
    kind = "image/png" if photo.suffix == ".png" else "image/jpeg"
    return photo.name, kind, base64.b64encode(photo.read_bytes()).decode()
