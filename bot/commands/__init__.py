"""Commands of `hotline` that have a file of their own."""
