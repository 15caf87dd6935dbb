"""Tests of the rules for developer users, on the emulator."""
