"""How long tests wait for a service that answers at once: all of it in a fraction of a second."""

from __future__ import annotations

from typing import Final

from nemo_notebook.conversation.follow import Patience

QUICK: Final = Patience(
    resume_after_s=(0.01,),
    poll_after_s=(0.01,),
    follow_every_s=0.01,
    stable_s=0.05,
    give_up_after_s=0.2,
)
