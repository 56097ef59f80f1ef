use crate::harness::{EN, Setup};

#[test]
fn finds_an_answer_with_a_typo() {
    let page = Setup::default().in_language(EN).open();
    page.finds("forgot pasword", EN, "forgot-password");
}
