"""Pages: views, forms, presenters, charts, templates, static."""
