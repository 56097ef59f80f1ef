use crate::harness::{Setup, ZH};

#[test]
fn finds_an_answer_in_chinese() {
    let page = Setup::default().open();
    page.finds("文件打不开了怎么办", ZH, "file-wont-open");
}
