"""The protocol over Starlette, in a process of its own."""
