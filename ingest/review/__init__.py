"""The review page of an edition: the code book as people read it, beside the print that it was read from."""
