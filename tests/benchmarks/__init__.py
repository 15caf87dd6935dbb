"""Benchmarks, which print ratios of things measured side by side."""
