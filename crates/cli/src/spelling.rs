//! Searches that are the same but for how they were typed.

use helplet_desk::store::Searched;
use std::collections::BTreeMap;

/// Shortest text, in letters, of which one letter may be a slip: in shorter ones it makes another word.
const SLIP_LETTERS: usize = 5;

/// Searches that are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub locale: String,
    pub article: Option<String>,
    /// The spellings, the most frequent first.
    pub spellings: Vec<String>,
    /// How often all of them together.
    pub count: i64,
}

/// Language, article and folded text.
type Same = (String, Option<String>, String);

/// Letters and digits alone, in lower case, full-width ones as the ordinary ones.
pub fn fold(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    text.chars().map(narrow).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Puts together what is the same: alike when folded, or of plain letters with one slip (one letter
/// more, less, another, or two exchanged). The most frequent first.
pub fn grouped(searches: Vec<Searched>) -> Vec<Group> {
    let mut same: BTreeMap<_, Vec<(i64, String)>> = BTreeMap::new();
    for Searched { locale, query, article, count } in searches {
        let folded = fold(&query);
        if !folded.is_empty() {
            same.entry((locale, article, folded)).or_default().push((count, query));
        }
    }
    let mut same: Vec<_> = same.into_iter().map(|(key, found)| (sum(&found), key, found)).collect();
    same.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut groups: Vec<(Same, Vec<(i64, String)>)> = Vec::new();
    for (_, key, found) in same {
        let slip = |other: &Same| (&other.0, &other.1) == (&key.0, &key.1) && is_slip(&other.2, &key.2);
        match groups.iter_mut().find(|(other, _)| slip(other)) {
            Some((_, spellings)) => spellings.extend(found),
            None => groups.push((key, found)),
        }
    }
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|((locale, article, _), mut found)| {
            found.sort_by(|a, b| b.cmp(a));
            let count = sum(&found);
            Group { locale, article, spellings: found.into_iter().map(|(_, text)| text).collect(), count }
        })
        .collect();
    groups.sort_by_key(|group| -group.count);
    groups
}

fn sum(found: &[(i64, String)]) -> i64 {
    found.iter().map(|(count, _)| count).sum()
}

fn is_slip(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.is_ascii() && text.len() >= SLIP_LETTERS;
    // A digit is never a slip: of versions and error numbers each is another.
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    plain(one) && plain(other) && letters(one) && letters(other) && strsim::osa_distance(one, other) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn searched(query: &str, count: i64) -> Searched {
        Searched { locale: "zh-CN".into(), query: query.into(), article: None, count }
    }

    #[test]
    fn spellings_of_one_search_are_one_group() {
        let groups = grouped(vec![
            searched("printer", 3),
            searched("Printer?", 2),
            searched("pritner", 1),
            searched("ＰＤＦ 转 word", 2),
            searched("pdf转Word", 4),
            searched("打印不了文件", 1),
            searched("打开不了文件", 1),
            searched("error1001", 1),
            searched("error1002", 1),
            searched("…", 9),
        ]);
        let shown: Vec<(i64, &str, usize)> =
            groups.iter().map(|group| (group.count, &*group.spellings[0], group.spellings.len())).collect();
        let expected = [
            (6, "printer", 3),
            (6, "pdf转Word", 2),
            (1, "error1001", 1),
            (1, "error1002", 1),
            (1, "打印不了文件", 1),
            (1, "打开不了文件", 1),
        ];
        assert_eq!(shown.len(), expected.len(), "{shown:?}");
        assert!(expected.iter().all(|group| shown.contains(group)), "{shown:?}");
        assert!(shown[0].0 == 6 && shown[1].0 == 6, "{shown:?}");
    }

    #[test]
    fn other_languages_and_articles_stay_apart() {
        let other = Searched { locale: "en".into(), ..searched("printer", 1) };
        let answered = Searched { article: Some("printing".into()), ..searched("printer", 1) };
        assert_eq!(grouped(vec![searched("printer", 1), other, answered]).len(), 3);
    }
}
