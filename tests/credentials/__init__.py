"""Tests of obtaining and exporting credentials."""
