use crate::harness::{Setup, ZH};

#[test]
fn finds_an_answer_by_initials() {
    let page = Setup::default().open();
    page.finds("wjdbk", ZH, "file-wont-open");
}
