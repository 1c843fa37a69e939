"""All that a Direction wants in the air and on the lens, drawn from the farthest to the nearest."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

import numpy as np

from nemo_notebook.studio.render.atmosphere.air import Air, Moment
from nemo_notebook.studio.render.atmosphere.bubbles import bubbles
from nemo_notebook.studio.render.atmosphere.dust import dust
from nemo_notebook.studio.render.atmosphere.embers import embers
from nemo_notebook.studio.render.atmosphere.fireflies import fireflies
from nemo_notebook.studio.render.atmosphere.fog import Fog
from nemo_notebook.studio.render.atmosphere.lens import Grain, LightLeak, Vignette
from nemo_notebook.studio.render.atmosphere.mood import Mood
from nemo_notebook.studio.render.atmosphere.rain import rain
from nemo_notebook.studio.render.atmosphere.snow import snow
from nemo_notebook.studio.render.atmosphere.travel import Travel
from nemo_notebook.studio.render.wind import Wind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nemo_notebook.studio.direction import AtmosphereKind, Direction
    from nemo_notebook.studio.render.atmosphere.air import Particles
    from nemo_notebook.studio.render.camera import Path
    from nemo_notebook.studio.render.clock import Clock
    from nemo_notebook.studio.render.planes import Plane, Planes

_PARTICLES: Final[Mapping[AtmosphereKind, Callable[[Air, float], Particles]]] = {
    "snow": snow,
    "rain": rain,
    "dust": dust,
    "embers": embers,
    "fireflies": fireflies,
    "bubbles": bubbles,
}
_IN_DEPTH: Final = frozenset({"fog", *_PARTICLES})


class Atmosphere:
    """What is in the air of a clip, and what its lens adds.

    Args:
        direction: Says what.
        size: Width and height of the frames in pixels.
        clock: What time it is in each frame.
        path: Of the camera through the air; None if it stands still.
    """

    def __init__(
        self,
        direction: Direction,
        size: tuple[int, int],
        clock: Clock,
        path: Path | None = None,
    ) -> None:
        self._clock = clock
        frames = len(clock.seconds)
        travel = Travel.of(path, size) if path else Travel.none(frames, size)
        wind = Wind(direction.seed, clock.total)
        # Each kind has its own chances, so that it stays as it is when another comes or goes.
        amounts = {wish.kind: wish.amount for wish in direction.atmosphere}
        airs = {
            kind: Air(
                travel,
                clock.period,
                wind,
                direction.grade,
                np.random.default_rng((direction.seed, zlib.crc32(kind.encode()))),
            )
            for kind in amounts
        }
        self._particles = [
            _PARTICLES[kind](airs[kind], amount)
            for kind, amount in amounts.items()
            if kind in _PARTICLES
        ]
        self._mood = Mood(amounts)
        self.in_depth = not _IN_DEPTH.isdisjoint(amounts)
        self._fog = Fog(airs["fog"], amounts["fog"]) if "fog" in amounts else None
        self._leak = (
            LightLeak(airs["light_leak"], amounts["light_leak"])
            if "light_leak" in amounts
            else None
        )
        self._vignette = (
            Vignette(airs["vignette"], amounts["vignette"]) if "vignette" in amounts else None
        )
        self._grain = Grain(airs["grain"], amounts["grain"]) if "grain" in amounts else None

    def draw(self, index: int, planes: Planes, matte: Plane | None = None) -> None:
        """Draws it over frame `index`.

        Args:
            index: The frame.
            planes: The frame's picture, drawn over.
            matte: How much of the subject there is in each pixel of luma, 0 to 255; what is farther
                away is hidden behind it. None if there is no subject.
        """
        moment = Moment(index, float(self._clock.seconds[index]))
        self._mood.draw(planes)
        if self._fog:
            self._fog.draw(moment, planes, matte)
        for particles in self._particles:
            particles.draw(moment, planes, matte)
        if self._leak:
            self._leak.draw(moment.seconds, planes)
        if self._vignette:
            self._vignette.draw(planes)
        if self._grain:
            self._grain.draw(index, planes)
