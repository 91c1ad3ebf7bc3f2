"""What is kept about people: how it is sealed, how long it is kept, giving it out, erasing it."""
