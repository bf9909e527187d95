"""The course as a site: executed lessons, the misconceptions they refute, and the package's reference."""
