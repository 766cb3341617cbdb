"""A run of a suite in the forms that machines and people outside the terminal read."""
