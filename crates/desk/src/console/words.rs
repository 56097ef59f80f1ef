//! Every text of the console, in both languages, in one table.

/// A language of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Chinese, as in the mainland.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The language tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zh => "简体中文",
            Self::En => "English",
        }
    }

    /// The language of this tag.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// The first of the two in an Accept-Language header, which lists them by preference. English
    /// where there is neither.
    pub fn accepted(header: &str) -> Self {
        let wanted = header.split(',').filter_map(|part| part.trim().split(['-', ';']).next());
        let mut known = wanted.filter_map(|tag| match tag.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        });
        known.next().unwrap_or(Self::En)
    }

    /// The text.
    pub fn say(self, word: Word) -> &'static str {
        let (_, zh, en) = TABLE[word as usize];
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The text with its one placeholder filled in.
    pub fn fill(self, word: Word, value: impl std::fmt::Display) -> String {
        let text = self.say(word);
        match text.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?.1))) {
            Some((before, after)) => format!("{before}{value}{after}"),
            None => text.to_owned(),
        }
    }
}

macro_rules! words {
    ($($word:ident = $zh:literal, $en:literal;)*) => {
        /// The name of a text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word { $(#[allow(missing_docs)] $word),* }

        /// Name, Chinese, English.
        const TABLE: &[(Word, &str, &str)] = &[$((Word::$word, $zh, $en)),*];
    };
}

