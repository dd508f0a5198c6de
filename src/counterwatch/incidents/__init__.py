"""Incidents: what happened, who says so, how sure are we, how many, and what may be told without hurting anyone?"""
