"""Tests of the widgets with real key presses."""
