"""What people do with knowledge: lock, require, change, record."""
