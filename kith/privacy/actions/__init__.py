"""What people do about the data that are kept about them."""
