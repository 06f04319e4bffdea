"""Benchmarks: each is run as `python -m benchmarks.NAME` and writes its table into `docs/benchmarks.md`."""
