"""From entries to a code book and its findings."""
