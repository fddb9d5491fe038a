"""The composition root: settings, environment, addresses and the server's entry points."""
