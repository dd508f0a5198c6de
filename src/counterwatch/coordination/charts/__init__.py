"""What was found, as pictures: plain frames and arrays in, Vega-Lite charts out. Accounts are numbered in a picture, never named."""
