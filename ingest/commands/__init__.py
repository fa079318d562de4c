"""The commands of the command line: what they read, ask and show."""
