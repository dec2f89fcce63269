"""Runs that measure accuracy and speed; never imported by newsfacts."""
