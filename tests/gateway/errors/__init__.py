"""Tests of the translation of errors."""
