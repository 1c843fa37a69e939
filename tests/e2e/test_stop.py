from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desktop import open_notebook, output_of, prompts, run_all_cells, write_notebook

if TYPE_CHECKING:
    from tests.e2e.conftest import Lab

pytestmark = pytest.mark.browser

OTHER = """
import time
from pathlib import Path
while not Path("go").exists():
    time.sleep(0.05)
print("the other cell ran to its end")
"""
CELLS = (
    "%load_ext nemo_notebook\nfrom nemo_notebook import sample_photo\nsample_photo();",
    "%%nemo dandelions.jpg --no-wait\nslowly zoom in, 60 seconds long",
    OTHER,
    "print('the next cell ran')",
)


@pytest.mark.parametrize("front", ["lab", "notebook"])
def test_stop_reaches_a_turn_while_another_cell_runs(lab: Lab, page: Page, front: str) -> None:
    notebook = write_notebook(lab.root / f"stop-beside-{front}" / "stop.ipynb", *CELLS)
    open_notebook(page, lab.url, notebook, front)
    run_all_cells(page)
    live = page.locator(".nemo").first
    expect(prompts(page).nth(2)).to_have_text("[*]:")
    live.get_by_role("button", name="Stop").click()
    expect(live).to_contain_text("Stopped after")
    expect(prompts(page).nth(2)).to_have_text("[*]:")
    (notebook.parent / "go").touch()
    expect(output_of(page, 2)).to_have_text("the other cell ran to its end\n")
    expect(output_of(page, 3)).to_have_text("the next cell ran\n")
    expect(page.locator(".jp-RenderedText[data-mime-type*=error]")).to_have_count(0)
