"""The build side of the site: the fence that shows a program, and the set-up of what ships beside it.

It does not ship (mkdocs.yml: exclude_docs). Importable as `interleave_site` after `pip install -e .`.
"""
