"""Coordination: do accounts act together more than shared interests and shared news explain?"""
