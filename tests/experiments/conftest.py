from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image


@pytest.fixture(scope="package")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data directory of its own for the studio, which one process keeps for all of these."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEMO_DATA_DIR", str(folder))
        for name in ("NEMO_TOKEN", "NEMO_API_URL", "NEMO_PROVENANCE"):
            patch.delenv(name, raising=False)
        yield folder


@pytest.fixture(scope="package")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo of 400 by 300 pixels, `harbour.jpg`."""
    waves = np.indices((300, 400)).sum(axis=0) % 97
    path = tmp_path_factory.mktemp("photos") / "harbour.jpg"
    Image.fromarray(np.stack([waves, waves * 2, 200 - waves], axis=-1).astype(np.uint8)).save(path)
    return path
