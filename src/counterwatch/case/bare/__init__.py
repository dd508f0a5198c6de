"""Hashing, age files, writing, reading: what a worker process needs to work beside the process that started it.

Nothing in this folder imports anything but the standard library, pyrage and this folder, so that a worker is small and starts at once.
"""
