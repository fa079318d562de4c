"""What could be read otherwise: each kind of doubt in a module."""
