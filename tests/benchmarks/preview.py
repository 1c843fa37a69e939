"""How soon after a request the first picture of a clip is there, at 720p.

Prints one JSON object: seconds from sending the message to a studio of one's own to its first
picture, the median over the rounds, for a photo of 12 megapixels.

    python tests/benchmarks/preview.py [rounds]
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import cv2
import httpx
import numpy as np
from PIL import Image

from nemo_notebook.studio.server.process import StudioProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

_WISHES: Final = {
    "zoom": "zoom in, 720p, 2 seconds",
    "depth": "dolly in, the water ripples, it snows, 720p, 2 seconds",
    "cropped": "vertical, pan left, 720p, 2 seconds",
}


def _photo() -> bytes:
    with (files("nemo_notebook") / "samples" / "dandelions.jpg").open("rb") as file:
        pixels = np.asarray(Image.open(file).convert("RGB"))
    large = np.asarray(cv2.resize(pixels, (4624, 2601), interpolation=cv2.INTER_CUBIC), np.uint8)
    jpeg = BytesIO()
    Image.fromarray(large).save(jpeg, "JPEG", quality=92)
    return jpeg.getvalue()


def _states(answer: httpx.Response) -> Iterator[dict[str, object]]:
    for line in answer.iter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: ")).get("actions", {}).get("stateDelta", {})


def _wait(http: httpx.Client, photo: bytes, words: str) -> float:
    """Seconds until the first picture."""
    opened = http.post("/api/tasks/me/with-session/nemo_agent", json={"task_name": "benchmark"})
    session = opened.json()["data"]["session_id"]
    http.post(f"/api/upload-video/nemo_agent/me/{session}", files={"files": ("a.jpg", photo)})
    message = {"session_id": session, "new_message": {"parts": [{"text": words}]}}
    start, waited = time.perf_counter(), 0.0
    with http.stream("POST", "/run_sse", json=message) as answer:
        for state in _states(answer):
            if "generated_media" in state and not waited:
                waited = time.perf_counter() - start
    return waited


def main() -> None:
    """Prints the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    photo = _photo()
    with TemporaryDirectory() as name:
        studio = StudioProcess.start(Path(name))
        transport = httpx.HTTPTransport(uds=str(studio.uds)) if studio.uds else None
        headers = {"Authorization": f"Bearer {studio.token}"}
        with httpx.Client(
            transport=transport, base_url=studio.url, headers=headers, timeout=600
        ) as http:
            waits = {
                case: statistics.median(_wait(http, photo, words) for _ in range(rounds))
                for case, words in _WISHES.items()
            }
        studio.close()
    print(json.dumps({"first_picture_s_720": {case: round(s, 3) for case, s in waits.items()}}))


if __name__ == "__main__":
    main()
