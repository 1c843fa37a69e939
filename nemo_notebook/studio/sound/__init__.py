"""Music made for a clip."""
