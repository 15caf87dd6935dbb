"""Private files, files that the user names, and the log."""
