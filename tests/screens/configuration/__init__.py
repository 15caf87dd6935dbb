"""Tests of the configuration screens, driven by keys."""
