"""The six moods: from a length in seconds and a source of chance to a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nemo_notebook.studio.sound.moods.acoustic import acoustic
from nemo_notebook.studio.sound.moods.ambient import ambient
from nemo_notebook.studio.sound.moods.cinematic import cinematic
from nemo_notebook.studio.sound.moods.lofi import lofi
from nemo_notebook.studio.sound.moods.piano import piano
from nemo_notebook.studio.sound.moods.upbeat import upbeat

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from nemo_notebook.studio.direction import Mood
    from nemo_notebook.studio.sound.score import Score

SCORES: dict[Mood, Callable[[float, np.random.Generator], Score]] = {
    "lofi": lofi,
    "cinematic": cinematic,
    "piano": piano,
    "ambient": ambient,
    "upbeat": upbeat,
    "acoustic": acoustic,
}
