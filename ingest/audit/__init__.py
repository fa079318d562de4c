"""Lists of codes in people's own code, found and compared with a code book. Nothing is changed, and nothing is run."""
