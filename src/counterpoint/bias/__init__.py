"""Answer bias: counts, statistics, priors and the audit."""
