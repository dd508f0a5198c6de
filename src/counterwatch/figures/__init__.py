"""Forensics of published statistics: does a series behave as counted numbers do, and agree with its own parts and other sources?"""
