"""Settings, urls, wsgi; every environment variable is read here and nowhere else."""
