"""Whether judging got better or worse: what is held against every change of prompt, model or coach."""
