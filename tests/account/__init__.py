"""Tests of the data read from one account."""
