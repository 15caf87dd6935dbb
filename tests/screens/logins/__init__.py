"""Tests of the dialogs that collect logins."""