words! {
    Console = "客服工作台", "Agents' console";
    SignIn = "登录", "Sign in";
    SignOut = "退出登录", "Sign out";
    Name = "名字", "Name";
    Password = "密码", "Password";
    SignInWrong = "名字或密码不对。", "The name or the password is wrong.";
    SignInLater = "试得太多了，请在 {minutes} 分钟后再试。", "Too many tries. Please try again in {minutes} minutes.";
    SkipToContent = "跳到正文", "Skip to content";
    Language = "语言", "Language";

    Queue = "工单", "Tickets";
    ToDo = "待处理", "To do";
    New = "新", "New";
    Open = "处理中", "Open";
    Waiting = "等待客户", "Waiting for the person";
    Solved = "已解决", "Solved";
    Closed = "已关闭", "Closed";
    All = "全部", "All";
    Status = "状态", "Status";
    Type = "类型", "Type";
    AnyType = "所有类型", "All types";
    Whose = "负责人", "Assigned to";
    Anyone = "所有人", "Anyone";
    Mine = "我", "Me";
    Nobody = "无人", "Nobody";
    Tier = "用户级别", "Tier";
    AnyTier = "所有级别", "All tiers";
    Free = "免费用户", "Free";
    Member = "会员", "Member";
    Enterprise = "企业用户", "Enterprise";
    TierSigned = "已由网站证实", "confirmed by the site";
    TierClaimed = "页面所称，未证实", "claimed by the page";
    TicketLanguage = "工单语言", "Ticket's language";
    AnyLanguage = "所有语言", "All languages";
    Sort = "排序", "Order";
    LongestWait = "等待最久的在前", "Longest waiting first";
    Newest = "最近更新的在前", "Newest activity first";
    Search = "搜索", "Search";
    SearchHint = "工单号、内容、邮箱或电话", "Number, words, e-mail or phone";
    Apply = "筛选", "Apply";
    Reset = "清除条件", "Clear filters";
    NothingToDo = "现在没有待处理的工单。", "Nothing to do at the moment.";
    NothingFound = "没有符合条件的工单。", "No ticket fits these filters.";
    Unread = "有新消息", "New messages";
    WaitsFor = "等待 {time}", "waiting {time}";
    UpdatedAgo = "{time}前更新", "updated {time} ago";
    Messages = "{n} 条消息", "{n} messages";
    Seconds = "{n} 秒", "{n} s";
    Minutes = "{n} 分钟", "{n} min";
    Hours = "{n} 小时", "{n} h";
    Days = "{n} 天", "{n} d";
    Previous = "上一页", "Previous page";
    Next = "下一页", "Next page";
    Page = "第 {n} 页", "Page {n}";

    BackToQueue = "返回工单列表", "Back to the tickets";
    Ticket = "工单 {number}", "Ticket {number}";
    Conversation = "对话", "Conversation";
    Person = "客户", "Person";
    Agent = "客服", "Agent";
    System = "系统", "System";
    Note = "内部备注", "Internal note";
    NoteOnly = "内部备注，客户看不到", "Internal note, never shown to the person";
    SeenByPerson = "客户已读", "Read by the person";
    EnlargePicture = "放大图片 {name}", "Enlarge picture {name}";
    Download = "下载 {name}", "Download {name}";
    CloseDialog = "关闭", "Close";
    Contact = "联系方式", "Contact";
    Email = "邮箱", "E-mail";
    Phone = "电话", "Telephone";
    NoContact = "没有留联系方式", "None given";
    Details = "详情", "Details";
    Occurred = "发生时间", "When it happened";
    Environment = "环境", "Environment";
    Trail = "提交前的操作", "What they did before";
    History = "状态变化", "Status history";
    Rating = "客户评价", "Person's rating";
    RatedSolved = "已解决", "Solved";
    RatedUnsolved = "未解决", "Not solved";
    Opened = "创建时间", "Opened";
    Elsewhere = "在其他系统中", "In the other system";

    Reply = "回复", "Reply";
    ReplyLabel = "给客户的回复", "Reply to the person";
    Files = "附件", "Files";
    FilesHint = "最多 {n} 个", "At most {n}";
    KeepFile = "附上 {name}", "Attach {name}";
    StatusAfter = "发送后的状态", "Status after sending";
    Send = "发送", "Send";
    SaveNote = "保存备注", "Save note";
    NoteLabel = "给同事看的备注", "Note for colleagues";
    Canned = "常用回复", "Canned answers";
    Insert = "插入", "Insert";
    ChangeStatus = "更改状态", "Change status";
    Assign = "指派", "Assign";
    TakeOn = "由我负责", "Assign to me";
    Sent = "回复已发送。", "The reply was sent.";
    NoteSaved = "备注已保存。", "The note was saved.";
    Changed = "已更改。", "Changed.";
    Meanwhile = "您写的时候又有了新消息。请先看一下，再按发送。您的文字还在。",
        "Somebody has written meanwhile. Please read it, then send again. Your text is kept.";
    ReplyEmpty = "请先写点什么，或附上文件。", "Write something first, or attach a file.";
    ReplyLong = "最多 {n} 个字，请缩短一些。", "At most {n} characters: please shorten it.";
    FileRefused = "这些附件没有保存：{names}。请检查格式和大小。",
        "These files were not kept: {names}. Check their kind and size.";
    FileGone = "附件已不在服务器上，请重新选择。", "A file is no longer there: please choose it again.";
    LiveLost = "实时更新已断开，正在重连。", "Live updates are interrupted, reconnecting.";
    NewerMessage = "有新消息。", "There is a new message.";
    Keys = "快捷键", "Keyboard";
    KeysOn = "启用单键快捷键", "Single-key shortcuts";
    KeySearch = "搜索", "search";
    KeyMove = "下一个、上一个工单", "next, previous ticket";
    KeyReply = "写回复", "write a reply";
    KeyNote = "写备注", "write a note";
    KeyBack = "返回列表", "back to the tickets";
    KeySend = "发送", "send";

    Live = "实时会话", "Conversations";
    Conversations = "会话列表", "List of conversations";
    LiveOffered = "请您接待", "Offered to you";
    LiveWaiting = "排队中", "Waiting";
    LiveMine = "我的会话", "Yours";
    LiveOthers = "同事的会话", "Colleagues'";
    LiveNone = "没有", "None";
    LiveNoneOpen = "没有打开的会话。从列表里选一个，或先接待一位。", "No conversation is open. Choose one in the list, or take one.";
    LiveUnsent = "没有发出去，请再试一次。您的文字还在。", "It was not sent: please try again. Your text is kept.";
    OfferNow = "有一位客户在等您接待：打开实时会话", "Somebody waits for you: open the conversations";
    Here = "接待新会话", "Taking conversations";
    Room = "最多同时", "At most at once";
    Save = "保存", "Save";
    Sound = "提示音", "Sound";
    Take = "接待", "Take";
    NotNow = "先不接", "Not now";
    OfferedTo = "正在请 {name} 接待", "offered to {name}";
    Team = "小组：{name}", "team {name}";
    ChatWaiting = "排队中", "Waiting";
    ChatTalking = "对话中", "Talking";
    ChatEnded = "已结束", "Ended";
    ChatMissed = "无人接待", "Missed";
    ChatNever = "普通工单", "A ticket";
    Robot = "机器人", "Robot";
    Topic = "主题", "Topic";
    Blocked = "已屏蔽，不能再发消息", "Blocked: may not write";
    Block = "屏蔽此人", "Block this person";
    Unblock = "取消屏蔽", "Unblock";
    BlockAsk = "屏蔽工单 {number} 的客户？", "Block the person of ticket {number}?";
    BlockMeans = "对话会立即结束。此人在这台设备上、以及用同一账号登录的设备上，都不能再发消息、文件或新工单。已有的内容都会保留，以后可以取消屏蔽。",
        "The conversation ends at once. On this device, and on all signed in as the same user, nothing more can be sent: no message, no file, no ticket. What is there stays, and you can unblock them later.";
    UnblockAsk = "取消屏蔽工单 {number} 的客户？", "Unblock the person of ticket {number}?";
    UnblockMeans = "此人又可以发消息和提交工单。", "They can send messages and tickets again.";
    Cancel = "返回", "Cancel";
    About = "客户与环境", "Person and machine";
    WholeTicket = "查看完整工单", "Show the whole ticket";
    OpenLive = "在实时会话中打开", "Open among the conversations";
    CloseColumn = "收起会话 {number}", "Close the column of {number}";
    TalkWith = "会话 {number} 的消息", "Messages of {number}";
    ReplyTo = "回复 {number}", "Reply to {number}";
    ComposeHint = "输入 / 插入常用回复或文章", "Type / for canned answers and articles";
    Hints = "常用回复和文章", "Canned answers and articles";
    HintCount = "{n} 项可选，按上下键选择", "{n} to choose from with the arrow keys";
    HintCanned = "常用回复", "Answer";
    HintArticle = "文章", "Article";
    SuggestedArticles = "可能有用的文章", "Articles that may answer";
    InsertArticle = "插入：{title}", "Insert: {title}";
    ReadArticle = "阅读：{title}", "Read: {title}";
    Typing = "对方正在输入…", "They are typing...";
    Transfer = "转给别人", "Transfer";
    TransferTo = "转给", "Transfer to";
    TransferNow = "转接", "Transfer now";
    ToAnyone = "任何一位同事", "Anyone";
    End = "结束", "End";
    EndNow = "结束会话", "End the conversation";
    StatusEnd = "结束后的状态", "Status afterwards";
    EndedNow = "会话已结束。", "The conversation has ended.";
    MissedNow = "没有人及时接待，已转为工单。", "Nobody took it in time: it is a ticket now.";
    StepChanged = "会话的状态刚刚变了，没有做任何改动。请看现在的情况。", "The conversation has changed meanwhile; nothing was done. Please look at it as it is now.";
    StepAway = "这位同事已不在线，没有转接。请选别人。", "This colleague is no longer there; it was not transferred. Please choose somebody else.";
    KeyMoveChat = "下一个、上一个会话", "next, previous conversation";
    KeyTake = "接待下一位", "take the next who waits";
    KeyTransfer = "转接", "transfer";
    KeyEnd = "结束", "end";
    KeyClose = "收起这一列", "close the column";
    KeyHints = "输入时插入回复或文章", "while writing: answers and articles";
    KeyLeave = "离开输入框", "leave the text";
    Figures = "统计", "Figures";
    FromDay = "从", "From";
    ToDay = "到", "To";
    AsCsv = "下载 CSV", "Download as CSV";
    DaysIn = "每天按 {zone} 计算。每段会话算在客户找人工的那一天。", "Days in {zone}. A conversation counts on the day a person was asked for.";
    ByRobot = "机器人解答", "Answered by the robot";
    ByHuman = "人工解答", "Answered by people";
    MissedCount = "无人接待", "Missed";
    LeftCount = "未等到回复", "Left before an answer";
    WaitMedian = "等待中位数", "Median wait";
    WaitLong = "等待 90 分位", "90th percentile wait";
    SolvedShare = "评价为已解决", "Rated as solved";
    NoFigures = "这些天里没有会话。", "No conversations in these days.";
    AnsweredByDay = "每天的会话", "Conversations by day";
    WaitsByDay = "到第一次回复的等待时间", "Wait until the first answer";
    RatingsByDay = "每天的评价", "Ratings by day";
    AsTable = "表格：{title}", "As a table: {title}";
    ByTopic = "按主题", "By topic";
    ByType = "按类型", "By type";
    NoTopic = "未选主题", "No topic";
    OtherTopic = "其他", "Other";
    Day = "日期", "Day";

    NotFound = "没有这个页面。", "There is no such page.";
    NoTicket = "没有这张工单。", "There is no such ticket.";
    Refused = "请求没有通过检查，什么也没有改变。请返回上一页刷新后再试；若仍如此，请告诉管理员：反向代理要传递 Host，或设置 --public-url。",
        "The request did not pass its checks and changed nothing. Go back, reload the page and try again; if that fails, tell the operator: the proxy must pass the Host header on, or --public-url be set.";
    Failed = "出了问题，什么也没有改变。请稍后再试。", "Something failed, nothing was changed. Please try again later.";
    TooLarge = "发送的内容太大。", "That was too large to send.";
    CutOff = "没有收到完整的内容，什么也没有改变。请返回上一页再发送一次。",
        "It did not arrive whole, and nothing was changed. Go back and send it again.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
    }

    #[test]
    fn both_languages_are_complete_and_have_the_same_placeholders() {
        for (at, (word, zh, en)) in TABLE.iter().enumerate() {
            assert_eq!(*word as usize, at);
            assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{word:?}");
            assert_eq!(placeholders(zh), placeholders(en), "{word:?}");
            assert!(!zh.is_ascii(), "{word:?} is Chinese");
            assert!(en.is_ascii(), "{word:?} is English");
        }
    }

    #[test]
    fn every_text_is_used() {
        let sources = [
            include_str!("layout.rs"),
            include_str!("sign_in.rs"),
            include_str!("queue_page.rs"),
            include_str!("thread_page.rs"),
            include_str!("reply_form.rs"),
            include_str!("refusal.rs"),
            include_str!("text.rs"),
            include_str!("reply.rs"),
            include_str!("figures/mod.rs"),
            include_str!("live/mod.rs"),
            include_str!("live/list.rs"),
            include_str!("live/column.rs"),
            include_str!("live/write.rs"),
            include_str!("live/steps.rs"),
            include_str!("live/block.rs"),
            include_str!("live/hints.rs"),
        ]
        .concat();
        let used: BTreeSet<&str> = sources.split(|c: char| !c.is_alphanumeric() && c != ':').collect();
        let unused: Vec<_> =
            TABLE.iter().filter(|(word, ..)| !used.contains(format!("Word::{word:?}").as_str())).collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    #[test]
    fn the_first_known_language_is_taken() {
        for (header, lang) in [
            ("", Lang::En),
            ("de, fr;q=0.9", Lang::En),
            ("zh-CN,zh;q=0.9,en;q=0.8", Lang::Zh),
            ("de, ZH-TW;q=0.5, en;q=0.4", Lang::Zh),
            ("en-GB,zh;q=0.9", Lang::En),
        ] {
            assert_eq!(Lang::accepted(header), lang, "{header}");
        }
    }
}
