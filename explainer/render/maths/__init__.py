"""Four printers of a formula's tree: LaTeX, MathML, HTML for paper, and spoken words.

Each has the same three functions, named after what it prints:

    latex(tree)               one formula
    equation(sides)           several formulas on one line, with = between them
    lines(name, rows)         a step: name = row, and below it = row for each further one

What they share is decided once: when a part needs brackets (precedence), in which order
the parts are written (pen), how a name falls into letter and subscript (symbols), and how
a number's digits are grouped (numerals).
"""
