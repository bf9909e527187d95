"""Support package of the course on recurrent neural networks in PyTorch.

One module, one job: ``shapes`` and ``models`` hold the networks, ``datasets`` the digits, ``training`` the
loop, ``inspection`` and ``statistics`` the measurements, ``plotting`` and ``widgets`` the pictures,
``exercises`` the checks, ``lessons`` what every notebook opens with. Importing the package itself is
instant: it imports neither torch nor matplotlib.
"""

__version__ = "0.1.0"
