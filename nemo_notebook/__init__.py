"""Turn photos into video from a notebook."""
