"""Tests of private files, named files and the log."""
