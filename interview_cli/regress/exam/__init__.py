"""The judge's exam: whether a judge rewards evidence, and nothing else."""
