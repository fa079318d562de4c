"""A column of codes to answers: values, the look-up, one module a kind of frame."""
