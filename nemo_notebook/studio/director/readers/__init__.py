"""One reader for each part of a Direction: clause → wishes."""
