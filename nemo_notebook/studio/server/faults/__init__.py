"""Faults to be played, so that clients can be proven against a studio that fails."""
