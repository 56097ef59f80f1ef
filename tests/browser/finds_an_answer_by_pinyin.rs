use crate::harness::{Setup, ZH};

#[test]
fn finds_an_answer_by_pinyin() {
    let page = Setup::default().open();
    page.finds("wangji mima", ZH, "forgot-password");
}
