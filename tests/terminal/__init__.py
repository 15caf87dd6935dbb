"""Tests of the clipboard and of signals."""
