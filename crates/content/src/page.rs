//! Which pages of the operator's site a rule means.

use crate::model::Site;

impl Site {
    /// Articles for the page at `path`, such as `/pricing/teams`, in the order of the rules, each once.
    pub fn suggested(&self, path: &str) -> Vec<u16> {
        let rules = self
            .suggestions
            .iter()
            .filter(|rule| rule.pages.iter().any(|page| is_like(path.as_bytes(), page.as_bytes())));
        let mut articles = Vec::new();
        for &article in rules.flat_map(|rule| &rule.articles) {
            if !articles.contains(&article) {
                articles.push(article);
            }
        }
        articles
    }
}

/// Whether `path` is what `pattern` says, where `*` stands for any characters, or none.
///
/// Over bytes and without a recursion: the standard library's searchers are many times larger.
fn is_like(path: &[u8], pattern: &[u8]) -> bool {
    let (mut at, mut like) = (0, 0);
    // What follows the last star, and where in the path that was tried.
    let mut star = None;
    while at < path.len() {
        match (pattern.get(like), star) {
            (Some(b'*'), _) => {
                like += 1;
                star = Some((like, at));
            }
            (Some(same), _) if *same == path[at] => {
                at += 1;
                like += 1;
            }
            // The star stands for one more.
            (_, Some((after, from))) => {
                at = from + 1;
                like = after;
                star = Some((after, at));
            }
            (_, None) => return false,
        }
    }
    pattern[like..].iter().all(|rest| *rest == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Suggestion;

    #[test]
    fn a_star_stands_for_anything() {
        for (path, pattern, expected) in [
            ("/pricing", "/pricing", true),
            ("/pricing/", "/pricing", false),
            ("/pricing/teams", "/pricing*", true),
            ("/pricing", "/pricing*", true),
            ("/en/pricing", "/pricing*", false),
            ("/en/pricing/teams", "*/pricing/*", true),
            ("/en/pricing", "*/pricing/*", false),
            ("/docs/a/edit", "/docs/*/edit", true),
            ("/docs/edit", "/docs/*/edit", false),
            ("/aab", "/*ab", true),
            ("/ab", "/*abab", false),
            ("/文档/价格", "/*价格", true),
            ("/anything", "*", true),
        ] {
            assert_eq!(is_like(path.as_bytes(), pattern.as_bytes()), expected, "{path} {pattern}");
        }
    }

    #[test]
    fn articles_come_in_the_order_of_the_rules_and_once() {
        let rule = |page: &str, articles: &[u16]| Suggestion { pages: vec![page.into()], articles: articles.into() };
        let suggestions = vec![rule("/a*", &[3, 1]), rule("/b", &[9]), rule("*", &[1, 2])];
        let site = Site {
            product: String::new(),
            greeting: String::new(),
            subtitle: String::new(),
            announcements: vec![],
            popular: vec![],
            suggestions,
        };
        assert_eq!(site.suggested("/about"), [3, 1, 2]);
        assert_eq!(site.suggested("/b"), [9, 1, 2]);
    }
}
