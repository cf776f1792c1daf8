"""Reading and writing CSV, XLSX and Parquet: column mapping, errors by row and column. No Django."""
