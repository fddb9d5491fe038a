"""Questions about agreements."""
