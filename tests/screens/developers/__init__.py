"""Tests of the screens for developer users, driven by keys; each test has its own emulator."""
