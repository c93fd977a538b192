"""Areas: codes, hierarchy, vintages, groups and geometry."""
