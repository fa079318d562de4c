"""Which texts belong to which codes and labels: the best division of all texts, in one manner."""
