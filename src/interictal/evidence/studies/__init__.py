"""The trials of the library as studies that can be pooled: ``effects`` works one out, ``tables`` makes the table."""
