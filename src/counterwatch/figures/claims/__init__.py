"""Published sentences that state a share or a change and the numbers it was made of."""
