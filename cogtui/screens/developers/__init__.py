"""Screens and dialogs for developer users."""
