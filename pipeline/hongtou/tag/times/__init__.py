"""Times: last days, terms, what comes back, how long a paper holds."""
