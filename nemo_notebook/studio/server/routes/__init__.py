"""The endpoints of the protocol, a module for each thing that they are about."""
