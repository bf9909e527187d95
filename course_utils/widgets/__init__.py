"""The widgets, a module a lesson: pure views (arrays in, SVG out) with ipywidgets controls around them."""
