"""A real JupyterLab, and a real browser to look at it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import httpx
import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, expect, sync_playwright

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
_QUIET = {
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/docmanager-extension/plugin.jupyterlab-settings": {"autosave": False},
    # Cells that are out of sight would not be in the page.
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"},
}
_PATIENCE_S = 60


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab."""

    url: str
    root: Path


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab on a free port, with nobody's settings."""
    home = tmp_path_factory.mktemp("jupyter")
    root = tmp_path_factory.mktemp("lab")
    for name, settings in _QUIET.items():
        path = home / "settings" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": "0",
        "ServerApp.open_browser": "False",
        "ServerApp.allow_root": "True",
        "ServerApp.root_dir": str(root),
        "ServerApp.disable_check_xsrf": "True",
        "IdentityProvider.token": "",
    }
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *(f"--{k}={v}" for k, v in options.items())],
            env={**os.environ, **{name: str(home / place) for name, place in places.items()}},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            yield Lab(_address(server, home), root)
        finally:
            server.terminate()
            server.wait(_PATIENCE_S)


def _address(server: subprocess.Popen[bytes], home: Path) -> str:
    """Where the server says that it listens, once it answers there."""
    said = home / "runtime" / f"jpserver-{server.pid}.json"
    for _ in range(_PATIENCE_S * 10):
        assert server.poll() is None, (home / "log").read_text()
        if said.exists() and (text := said.read_text()):
            url = str(json.loads(text)["url"])
            if httpx.get(f"{url}api").is_success:
                return url
        time.sleep(0.1)
    raise AssertionError((home / "log").read_text())


@pytest.fixture(scope="session")
def axe(shared: Path) -> str:
    """axe-core: one of the development tools of js/, which an install leaves out."""
    js = Path(__file__).parents[2] / "js"
    script = js / "node_modules" / "axe-core" / "axe.min.js"
    with FileLock(shared / "npm.lock"):
        if not script.is_file():
            npm = shutil.which("npm")
            if npm is None:
                _missing("No axe-core here: `npm ci` in js/ brings it")
            subprocess.run(
                [npm, "ci"], cwd=js, stdin=subprocess.DEVNULL, capture_output=True, check=True
            )
    return script.read_text("utf-8")


def _missing(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; module-wide, because while Playwright runs no other test may run a loop."""
    if _CHROMIUM is None:
        _missing("No Chromium here: `apt-get install chromium` brings it")
    expect.set_options(timeout=_PATIENCE_S * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that has never been anywhere; a picture of its end goes to `NEMO_SCREENSHOTS`."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_S * 1000)
    yield page
    if folder := os.environ.get("NEMO_SCREENSHOTS"):
        page.screenshot(path=Path(folder, f"{request.node.name}.png"))
    context.close()
