"""Publishing tables of counts of people without publishing any one of them: small cells are hidden, and proven to stay hidden."""
