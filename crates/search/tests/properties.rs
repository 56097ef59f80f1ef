//! What holds whatever the documents and whatever is typed.

use helplet_search::{Builder, Document, Field, Index, Pinyin, Span};
use proptest::prelude::*;
use std::sync::LazyLock;

static PINYIN: LazyLock<Option<Pinyin>> = LazyLock::new(Pinyin::native);

fn index(titles: &[String]) -> Index {
    let mut builder = Builder::new(PINYIN.clone());
    for title in titles {
        builder.add(&Document { fields: &[(Field::Title, title), (Field::Body, title)] });
    }
    builder.finish()
}

fn voted(titles: &[String], votes: &[f32]) -> Index {
    let mut builder = Builder::new(PINYIN.clone());
    for title in titles {
        builder.add(&Document { fields: &[(Field::Title, title), (Field::Body, title)] });
    }
    for (document, vote) in votes.iter().enumerate() {
        builder.vote(document as u32, *vote);
    }
    builder.finish()
}

/// Texts as people write them: Chinese, pinyin, English, digits, and things nobody expects.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[会员续费文件打不开登录密码转换表格求和的了吗怎么办重长行银]{1,6}",
        2 => "(hui|yuan|xu|fei|da|bu|kai|deng|lu|mi|ma|zhuan|xian|lv){1,4}",
        2 => "(print|printer|excel|word|renew|file|open|account|the|how){1}",
        1 => "[0-9A-Za-zÀ-ž '’。，😀\\u{0}\\u{301}\\u{3000}Ａ-Ｚ會員ㄅあ한\u{FFFD}\u{200D}\u{E000}]{0,6}",
        1 => any::<String>(),
    ];
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.join(" "))
}

fn well_formed(text: &str, spans: &[Span]) -> bool {
    let ordered = spans.windows(2).all(|w| w[0].end <= w[1].start);
    ordered && spans.iter().all(|s| s.start < s.end && text.get(s.start as usize..s.end as usize).is_some())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_panics_and_spans_are_whole_characters(titles in prop::collection::vec(text(), 0..8), query in text(), chars in 0_usize..40) {
        let index = index(&titles);
        let hits = index.search(&query, 5);
        prop_assert!((0.0..=1.0).contains(&index.confidence(&query, &hits)));
        for hit in hits {
            prop_assert!(hit.score > 0.0);
            if hit.field == Field::Title {
                prop_assert!(well_formed(&titles[hit.document as usize], &hit.spans));
            }
        }
        for title in &titles {
            prop_assert!(well_formed(title, &index.highlight(title, &query)));
            let snippet = index.snippet(title, &query, chars);
            let shown = title.get(snippet.range.start as usize..snippet.range.end as usize);
            prop_assert!(shown.is_some_and(|s| s.chars().count() <= chars));
            prop_assert!(well_formed(title, &snippet.spans));
        }
        prop_assert!(index.suggest(&query, 5).iter().all(|s| (s.document as usize) < titles.len()));
        prop_assert!(index.did_you_mean(&query).is_none_or(|meant| meant != query));
        let _ = index.explain(&query, 0);
    }

    #[test]
    fn an_exact_title_is_first(titles in prop::collection::vec(text(), 1..12), pick in any::<prop::sample::Index>()) {
        let index = index(&titles);
        let title = &titles[pick.index(titles.len())];
        if let Some(hit) = index.search(title, 1).first() {
            let same = |a: &str, b: &str| {
                let letters = |s: &str| -> String { s.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect() };
                letters(a) == letters(b)
            };
            let first = &titles[hit.document as usize];
            let best = index.search(title, titles.len()).iter().find(|h| &titles[h.document as usize] == title).map(|h| h.score);
            prop_assert!(same(first, title) || best.is_some_and(|b| (hit.score - b).abs() < 1e-3), "{:?} before {:?}", first, title);
        }
    }

    #[test]
    fn votes_order_what_is_about_equal_and_nothing_else(
        titles in prop::collection::vec(text(), 1..8),
        votes in prop::collection::vec(prop_oneof![-1.0_f32..=1.0, any::<f32>()], 0..10),
        query in text(),
        pick in any::<prop::sample::Index>(),
    ) {
        let plain = index(&titles);
        let voted = voted(&titles, &votes);
        for query in [&query, &titles[pick.index(titles.len())]] {
            let before = plain.search(query, titles.len());
            let after = voted.search(query, titles.len());
            prop_assert_eq!(before.len(), after.len(), "votes hide nothing");
            let score = |document: u32| before.iter().find(|hit| hit.document == document).map_or(0.0, |hit| hit.score);
            for (place, upper) in after.iter().enumerate() {
                for lower in &after[place + 1..] {
                    let (upper, lower) = (score(upper.document), score(lower.document));
                    prop_assert!(upper >= lower * 0.94, "{upper} was lifted over {lower}");
                }
            }
        }
    }

    #[test]
    fn no_vote_comes_before_an_exact_title(titles in prop::collection::vec(text(), 1..8), pick in any::<prop::sample::Index>()) {
        let at = pick.index(titles.len());
        // All others are voted up, and it is voted down.
        let votes: Vec<f32> = (0..titles.len()).map(|i| if i == at { -1.0 } else { 1.0 }).collect();
        let first = |index: &Index| index.search(&titles[at], 1).first().map(|hit| titles[hit.document as usize].clone());
        if first(&index(&titles)).as_ref() == Some(&titles[at]) {
            prop_assert_eq!(first(&voted(&titles, &votes)), Some(titles[at].clone()));
        }
    }

    #[test]
    fn an_unrelated_document_removes_no_hit(titles in prop::collection::vec(text(), 1..8), query in "[会员续费文件打不开登录密码]{1,6}") {
        let before: Vec<u32> = index(&titles).search(&query, 50).iter().map(|h| h.document).collect();
        let mut more = titles.clone();
        more.push("xylophone quartz".to_owned());
        let after: Vec<u32> = index(&more).search(&query, 50).iter().map(|h| h.document).collect();
        prop_assert!(before.iter().all(|d| after.contains(d)));
    }

    #[test]
    fn the_same_documents_and_query_give_the_same_hits(titles in prop::collection::vec(text(), 0..8), query in text()) {
        prop_assert_eq!(index(&titles).search(&query, 9), index(&titles).search(&query, 9));
    }
}

