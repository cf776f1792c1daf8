"""Statistical process control: is it a real change? One method a file, whole panels at once."""
