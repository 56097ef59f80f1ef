//! Plain tables: the first column to the left, the others to the right.

/// A table being filled.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with the names of its columns after the first, which is named by the title.
    pub fn new(title: &str, columns: &[&str]) -> Self {
        let head = std::iter::once(title).chain(columns.iter().copied()).map(str::to_owned).collect();
        Self { rows: vec![head] }
    }

    /// Adds a row: its name, then its cells.
    pub fn row<S: ToString>(&mut self, name: &str, cells: impl IntoIterator<Item = S>) {
        self.rows
            .push(std::iter::once(name.to_owned()).chain(cells.into_iter().map(|cell| cell.to_string())).collect());
    }

    /// Prints the table with an empty line after it.
    pub fn print(&self) {
        println!("{}", self.render());
    }

    fn render(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(widest).collect();
        let mut out = String::new();
        for (number, row) in self.rows.iter().enumerate() {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &widest))| {
                let blanks = " ".repeat(widest - width(cell));
                if column == 0 { [cell, blanks.as_str()].concat() } else { ["  ", &blanks, cell].concat() }
            });
            out += cells.collect::<String>().trim_end();
            out.push('\n');
            if number == 0 {
                out += &"-".repeat(widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1));
                out.push('\n');
            }
        }
        out
    }
}

/// Columns a text takes in a terminal, where Chinese characters take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if ('\u{2e80}'..'\u{ffe7}').contains(&c) { 2 } else { 1 }).sum()
}

/// A whole number with its thousands apart: 102,400.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new("Code", &["raw", "brotli"]);
        table.row("loader", ["4,600", "2,045"]);
        table.row("全部", ["1", "102,400"]);
        assert_eq!(
            table.render(),
            "Code      raw   brotli\n\
             ----------------------\n\
             loader  4,600    2,045\n\
             全部        1  102,400\n"
        );
    }

    #[test]
    fn thousands_stand_apart() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (102_400, "102,400"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), text);
        }
    }
}
