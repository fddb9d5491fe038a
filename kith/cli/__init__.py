"""The command line. `main` sets Django up before it loads a command's module."""
