"""Many turns, and what to make of them."""
