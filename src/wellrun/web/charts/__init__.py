"""Charts as pure functions: plain values in, SVG text or a Vega-Lite dict out. No models."""
