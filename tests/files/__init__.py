"""Tests of private files, named files, the log and crash reports."""
