"""Questions about conversions and capture sessions."""
