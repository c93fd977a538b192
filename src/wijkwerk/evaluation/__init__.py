"""Did it work, compared with what would have happened anyway?"""
