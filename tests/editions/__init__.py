"""Random editions of a table of result codes, drawn by many programs in many layouts, each with what is to be read.

Where the reading of documents is measured, not tested: `python -m tests.editions OUT` writes documents, their expected
tables and a list of them; `python -m tests.editions.truth` judges a whole draw and writes docs/truth.md.
"""
