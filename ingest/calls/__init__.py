"""Files of call records, decoded."""
