"""Questions about knowledge: an actor in, scoped rows or a page object out."""
