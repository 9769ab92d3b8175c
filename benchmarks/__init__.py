"""Benchmarks: `python -m benchmarks` measures the platform beside a stock server and the kernel's own price."""
