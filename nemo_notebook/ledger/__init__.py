"""What was sent and what came of it. Files only: no network."""
