"""Private files, files that the user names, the log and crash reports."""
