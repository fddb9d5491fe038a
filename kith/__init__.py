"""Kith: the workspace in which firms transfer knowledge with their partners, under the agreement."""

__version__ = "0.1.0"
