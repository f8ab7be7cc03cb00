"""The face of the kiosk: the officer's page and the office pages, on a Service and nothing else."""
