"""The pages on which people sign in, open an account and set up their second factor."""
