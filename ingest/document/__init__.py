"""From bytes to what all readers give, and the limits that a document is read within."""
