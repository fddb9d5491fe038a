"""What is done with conversions and capture sessions."""
