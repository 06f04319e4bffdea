"""The forms of a result: terminal, JSON, Markdown, CSV and one self-contained HTML page."""
