"""Tests of the app as a whole, by real keys against a real server."""
