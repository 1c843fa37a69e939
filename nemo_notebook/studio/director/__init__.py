"""Words, English or Chinese, to a Direction."""
