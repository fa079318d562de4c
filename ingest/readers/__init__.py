"""How each format becomes words: a module or a folder each. A reader knows its format and nothing of codes."""
