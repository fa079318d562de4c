"""From rows to entries, for all formats."""
