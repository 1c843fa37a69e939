"""How to talk to a server that speaks the NemoVideo protocol."""
