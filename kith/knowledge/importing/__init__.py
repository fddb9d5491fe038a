"""Bringing a folder of pages in: what came, what was changed, what was left out, counted to the last file."""
