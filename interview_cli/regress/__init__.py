"""Whether interviewing and judging got better or worse with a change of prompt, model or coach."""
