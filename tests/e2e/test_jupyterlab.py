from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Request, expect

from nemo_notebook.demo import shipped_notebook
from tests.e2e.desktop import (
    MINUTES,
    open_notebook,
    output_of,
    plays,
    prompts,
    run_all_cells,
    write_notebook,
)

if TYPE_CHECKING:
    from tests.conftest import DemoRun
    from tests.e2e.conftest import Lab

pytestmark = pytest.mark.browser

WIDE = 1920
"""Pixels across in a video of the quick start."""


@pytest.fixture
def asked_outside(page: Page) -> list[str]:
    """The addresses outside this machine that the page asked for; it is given none of them."""
    asked: list[str] = []

    def is_outside(request: Request) -> bool:
        return not request.url.startswith(("http://127.0.0.1", "file:", "data:", "blob:"))

    page.on("request", lambda request: asked.append(request.url) if is_outside(request) else None)
    page.route(lambda url: url.startswith("https:"), lambda route: route.abort())
    return asked


def test_the_demos_notebook_reads_well_untrusted_and_unrun(
    lab: Lab, page: Page, demo_run: DemoRun, asked_outside: list[str]
) -> None:
    folder = lab.root / "demo"
    shutil.copytree(demo_run.folder, folder, ignore=shutil.ignore_patterns(".nemo"))
    open_notebook(page, lab.url, folder / "quickstart.ipynb")
    expect(page.locator('[title^="Notebook not trusted"]')).to_be_visible()
    first = output_of(page, 2)
    expect(first).to_contain_text("Zooming in slowly while panning left")
    expect(first).to_contain_text("dandelions-")
    assert first.locator("video").get_attribute("poster", timeout=0)
    plays(first.locator("video"), WIDE)
    for number in (4, 6, 7):
        expect(output_of(page, number).locator("video")).to_have_count(1)
    assert not asked_outside


def test_the_quick_start_runs_live_and_replays_in_notebook_7(
    lab: Lab, page: Page, demo_run: DemoRun, asked_outside: list[str]
) -> None:
    folder = lab.root / "live"
    folder.mkdir()
    notebook = Path(shutil.copy(shipped_notebook(), folder))
    open_notebook(page, lab.url, notebook)
    run_all_cells(page)
    live = page.locator(".nemo").first
    expect(live.get_by_role("progressbar")).to_be_visible()
    expect(live.get_by_role("button", name="Stop")).to_be_enabled()
    expect(live).to_contain_text("Zooming in slowly while panning left")
    expect(live.locator("video")).to_be_visible(timeout=MINUTES)
    assert str(live.locator("video").get_attribute("src")).startswith("blob:")
    live.locator("video").scroll_into_view_if_needed()
    expect(live.locator("video")).to_have_js_property("paused", value=False)
    plays(live.locator("video"), WIDE)
    # Four videos that play while the next is made would take the processor from it.
    page.emulate_media(reduced_motion="reduce")
    expect(live.get_by_role("progressbar")).to_have_count(0)
    expect(prompts(page)).to_have_text([f"[{number}]:" for number in range(1, 9)], timeout=MINUTES)
    expect(page.locator(".nemo video")).to_have_count(4)
    assert not asked_outside
    # Each video, and its recipe beside it: the same bytes from nothing, wherever the cells run.
    assert len(files_in(demo_run.folder)) == 8
    assert files_in(folder) == files_in(demo_run.folder)
    replays_in_notebook_7(lab, page, folder)
    assert not asked_outside


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "nemo_media").iterdir()}


def replays_in_notebook_7(lab: Lab, page: Page, folder: Path) -> None:
    """The same in the other front end, from what the run before has left: nothing is made anew."""
    made = sorted((folder / "nemo_media").iterdir())
    again = Path(shutil.copy(shipped_notebook(), folder / "again.ipynb"))
    open_notebook(page, lab.url, again, "notebook")
    run_all_cells(page)
    expect(prompts(page)).to_have_text([f"[{number}]:" for number in range(1, 9)])
    for cell, said in (
        (2, "Replayed: nothing was sent"),
        (4, "Replayed: nothing was sent"),
        (7, "重播：没有发送"),
    ):
        expect(output_of(page, cell)).to_contain_text(said)
    videos = page.locator(".nemo video")
    expect(videos).to_have_count(4)
    for number in range(4):
        assert str(videos.nth(number).get_attribute("src")).startswith("blob:")
        plays(videos.nth(number), WIDE)
    assert sorted((folder / "nemo_media").iterdir()) == made


def test_stop_ends_the_cell_and_the_next_cells_run(lab: Lab, page: Page) -> None:
    notebook = write_notebook(
        lab.root / "stop" / "stop.ipynb",
        "%load_ext nemo_notebook\nfrom nemo_notebook import sample_photo\nsample_photo();",
        "%%nemo dandelions.jpg\nslowly zoom in, 60 seconds long",
        "print('the next cell ran')",
    )
    open_notebook(page, lab.url, notebook)
    run_all_cells(page)
    live = page.locator(".nemo").first
    live.get_by_role("button", name="Stop").click()
    expect(live).to_contain_text("Stopped after")
    expect(output_of(page, 2)).to_have_text("the next cell ran\n")
    expect(page.locator(".jp-RenderedText[data-mime-type*=error]")).to_have_count(0)
    expect(prompts(page)).to_have_text(["[1]:", "[2]:", "[3]:"])


def test_the_demos_notebook_as_a_web_page(page: Page, demo_run: DemoRun, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(demo_run.folder, folder, ignore=shutil.ignore_patterns(".nemo"))
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "html", "quickstart.ipynb"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    page.route(lambda url: url.startswith("https:"), lambda route: route.abort())
    page.goto((folder / "quickstart.html").as_uri(), wait_until="commit")
    expect(page.locator("video")).to_have_count(4)
    expect(page.locator("body")).to_contain_text("Zooming in slowly while panning left")
    plays(page.locator("video").first, WIDE)
