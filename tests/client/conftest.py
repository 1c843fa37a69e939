from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.client.fault_server import FaultServer
from tests.client.ways import Way


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


@pytest.fixture(params=["sync", "async"])
def way(
    request: pytest.FixtureRequest,
    server: FaultServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Way:
    for name in ("SKILL_SOURCE", "NEMO_CLIENT_ID", "NEMO_STORE_TOKEN", "http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return Way(request.param, server.url, tmp_path / "config")
