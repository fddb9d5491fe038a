"""Pages of agreements: one call in, one page out."""
