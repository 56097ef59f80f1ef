//! What a person types, and the article that must come first. Chinese and English in one index.

use helplet_search::{Builder, Document, Field, Index, Pinyin};

/// Title, aliases, running text.
const ARTICLES: &[(&str, &[&str], &str)] = &[
    ("会员续费失败怎么办", &["会员充不上", "续不了会员"], "检查支付方式，再试一次。"),
    ("付了款，会员没有到账", &["扣了钱会员没到账", "付款成功但是不是会员"], "等几分钟，重新登录账号。"),
    ("取消自动续费", &["关闭自动扣款", "不想再扣钱了"], "在手机的订阅里取消。"),
    ("文件打不开", &["文档启动不了", "双击没反应"], "先看扩展名，再试修复。"),
    ("PDF 转 Word", &["pdf怎么变成文档"], "打开 PDF，选择导出为 Word。"),
    ("Excel 求和公式", &["表格怎么算总数", "sum 函数怎么用"], "在单元格里输入 =SUM(A1:A9)。"),
    ("忘记密码", &["密码想不起来了"], "用手机号码重置。"),
    ("无法登录账号", &["登陆不上去", "账号登不进"], "检查网络和密码。"),
    ("重命名工作表", &["sheet 改名字"], "双击标签即可重新命名。"),
    ("银行卡付款不成功", &["银行卡用不了"], "换一张卡试试。"),
    ("Printing stops after one page", &["printer only prints first page"], "Check the driver and the paper tray."),
    ("How to renew a membership", &["extend my subscription"], "Open the account centre and choose a plan."),
    ("Recover an unsaved document", &["lost my file after crash"], "Look into the backup folder."),
    ("Freeze panes in a spreadsheet", &["keep header row visible"], "Choose View, then Freeze Panes."),
];

fn index() -> Index {
    let mut builder = Builder::new(Pinyin::native());
    for (title, aliases, body) in ARTICLES {
        let mut fields = vec![(Field::Title, *title)];
        fields.extend(aliases.iter().map(|alias| (Field::Alias, *alias)));
        fields.push((Field::Body, *body));
        builder.add(&Document { fields: &fields });
    }
    builder.finish()
}

