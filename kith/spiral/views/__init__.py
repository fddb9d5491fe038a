"""Pages of conversions and capture sessions."""
