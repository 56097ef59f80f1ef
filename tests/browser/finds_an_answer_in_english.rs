use crate::harness::{EN, Setup};

#[test]
fn finds_an_answer_in_english() {
    let page = Setup::default().in_language(EN).open();
    page.finds("file will not open", EN, "file-wont-open");
}
