# Filled in soon.
