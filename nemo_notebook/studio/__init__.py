"""The studio: a local server that animates photos on the CPU, with no network and no model."""
