"""The command line: thin, it calls `counterwatch.api` and shows what comes back."""
