"""Tests of forms, by keys."""
