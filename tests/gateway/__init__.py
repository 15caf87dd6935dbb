"""Tests of the one door to AWS, over HTTP."""
