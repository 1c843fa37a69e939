"""Words, English or Chinese, to a Direction."""

from nemo_notebook.studio.director.director import Director, Hearing

__all__ = ["Director", "Hearing"]
