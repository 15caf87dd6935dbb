"""Tests of the dialogs that every feature uses."""
