"""The build side of the site: the fences that show programs, and the preparation of what is shipped with the pages.

This package isn't shipped itself (mkdocs.yml: exclude_docs). Importable as `interleave_site` after `pip install -e .`.
"""
