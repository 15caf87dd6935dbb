"""Dialogs shared by all features."""
