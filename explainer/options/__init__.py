"""What a caller may say beside the model, each an object that says all about itself."""
