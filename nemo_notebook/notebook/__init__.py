"""IPython and widgets: magics, the live view of a turn, the chat widget."""
