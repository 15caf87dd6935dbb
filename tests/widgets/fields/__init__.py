"""Tests of the fields of forms."""
