"""One file for each kind of letter: a function `letter` from what a case knows to what the letter says."""
