"""The words of the director: which phrases, English and Chinese, name which idea.

Data only. A phrase is a run of words between slashes; `~` after an English word stands for all of
its forms ("pan~" is pan, pans, panned, panning). Chinese phrases are written as they are said, in
simplified characters. `value@number` carries a number along: a drizzle is rain, and little of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nemo_notebook.studio.director.lexicon.camera import CAMERA
from nemo_notebook.studio.director.lexicon.clip import CLIP
from nemo_notebook.studio.director.lexicon.colour import COLOUR
from nemo_notebook.studio.director.lexicon.degrees import DEGREES
from nemo_notebook.studio.director.lexicon.impossible import IMPOSSIBLE
from nemo_notebook.studio.director.lexicon.joints import JOINTS
from nemo_notebook.studio.director.lexicon.kinds import Kind
from nemo_notebook.studio.director.lexicon.orders import ORDERS
from nemo_notebook.studio.director.lexicon.scene import SCENE
from nemo_notebook.studio.director.lexicon.sound import SOUND
from nemo_notebook.studio.director.lexicon.talk import TALK
from nemo_notebook.studio.director.lexicon.title import TITLE

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LEXICON", "Kind"]

LEXICON: Final[Mapping[Kind, Mapping[str, str]]] = {
    **CAMERA,
    **SCENE,
    **COLOUR,
    **TITLE,
    **SOUND,
    **CLIP,
    **IMPOSSIBLE,
    **DEGREES,
    **ORDERS,
    **TALK,
    **JOINTS,
}
