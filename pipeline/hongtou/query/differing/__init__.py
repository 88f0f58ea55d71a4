"""What a notice changed on its way down: clauses of a paper beside those of the paper above it."""
