"""Tests of the dialogs shared by all features."""
