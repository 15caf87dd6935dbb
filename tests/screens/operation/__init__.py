"""Tests of every operation, from the keypress to the changed state of the service."""
