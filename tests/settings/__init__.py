"""Tests of settings and remembered state."""
