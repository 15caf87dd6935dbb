"""Tests of login tokens and role choice."""
