"""What is on the pages before codes are looked for: lines, headings, columns, furniture, candidates."""
