"""Photo and Direction to frames to file."""
