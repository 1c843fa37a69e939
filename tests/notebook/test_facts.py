from __future__ import annotations

from nemo_notebook.notebook.facts import Facts


def test_facts_are_lines_in_a_terminal_and_a_table_in_a_notebook() -> None:
    facts = Facts((("Backend", "studio"), ("To change it", "<set> NEMO_TOKEN")))
    assert repr(facts) == "Backend       studio\nTo change it  <set> NEMO_TOKEN"
    html = facts._repr_html_()
    assert html.count("<tr>") == 2
    assert "&lt;set&gt; NEMO_TOKEN" in html


def test_an_address_can_be_clicked_and_nothing_else() -> None:
    html = Facts(
        (("Project", "https://example.org/?a=1&b=<"), ("Not", "javascript:x"))
    )._repr_html_()
    assert '<a href="https://example.org/?a=1&amp;b=&lt;"' in html
    assert html.count("<a ") == 1
