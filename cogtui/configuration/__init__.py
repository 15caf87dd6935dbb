"""A pool's whole configuration: read, compared, changed without accidents, kept and taken along."""
