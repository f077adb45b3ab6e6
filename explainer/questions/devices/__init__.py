"""`--devices`: what each of several devices takes that train together."""
