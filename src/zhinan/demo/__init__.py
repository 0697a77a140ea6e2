"""The demonstration year: plausible, generated from a seed, and marked 演示数据 everywhere."""
