"""What a suite can be about: each target turns a case into an outcome."""
