//! "Did you mean …": the known word nearest to an unknown one.

/// `; did you mean "…"?` when a known word is near enough to be a slip of it, and nothing otherwise.
pub(super) fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let near = known.into_iter().map(|other| (distance(word, other), other)).min();
    match near {
        // A third of the letters may differ, two at least: more is another word.
        Some((distance, other)) if distance <= (word.chars().count() / 3).max(2) => {
            format!("; did you mean \"{other}\"?")
        }
        _ => String::new(),
    }
}

/// Edit distance where swapping two neighbours counts once (optimal string alignment).
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut before_last = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut now = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let replaced = last[column] + usize::from(a != b);
            let mut best = replaced.min(last[column + 1] + 1).min(now[column] + 1);
            if row > 0 && column > 0 && *a == right[column - 1] && left[row - 1] == *b {
                best = best.min(before_last[column - 1] + 1);
            }
            now.push(best);
        }
        before_last = std::mem::replace(&mut last, now);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_single_edits() {
        for (left, right, expected) in [
            ("", "", 0),
            ("", "ab", 2),
            ("title", "title", 0),
            ("titel", "title", 1),
            ("alias", "aliases", 2),
            ("微信", "微博", 1),
        ] {
            assert_eq!(distance(left, right), expected, "{left} {right}");
            assert_eq!(distance(right, left), expected, "{right} {left}");
        }
    }

    #[test]
    fn only_near_words_are_offered() {
        let known = ["title", "aliases", "keywords"];
        assert_eq!(hint("alaises", known), "; did you mean \"aliases\"?");
        assert_eq!(hint("colour", known), "");
        assert_eq!(hint("x", []), "");
    }
}
