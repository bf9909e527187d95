"""How Sphinx makes the site."""

from course_utils import __version__

project = "Recurrent neural networks in PyTorch"
author = "the authors of the course"
copyright = "the authors of the course. Code: MIT. Prose and figures: CC BY 4.0"
version = release = __version__
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.mathjax", "sphinx.ext.napoleon"]
exclude_patterns = ["lessons/download"]
templates_path = ["_templates"]
default_role = "py:obj"

nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["attrs_block", "colon_fence", "dollarmath"]

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
add_module_names = False
toc_object_entries_show_parents = "hide"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
napoleon_custom_sections = ["Shape", "Source"]

# One file that holds all fonts and extensions: it works from a local file, where a page may load no font.
mathjax_path = "mathjax.js"
mathjax3_config = {"options": {"enableMenu": False}}

html_theme = "pydata_sphinx_theme"
html_title = "Recurrent neural networks in PyTorch"
html_short_title = "RNN course"
html_static_path = ["_static"]
html_css_files = ["digit-reader.css", "course.css"]  # the first holds the styles of all widgets
html_js_files = [("explorers.js", {"defer": "defer"}), ("course.js", {"defer": "defer"})]
html_favicon = "_static/logo.svg"
html_context = {"default_mode": "auto"}
html_show_sourcelink = False
html_copy_source = False
html_use_index = False
html_domain_indices = False
html_sidebars = {"index": [], "run": []}
html_theme_options = {
    "logo": {"image_light": "_static/logo.svg", "image_dark": "_static/logo.svg", "text": "RNN course"},
    "navbar_align": "left",
    "navbar_persistent": ["search-opener"],
    "navbar_end": ["theme-switcher"],
    "primary_sidebar_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "show_toc_level": 2,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "back_to_top_button": False,
}
