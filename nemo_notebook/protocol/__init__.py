"""What stands on the wire: events, draft, envelopes, errors. Data only: no I/O, no clock."""
