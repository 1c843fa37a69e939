"""What a turn is: routing, the reducer over events, and what a turn leaves."""
