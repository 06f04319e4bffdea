"""Balance: what to add to a data set so that its answers cannot be guessed, and how to add it."""
