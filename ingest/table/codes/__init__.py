"""Which candidates are codes: evidence about each, its weights, and the best chain of them."""
