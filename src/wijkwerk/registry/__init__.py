"""How a capability registers itself: the site gathers what each says, and names none."""
