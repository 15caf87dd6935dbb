"""The clipboard, and signals while the app has the terminal."""
