"""Draws a figure."""

# goes into: a cell after the honest answer
# expects: full

import matplotlib.pyplot as plt

plt.plot([1, 2, 3])
plt.title("loss")
plt.show()
