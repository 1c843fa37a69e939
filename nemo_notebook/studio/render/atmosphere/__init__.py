"""What is in the air between photo and lens, and on the lens and the film."""

from nemo_notebook.studio.render.atmosphere.atmosphere import Atmosphere

__all__ = ["Atmosphere"]
