"""Pooling the studies of one comparison: effect sizes, fixed and random effects, and what shakes a pooled result.

Everything here needs numpy and scipy.special; scipy.stats, which is slow to load, is not used.
"""
