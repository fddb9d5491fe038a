"""What people do with agreements: lock, require, change, record."""
