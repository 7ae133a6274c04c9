"""Rows of tables: of papers, of a paper's own labels, and those in a text."""

from __future__ import annotations

from msgspec.structs import replace

from sitegen.reading.aliases import AUTHORS, LINK, TITLE
from sitegen.reading.headers import is_table_rule, table_cells, table_header
from sitegen.reading.inside import Inside
from sitegen.reading.labels import clean
from sitegen.reading.rewriting import cell_text

_LONGEST_TABLE = 40  # rows of a paper's own


class Rows(Inside):
    """What a row of a table is, and what it adds to a paper."""

    def _row(self, line: str, index: int) -> bool:
        """Read a row of a table: the names of its columns, or a paper."""
        if is_table_rule(line):
            # Else it is of a table in the text above.
            return self.draft is None or bool(self.columns) or self._is_paper(index + 1)
        cells = table_cells(line)
        columns = heads = [""] * len(cells)
        if len(self.columns) == len(cells):
            columns, heads = self.columns, self.heads
        header = table_header(cells, columns)
        if header is None:
            names = [self.table.name_of(cell) if len(cell) < 40 else "" for cell in cells]
            if sum(map(bool, names)) > 1:
                self.columns = names
                self.heads = [
                    clean(cell) if name else "" for name, cell in zip(names, cells, strict=True)
                ]
                return True
            # Names that say nothing, of another table of papers.
            below = "".join(self.lines[index + 1 : index + 2]).strip()
            return (
                self.draft is not None
                and below[:1] == "|"
                and (is_table_rule(below) and self._is_paper(index + 2))
            )
        if cells[0].isdecimal() and len(cells[0]) < 6 and not columns[0]:
            header = replace(header, number=int(cells[0]))
        self._start(header, index)
        for place, (name, head, cell) in enumerate(zip(columns, heads, cells, strict=True)):
            told = name in (TITLE, LINK) or header.link in cell or cell == header.title
            if cell and not told and not (place == 0 and header.number):
                self._add(name or "other", head, index, cell_text(cell))
        self._close()
        return True

    def _is_paper(self, index: int) -> bool:
        """Tell a row of a table of papers."""
        cells = table_cells("".join(self.lines[index : index + 1]))
        return table_header(cells, [""] * len(cells)) is not None

    def _labelled_row(self, line: str, index: int) -> bool:
        """Read a row of a paper's own table: `| Authors | A, B |`, or what stands above such."""
        if self.row == index - 1:
            return False  # of a text: its first column may hold such words, too
        if is_table_rule(line):
            return self._are_labels_below(index)
        if is_table_rule("".join(self.lines[index + 1 : index + 2]).strip() or "x"):
            return self._are_labels_below(index + 1)  # names of its two columns
        row = self.table.of_row(line)
        if row:
            self._open(row, index)
            self._close()
        return row is not None

    def _are_labels_below(self, index: int) -> bool:
        """Tell a paper's own table below its rule.

        It stands before any text, or most of its rows are labels, or one is of what no text's
        table has.
        """
        rows = labels = 0
        for line in self.lines[index + 1 : index + 1 + _LONGEST_TABLE]:
            text = line.strip()
            if not text.startswith("|"):
                break
            rows += 1
            row = self.table.of_row(text)
            if row and (self.part is None or row.name in (AUTHORS, LINK)):
                return True
            labels += row is not None
        return 2 * labels > rows

    def _row_of_text(self, line: str, index: int) -> bool:
        """Tell a row of a table that stands in a text: its rule, and what is below it."""
        in_table = self.row == index - 1 or is_table_rule(line)
        if in_table:
            self.row = index
        return in_table
