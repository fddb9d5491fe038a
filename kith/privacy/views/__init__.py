"""Pages about the data of people."""
