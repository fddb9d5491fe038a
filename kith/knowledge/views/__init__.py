"""Pages of knowledge: one call in, one page out."""