#[test]
fn an_empty_query_finds_nothing() {
    let index = index(&["会员续费".to_owned(), "print".to_owned()]);
    for query in ["", " ", "\n\t", "。，！", "😀", "'"] {
        assert!(index.search(query, 10).is_empty(), "{query:?}");
    }
    assert!(index.search("print", 0).is_empty());
}

#[test]
fn enormous_texts_are_survived() {
    // A megabyte and more of one character.
    let long = "会".repeat(350_000);
    let spaces = " ".repeat(10_000);
    let letters = "a".repeat(1 << 20);
    let index = index(&[long.clone(), spaces.clone(), letters.clone(), "会员".to_owned()]);
    for query in [&long, &spaces, &letters] {
        let _ = index.search(query, 3);
        let _ = index.did_you_mean(query);
    }
    assert_eq!(index.search("会员", 1)[0].document, 3);
}

#[test]
fn an_index_made_in_slices_is_the_same() {
    let titles = ["会员续费失败", "打不开文件", "printing stops"];
    let whole = index(&titles.map(str::to_owned));
    let mut builder = Builder::new(PINYIN.clone());
    for title in titles {
        builder.add(&Document { fields: &[(Field::Title, title), (Field::Body, title)] });
    }
    while !builder.prepare(3) {}
    let sliced = builder.finish();
    for query in ["会员", "dabukai", "prints", "hyxf"] {
        assert_eq!(whole.search(query, 3), sliced.search(query, 3));
    }
}

#[test]
fn without_pinyin_everything_else_works() {
    let mut builder = Builder::new(None);
    builder.add(&Document { fields: &[(Field::Title, "会员续费")] });
    builder.add(&Document { fields: &[(Field::Title, "Printing")] });
    let index = builder.finish();
    assert_eq!(index.search("续费", 1)[0].document, 0);
    assert_eq!(index.search("prints", 1)[0].document, 1);
    assert!(index.search("xufei", 1).is_empty());
}

#[test]
fn an_empty_index_finds_nothing() {
    let index = Builder::new(PINYIN.clone()).finish();
    assert!(index.is_empty() && index.search("会员", 3).is_empty() && index.suggest("hui", 3).is_empty());
}
