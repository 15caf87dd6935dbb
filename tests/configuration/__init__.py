"""Tests of a pool's configuration."""
