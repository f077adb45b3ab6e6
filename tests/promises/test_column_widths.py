"""On paper a long table's columns are as wide as their letters, and hold together."""

from markupsafe import Markup

from explainer.render.column_widths import column_widths

COLUMNS = [(Markup("layer"), "name"), (Markup("<b>weights</b>"), "number")]


def rows(count, name="conv", value="1,000"):
    return [[("name", Markup(name)), ("number", Markup(value))]] * count


def test_a_long_table_fills_the_width_and_the_wider_text_gets_more():
    first, second = (float(w.rstrip("%")) for w in column_widths(COLUMNS, rows(100, "x" * 30)))
    assert abs(first + second - 100) < 0.01
    # 30 letters and 2 blanks, beside the 7 letters of "weights" and 2 blanks.
    assert abs(first - 100 * 32 / 41) < 0.01


def test_the_press_measures_what_is_short_or_prose_or_too_wide():
    assert column_widths(COLUMNS, rows(5)) == ()
    assert column_widths(COLUMNS, rows(100, "x" * 200)) == ()
    assert column_widths([(Markup("layer"), "prose"), COLUMNS[1]], rows(100)) == ()


def test_a_letter_of_chinese_is_as_wide_as_two():
    assert column_widths(COLUMNS, rows(100, "層" * 10)) == column_widths(
        COLUMNS, rows(100, "x" * 20)
    )
