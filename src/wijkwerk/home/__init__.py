"""The home of the site: the answer, and the loop at a glance, of what capabilities tell."""
