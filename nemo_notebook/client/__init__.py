"""How to talk to a server that speaks the NemoVideo protocol."""

from nemo_notebook.client.aio import AsyncNemoClient
from nemo_notebook.client.sync import NemoClient

__all__ = ["AsyncNemoClient", "NemoClient"]
