"""Tests of the forms by keys."""