#[test]
fn first_hit_is_the_article_that_was_meant() {
    let index = index();
    let mut wrong = Vec::new();
    for (query, title) in [
        ("续费失败", "会员续费失败怎么办"),
        ("hyxf", "会员续费失败怎么办"),
        ("huiyuanxufei", "会员续费失败怎么办"),
        ("hui yuan xu fei shi bai", "会员续费失败怎么办"),
        ("huiyuanxufeish", "会员续费失败怎么办"),
        ("huiyaunxufei", "会员续费失败怎么办"),
        ("會員續費失敗", "会员续费失败怎么办"),
        ("请问一下会员续费失败了怎么办呀", "会员续费失败怎么办"),
        ("会员没到帐", "付了款，会员没有到账"),
        ("扣钱了还不是会员", "付了款，会员没有到账"),
        ("不想扣钱", "取消自动续费"),
        ("zidongxufei", "取消自动续费"),
        ("guanbi zidong koukuan", "取消自动续费"),
        ("文件无法打开", "文件打不开"),
        ("dabukai", "文件打不开"),
        ("wendang dabukai", "文件打不开"),
        ("wjdbk", "文件打不开"),
        ("文打件不开", "文件打不开"),
        ("wufadakai", "文件打不开"), // the expression that is meant stands nowhere
        ("wo de wenjian wufa dakai", "文件打不开"),
        ("文件无发打开", "文件打不开"),
        ("pdf zhuan word", "PDF 转 Word"),
        ("ＰＤＦ转ｗｏｒｄ", "PDF 转 Word"),
        ("excel求和", "Excel 求和公式"),
        ("exel qiuhe", "Excel 求和公式"),
        ("忘记密马", "忘记密码"),
        ("wangjimima", "忘记密码"),
        ("登陆不了帐号", "无法登录账号"),
        ("denglubushangqu", "无法登录账号"),
        ("chongmingming", "重命名工作表"),
        ("zhongmingming", "重命名工作表"),
        ("yinhangka", "银行卡付款不成功"),
        ("yinxingka", "银行卡付款不成功"),
        ("biaogezenmesuanzhongshu", "Excel 求和公式"),
        ("huiyuan chongbusang", "会员续费失败怎么办"),
        ("fulekuan", "付了款，会员没有到账"),
        ("yinhangka hukuan", "银行卡付款不成功"),
        ("huiyaun mei daozhang", "付了款，会员没有到账"), // letters swapped in one word of several
        ("pdfzw", "PDF 转 Word"),
        ("wo de yinghangka fukuang buchenggong", "银行卡付款不成功"),
        ("pritner", "Printing stops after one page"),
        ("printed only one page", "Printing stops after one page"),
        ("renewing memberships", "How to renew a membership"),
        ("how do i renew my membership", "How to renew a membership"),
        ("lost fies", "Recover an unsaved document"), // a slip of a word with another meaning
        ("unsaved doc", "Recover an unsaved document"),
        ("RECOVERING documents", "Recover an unsaved document"),
        ("freez pane", "Freeze panes in a spreadsheet"),
        ("spreadsh", "Freeze panes in a spreadsheet"),
        ("header row", "Freeze panes in a spreadsheet"),
    ] {
        let first = index.search(query, 3).first().map(|hit| ARTICLES[hit.document as usize].0);
        if first != Some(title) {
            wrong.push((query, title, first));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn exact_characters_rank_above_sounds() {
    let mut builder = Builder::new(Pinyin::native());
    for title in ["部门设置", "打不开", "布局视图"] {
        builder.add(&Document { fields: &[(Field::Title, title)] });
    }
    let index = builder.finish();
    let found: Vec<u32> = index.search("不", 10).iter().map(|hit| hit.document).collect();
    assert_eq!(found, [1]);
}

#[test]
fn each_reading_of_a_character_finds_it() {
    let mut builder = Builder::new(Pinyin::native());
    for title in ["重量设置", "行距调整", "长度单位"] {
        builder.add(&Document { fields: &[(Field::Title, title)] });
    }
    let index = builder.finish();
    for (typed, document) in
        [("zhongliang", 0), ("chongliang", 0), ("hangju", 1), ("xingju", 1), ("changdu", 2), ("zhangdu", 2)]
    {
        assert_eq!(index.search(typed, 3).first().map(|hit| hit.document), Some(document), "{typed}");
    }
}

#[test]
fn several_aliases_with_a_slip_stay_below_the_sound_itself() {
    let mut builder = Builder::new(Pinyin::native());
    let codes = ["兑换码怎么用", "换码失败", "换码无效", "会员码", "换码过期"];
    let codes: Vec<_> = codes.iter().map(|text| (Field::Alias, *text)).collect();
    builder.add(&Document { fields: &codes });
    builder.add(&Document { fields: &[(Field::Title, "打开是乱码")] });
    let index = builder.finish();
    assert_eq!(index.search("ruanma", 1)[0].document, 1);
}

#[test]
fn the_start_of_a_word_counts_more_than_a_misspelling() {
    let mut builder = Builder::new(None);
    for title in ["Down payment", "Download", "Looks"] {
        builder.add(&Document { fields: &[(Field::Title, title)] });
    }
    let index = builder.finish();
    let found = |query| -> Vec<u32> { index.search(query, 3).iter().map(|hit| hit.document).collect() };
    assert_eq!(found("downl now"), [1, 0]);
    assert!(found("cook").is_empty(), "a short word with another first letter is another word");
}

#[test]
fn a_hit_tells_which_alias_matched() {
    let hits = index().search("登陆不上去", 1);
    assert_eq!((hits[0].field, hits[0].value), (Field::Alias, 0));
    let text = ARTICLES[hits[0].document as usize].1[0];
    assert_eq!((hits[0].spans[0].start, hits[0].spans[0].end), (0, text.len() as u32));
}

#[test]
fn marks_show_what_was_asked_for() {
    let index = index();
    for (text, query, expected) in [
        ("会员续费失败怎么办", "hyxf", "会员续费"),
        ("会员续费失败怎么办", "xufei", "续费"),
        ("会员续费失败怎么办", "续费", "续费"),
        ("会员续费失败怎么办", "xu fei shi", "续费失"),
        ("怎么办会员续费", "会员怎么续费", "会员续费"),
        ("文件打不开", "文件无法打开", "文件打不开"),
        ("PDF 转 Word", "pdf zhuan word", "PDF|转|Word"),
        ("Printing stops after one page", "prinitng stop", "Printing|stops"),
        ("Recover an unsaved document", "an unsaved file", "an|unsaved|document"),
        ("忘记密码", "忘记蜜码", "忘记密码"),
        ("忘记密码", "打印", ""),
    ] {
        let marked: Vec<&str> =
            index.highlight(text, query).iter().map(|s| &text[s.start as usize..s.end as usize]).collect();
        assert_eq!(marked.join("|"), expected, "{query}");
    }
}

#[test]
fn a_snippet_shows_the_sentence_with_the_match() {
    let index = index();
    let text = "第一句话与此无关。接着说别的。要找回文件，打开备份中心。最后一句也无关。";
    let snippet = index.snippet(text, "备份", 16);
    let shown = &text[snippet.range.start as usize..snippet.range.end as usize];
    assert!(shown.contains("备份") && shown.chars().count() <= 16, "{shown}");
    assert_eq!(index.snippet(text, "xyz", 5).range.start, 0);
}

#[test]
fn suggestions_complete_what_was_typed() {
    let index = index();
    for (typed, title) in [
        ("会员续", "会员续费失败怎么办"),
        ("wangj", "忘记密码"),
        ("recov", "Recover an unsaved document"),
        ("frzpn", "Freeze panes in a spreadsheet"),
    ] {
        let first = index.suggest(typed, 3).first().map(|s| ARTICLES[s.document as usize].0);
        assert_eq!(first, Some(title), "{typed}");
    }
    assert!(index.suggest("", 3).is_empty());
}

#[test]
fn corrections_name_what_may_have_been_meant() {
    let mut builder = Builder::new(Pinyin::native());
    for title in [
        "行距调整",
        "航班信息",
        "距离单位",
        "账号中心",
        "怎样找回照相机",
        "同事改了我的表格",
        "Wrong formulas",
        "Wrong formats",
        "File names",
    ] {
        builder.add(&Document { fields: &[(Field::Title, title)] });
    }
    let index = builder.finish();
    for (typed, meant) in [
        ("航距", Some("行距")),
        ("zhzx", Some("账号中心")),
        ("行距", None),
        ("同时改了", None),
        ("账号中心", None),
        ("wrong formulas", None),
        ("quartz", None),
        ("", None),
    ] {
        assert_eq!(index.did_you_mean(typed).as_deref(), meant, "{typed}");
    }
}

#[test]
fn confidence_tells_answers_from_guesses() {
    let index = index();
    let confidence = |query: &str| index.confidence(query, &index.search(query, 2));
    for sure in ["会员续费失败", "wangjimima", "yhkfk", "pritner", "freeze panes", "登陆不了帐号"] {
        assert!(confidence(sure) > 0.9, "{sure} {}", confidence(sure));
    }
    for unsure in ["今天天气怎么样", "续费打印", "how do i"] {
        assert!(confidence(unsure) < 0.5, "{unsure} {}", confidence(unsure));
    }
    assert_eq!(confidence("quartz"), 0.0);
    assert_eq!(confidence(""), 0.0);
}

#[test]
fn of_equal_answers_the_better_voted_comes_first() {
    let titles = ["Print a page in colour", "Print a page in black", "Print"];
    let first = |votes: &[f32], query: &str| {
        let mut builder = Builder::new(None);
        for title in titles {
            builder.add(&Document { fields: &[(Field::Title, title)] });
        }
        for (document, vote) in votes.iter().enumerate() {
            builder.vote(document as u32, *vote);
        }
        builder.finish().search(query, 1)[0].document
    };
    assert_eq!(first(&[], "print a page"), 0);
    assert_eq!(first(&[-0.1, 0.3], "print a page"), 1);
    assert_eq!(first(&[0.0, f32::INFINITY], "print a page"), 1);
    assert_eq!(first(&[0.0, f32::NAN], "print a page"), 0);
    assert_eq!(first(&[-1.0, 1.0], "print a page in colour"), 0, "votes outweigh no word");
    assert_eq!(first(&[1.0, 1.0, -1.0], "print"), 2, "votes outweigh no title");
}

#[test]
fn expressions_are_spotted_in_what_was_typed() {
    let mut builder = Builder::new(Pinyin::native());
    for expression in ["转人工", "talk to a human", "thanks", "你好"] {
        builder.add(&Document { fields: &[(Field::Title, expression)] });
    }
    let index = builder.finish();
    // The expression, how many tokens stand besides, and how many of these are no fillers.
    for (typed, expected) in [
        ("转人工", Some((0, 0, 0))),
        ("文件坏了给我转人工", Some((0, 6, 4))),
        ("转一下人工吧", Some((0, 1, 0))),
        ("专人工", Some((0, 0, 0))),
        ("轉人工", Some((0, 0, 0))),
        ("zhuanrengong", Some((0, 0, 0))),
        ("zhuanrengogn", Some((0, 0, 0))),
        ("zrg", Some((0, 0, 0))),
        ("please let me talk to a humna", Some((1, 3, 0))),
        ("thanks a lot", Some((2, 2, 1))),
        ("转换格式", None),
        ("人工智能", None),
        ("zhuanhuan", None),
        ("human resources", None),
        ("", None),
    ] {
        let spotted = index.spot(typed, 0.84);
        let best = spotted.iter().max_by(|a, b| a.alike.total_cmp(&b.alike));
        assert_eq!(best.map(|it| (it.document, it.besides, it.rest)), expected, "{typed}");
    }
    let alike = |typed: &str| index.spot(typed, 0.0)[0].alike;
    assert!(alike("转人工") > alike("专人工") && alike("专人工") > alike("转换"), "as typed is most alike");
}
