"""Tests of the main screen, by keys."""
