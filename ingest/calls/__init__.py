"""Files of call records: read whatever their form, and decoded."""
