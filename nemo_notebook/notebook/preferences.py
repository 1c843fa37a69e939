"""What `%config NemoMagics` sets."""

from __future__ import annotations

import traitlets

from nemo_notebook.notebook.near import did_you_mean
from nemo_notebook.notebook.options import Options
from nemo_notebook.protocol.errors import OptionError
from nemo_notebook.protocol.media import CONTAINERS, QUALITIES

BACKENDS = ("auto", "studio", "hosted")
MODES = ("auto", "offline", "refresh", "plan")


class Preferences(traitlets.HasTraits):
    """How a notebook wants its turns; `NemoMagics` carries them.

    Attributes:
        confirm: Whether to ask before a message that costs credits.
        backend: Who answers new conversations.
        format: The container where nothing says which.
        quality: The quality where nothing says which.
        embed_limit: The largest video that `--embed` puts into a notebook, in megabytes.
        mode: What becomes of a turn that was made before, and of one that was not.
        short_errors: Whether what a person can mend is said without a traceback.
    """

    confirm = traitlets.Bool(
        default_value=False, help="Ask before a message that costs credits is sent."
    ).tag(config=True)
    backend = traitlets.Enum(
        BACKENDS,
        default_value="auto",
        help="Who answers new conversations: studio, hosted, or what the environment says (auto).",
    ).tag(config=True)
    format = traitlets.Enum(
        CONTAINERS, default_value="mp4", help="The container where a line does not say which."
    ).tag(config=True)
    quality = traitlets.Enum(
        QUALITIES, default_value="high", help="The quality where a line does not say which."
    ).tag(config=True)
    embed_limit = traitlets.Float(
        default_value=25.0,
        min=0.0,
        help="The largest video that --embed puts into the notebook, in MB; larger are linked.",
    ).tag(config=True)
    mode = traitlets.Enum(
        MODES,
        default_value=None,
        allow_none=True,
        help="auto replays a known turn and sends another; offline sends nothing; refresh makes "
        "the next take; plan only prices. Where it is None, NEMO_MODE says.",
    ).tag(config=True)
    short_errors = traitlets.Bool(
        default_value=True, help="Say in a line or two what can be mended, without a traceback."
    ).tag(config=True)

    @property
    def usual(self) -> Options:
        """What a line means where it says nothing."""
        return Options(usual_format=self.format, quality=self.quality)

    def choose(self, name: str, said: str) -> None:
        """Set a preference to what a person wrote.

        Raises:
            OptionError: There is no such preference, or it cannot be that.
        """
        known = self.known()
        if name not in known:
            meant = did_you_mean(name, known)
            raise OptionError(
                f"There is no setting {name}",
                hint=f"Did you mean {meant}?" if meant else f"There are {', '.join(known)}.",
            )
        try:
            self.set_trait(name, known[name].from_string(said))
        except (ValueError, traitlets.TraitError):
            raise OptionError(
                f"{name} cannot be {said!r}", hint=f"It may be {_may_be(known[name])}."
            ) from None

    @classmethod
    def known(cls) -> dict[str, traitlets.TraitType[object, object]]:
        """The preferences by their names, in the order of this file."""
        return {name: trait for name, trait in vars(Preferences).items() if _is_trait(trait)}


def _is_trait(value: object) -> bool:
    return isinstance(value, traitlets.TraitType)


def _may_be(trait: traitlets.TraitType[object, object]) -> str:
    if isinstance(trait, traitlets.Enum):
        return " or ".join(map(str, trait.values or ()))
    return "True or False" if isinstance(trait, traitlets.Bool) else "a number of megabytes"
