"""What `make` runs: the environment, the tests, the checks. Standard library only where it runs before the install."""
