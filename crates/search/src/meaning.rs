//! Words that carry no content, and different words for the same thing.
//!
//! Both lists are written by hand from how people ask for help; nothing is learned from test data.

use crate::index::{Index, WORD};
use crate::pinyin::SILENT;
use crate::pinyin::syllable::{COUNT, confusable};
use crate::query::{Known, Slot};
use crate::table::{NONE, Table};
use crate::token::{Token, Tokens};
use crate::words::{Words, stem_key};

/// Question phrasing and particles: weighed down, not dropped, so that `怎么` alone still finds something.
const NEUTRAL: &str = "的,了,吗,呢,啊,呀,吧,嘛,么,哦,噢,哈,我,我们,我的,你,你们,您,您好,你好,是,个,请,请问,请问一下,问一下,问下,想问,想问一下,咨询,麻烦,\
谢谢,怎么,怎么办,怎么样,怎样,如何,咋,咋办,咋样,怎么回事,为什么,为何,为啥,什么,啥,哪些,哪个,可以,能不能,可不可以,能否,可否,是否,是不是,有没有,一下,这个,那个,帮我,帮忙,\
求,求助,大家,有人,知道,告诉我,就是,然后,现在,一直,总是,老是,应该,需要,办法,方法,问题,原因,情况,\
a,an,the,is,are,was,were,be,been,am,do,does,did,i,me,my,we,our,you,your,it,its,this,that,these,those,there,to,of,in,on,at,for,with,from,by,as,and,or,\
if,so,how,what,why,when,where,which,who,can,could,would,should,will,shall,may,might,must,have,has,had,get,got,any,some,please,thanks,hi,hello,\
help,tell,know,want,need,like,just,about,into,than,then,also,way,ways,possible,use,using,able,one,let,im,id,ive,theres,whats,hows,dont,doesnt,isnt,";

/// Groups of expressions that ask for the same. One of a group is as good as another, at a discount.
/// A word stands for all forms that have its stem.
const SAME: &str = "怎么,如何,怎样,怎么样,咋,怎么办,咋办,how
为什么,为何,为啥,怎么回事,怎么会,什么原因,why,reason
打不开,无法打开,不能打开,打开不了,启动不了,无法启动,启动失败,wont open
登录,登陆,登入,login,log in,sign in,signin
账号,帐号,账户,帐户,account
密码,password
什么时候,何时,多久,多长时间,几天,when,how long
取消,关闭,关掉,停用,解除,注销,终止,退订,停止,cancel,disable,turn off,deactivate,close,stop
开通,开启,启用,激活,enable,turn on,activate
无法,不能,没法,没办法,不可以,不了,cannot,can not,cant,unable
可以,能不能,可不可以,能否,是否可以
修改,更改,更换,变更,改,换,change,modify,edit
查询,查看,查,看,看到
在哪,在哪里,哪里,哪儿,哪,where
删除,删掉,移除,清除,删,delete,remove,erase
钱,金额,费用,收费,价格,多少钱,cost,price,fee,charge,how much
退款,退钱,退费,refund,money back
客服,人工,热线,人工客服,客服电话,customer service,contact
卡住,卡死,无响应,没反应,死机,闪退,崩溃,crash,freeze,hang
丢失,丢了,不见了,没了,找不到,消失,lost,missing,disappeared
恢复,找回,还原,restore,recover,recovery
保存,存储,save,store
错误,报错,出错,故障,异常,error
手机号,电话号码,phone number
失败,不成功,没成功,未成功,fail
没有,没,未
到账,到帐,入账,收到,arrived,received
设置,设定,配置,setting,setup,set up,configure
转换,转成,转为,convert
文档,文件,document,file
会员,vip,member,membership,premium
续费,续订,续期,renew
电脑,pc,计算机,computer
区别,不同,差别,差异,difference
分享,共享,share
同步,sync,synchronize
升级,更新,update,upgrade
绑定,关联,连接,connect,link
申请,办理,apply
限制,限额,额度,上限,最多,limit,maximum
提示,显示,弹出,出现
多少,几
是不是,是否
图片,照片,相片,picture,image,photo
邮箱,邮件,email,mail,e mail
购买,purchase,buy
搜索,查找,search,find
创建,新建,create,make
block,prevent,stop,avoid,forbid,阻止,禁止
alternative,similar,replacement
bill,invoice,发票
folder,directory,文件夹,目录
website,site,web page,网站,网页
app,application,software,program,tool,应用,软件,程序
see,view,find out,check,look at,show,display
backup,back up,archive,备份
large,big
fast,quick,quickly,speed up
automatically,auto,自动
move,transfer,migrate,移动,迁移
person,people,someone,user,用户
combine,merge,合并
split,separate,divide,拆分,分割
cash,money,funds
abroad,overseas,foreign,international,国外,境外
wrong,incorrect,mistake,不对,不正确
not working,doesnt work,isnt working,用不了,不能用,无法使用,不能使用
verify,verification,confirm,验证,核实,确认
reply,respond,answer,回复,答复
private,privacy,hide,隐私,隐藏
日期,时间,日子
增加,提高,提升,调高,increase,raise
减少,降低,调低,reduce,lower
付款,支付,付钱,缴费,pay,payment
扣款,扣钱,扣费,charge,debited
立即,马上,立刻,immediately
通知,提醒,notification,reminder
注册,register,sign up,signup
复制,拷贝,copy,duplicate
表格,excel,spreadsheet,sheet
演示,幻灯片,ppt,powerpoint,slides,presentation
打印,print,printer
慢,卡顿,slow,lag
全部,所有,all,entire
为什么不,怎么不,为什么没有,怎么没有
version,版本
字体,font
优惠,折扣,discount
提现,取现,取款,取钱,withdraw
转账,汇款,转钱,transfer,send money
还款,还钱,还贷,repay,pay back
借款,贷款,借钱,loan,borrow
实名认证,身份认证,身份验证,identity
验证码,校验码,verification code
收不到,没收到,未收到,not received,didnt receive
储蓄卡,借记卡,银行卡,debit card
充值,充钱,top up,add money
快递,物流,配送,发货,delivery,shipping
退货,return,send back
拒绝,被拒,不通过,未通过,没通过,decline,reject,refuse,denied
处理中,审核中,pending,processing
过期,到期,失效,expire
冻结,锁定,封号,lock,frozen,suspend
被盗,盗用,盗刷,stolen,hacked
诈骗,欺诈,被骗,fraud,scam
选择,挑选,choose,select,pick
推荐,哪个好,recommend,suggest,best
延期,延长,推迟,extend
手机,phone,mobile
安装,install
下载,download
忘记,忘了,不记得,forgot,forget
重复,两次,twice,double
优惠券,红包,coupon,voucher
免费,不要钱,free
条件,要求,资格,eligible,requirement
撤销,撤回,undo,revoke
云盘,网盘,云端,cloud
空间,容量,storage,space
进度,状态,progress,status,track
账单,明细,statement,history
权限,授权,permission,access
";

/// At most this many groups: a text's meanings are one 128-bit word.
const MAX_GROUPS: usize = 128;
/// The group number of neutral words.
const NOTHING: u8 = u8::MAX;
/// Units that stand for meanings: an unassigned range between ideographs and words.
const FIRST_UNIT: u32 = 0x80_0000;

/// How well a slot must fit an ideograph of an expression for it to be heard.
const HEARD: f32 = 0.7;

/// The term under which documents with a meaning are listed.
pub(crate) fn unit(group: u8) -> u32 {
    FIRST_UNIT + u32::from(group)
}

/// The groups whose bits are set.
pub(crate) fn each(meanings: u128) -> impl Iterator<Item = u8> {
    (0..MAX_GROUPS as u8).filter(move |group| meanings >> group & 1 == 1)
}

/// An expression found in a text: the tokens from `from` to `to`.
#[derive(PartialEq)]
pub(crate) struct Found {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// `None` for neutral words.
    pub(crate) group: Option<u8>,
}

/// Both lists, ready to be looked for.
#[derive(Default)]
pub(crate) struct Meanings {
    /// The first token of expressions; its number leads to the latest expression in `heads`.
    first: Table,
    heads: Vec<u32>,
    /// The expression before it that starts with the same token.
    older: Vec<u32>,
    groups: Vec<u8>,
    tokens: Vec<u64>,
    ends: Vec<u32>,
}

impl Meanings {
    pub(crate) fn new() -> Self {
        let mut meanings = Meanings::default();
        let mut tokens = Tokens::default();
        meanings.add_all(NEUTRAL, NOTHING, &mut tokens);
        meanings.add_all(SAME, 0, &mut tokens);
        meanings
    }

    /// Adds a list: a comma ends an expression, a line a group. Only ASCII is looked at, so that
    /// bytes will do.
    fn add_all(&mut self, list: &str, first: u8, tokens: &mut Tokens) {
        let (mut start, mut group) = (0, first);
        for (at, byte) in list.bytes().enumerate() {
            if byte == b',' || byte == b'\n' {
                self.add(list.get(start..at).unwrap_or_default(), group, tokens);
                start = at + 1;
                group += u8::from(byte == b'\n');
            }
        }
    }

    fn add(&mut self, expression: &str, group: u8, tokens: &mut Tokens) {
        tokens.read(expression, None);
        for token in &tokens.list {
            self.tokens.push(key(tokens, token));
        }
        let start = self.ends.last().map_or(0, |end| *end as usize);
        let number = self.first.insert(self.tokens[start]) as usize;
        if number == self.heads.len() {
            self.heads.push(NONE);
        }
        self.older.push(self.heads[number]);
        self.heads[number] = self.ends.len() as u32;
        self.ends.push(self.tokens.len() as u32);
        self.groups.push(group);
    }

    /// Every expression in a text, given by the keys of its tokens.
    pub(crate) fn find(&self, text: &[u64], found: &mut Vec<Found>) {
        found.clear();
        for from in 0..text.len() {
            let number = self.first.get(text[from]);
            let mut at = if number == NONE { NONE } else { self.heads[number as usize] };
            while at != NONE {
                let expression = self.expression(at as usize);
                if text[from..].starts_with(expression) {
                    found.push(self.found(at as usize, from));
                }
                at = self.older[at as usize];
            }
        }
    }

    /// Whether an expression starts with this token.
    pub(crate) fn knows(&self, key: u64) -> bool {
        self.first.get(key) != NONE
    }

    /// Every expression of two or more ideographs that sounds like a stretch of the query, one of
    /// them perhaps with another sound that is taken for it or, where characters were typed, with
    /// another character of the sound. Single ones sound like too many others.
    pub(crate) fn heard(&self, index: &Index, slots: &[Slot]) -> Vec<Found> {
        let mut all = Vec::new();
        let Some(pinyin) = &index.pinyin else { return all };
        // Few of the first ideographs sound like anything in the query: the others are passed over quickly.
        let mut spoken = [false; COUNT];
        for class in slots.iter().flat_map(|slot| &slot.classes) {
            spoken[usize::from(*class)] = true;
        }
        for (first, newest) in self.first.keys().iter().zip(&self.heads) {
            let sounds = |reading| reading != SILENT && spoken[usize::from(confusable(reading))];
            if *first >= u64::from(FIRST_UNIT) || !pinyin.readings(*first as u32).into_iter().any(sounds) {
                continue;
            }
            let first = Known::new(index, *first as u32);
            for (from, slot) in slots.iter().enumerate() {
                let fits = slot.fits_as(&first);
                let mut at = if fits >= HEARD { *newest } else { NONE };
                while at != NONE {
                    let expression = self.expression(at as usize);
                    if expression.len() >= 2 && from + expression.len() <= slots.len() {
                        let mut slips = u32::from(fits < 1.0);
                        for (key, slot) in expression.iter().zip(&slots[from..]).skip(1) {
                            let is_ideograph = *key < u64::from(FIRST_UNIT);
                            let fits = if is_ideograph { slot.fits(index, *key as u32) } else { 0.0 };
                            slips += if fits < HEARD { 2 } else { u32::from(fits < 1.0) };
                        }
                        if slips <= 1 {
                            all.push(self.found(at as usize, from));
                        }
                    }
                    at = self.older[at as usize];
                }
            }
        }
        all
    }

    fn expression(&self, entry: usize) -> &[u64] {
        let start = if entry == 0 { 0 } else { self.ends[entry - 1] as usize };
        &self.tokens[start..self.ends[entry] as usize]
    }

    fn found(&self, entry: usize, from: usize) -> Found {
        let group = self.groups[entry];
        Found { from, to: from + self.expression(entry).len(), group: (group != NOTHING).then_some(group) }
    }
}

/// The key of a token of a text: the ideograph itself, or that of a word's stem.
pub(crate) fn key(tokens: &Tokens, token: &Token) -> u64 {
    if token.ideograph == 0 { stem_key(tokens.word(token)) } else { u64::from(token.ideograph) }
}

/// The meanings in a stored text, a bit for each group.
pub(crate) fn of_units(
    meanings: &Meanings,
    units: &[u32],
    words: &Words,
    keys: &mut Vec<u64>,
    found: &mut Vec<Found>,
) -> u128 {
    keys.clear();
    for unit in units {
        keys.push(if *unit >= WORD { words.key(words.stem_of(*unit - WORD)) } else { u64::from(*unit) });
    }
    meanings.find(keys, found);
    found.iter().filter_map(|f| f.group).fold(0, |bits, group| bits | 1_u128 << group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_a_bit_and_a_second_expression() {
        assert!(SAME.lines().count() <= MAX_GROUPS);
        for line in SAME.lines() {
            assert!(line.split(',').count() > 1, "{line}");
        }
    }

    #[test]
    fn expressions_are_found_inside_a_text() {
        let meanings = Meanings::new();
        let mut tokens = Tokens::default();
        tokens.read("请问文件无法打开 how to sign in", None);
        let keys: Vec<u64> = tokens.list.iter().map(|t| key(&tokens, t)).collect();
        let mut found = Vec::new();
        meanings.find(&keys, &mut found);
        let group = |text: &str| SAME.lines().position(|l| l.split(',').any(|e| e == text)).map(|g| g as u8);
        assert!(found.iter().any(|f| f.group == group("打不开") && (f.from, f.to) == (4, 8)));
        assert!(found.iter().any(|f| f.group == group("login") && (f.from, f.to) == (10, 12)));
        assert!(found.iter().any(|f| f.group.is_none() && (f.from, f.to) == (0, 2)));
    }

    #[test]
    fn expressions_are_heard_with_one_slip() {
        let mut builder = crate::Builder::new(crate::Pinyin::native());
        builder
            .add(&crate::Document { fields: &[(crate::Field::Title, "文件打不开，误发，花大钱，看")] });
        let index = builder.finish();
        let group = SAME.lines().position(|l| l.split(',').any(|e| e == "打不开"));
        for (query, heard) in [
            ("wufadakai", true),
            ("wuhuadakai", false),
            ("wuhadakai", true),  // f and h are confused
            ("wuhadakan", false), // two other sounds
            ("无法大开", true),
            ("无发大开", false), // two other characters
        ] {
            let understood = crate::query::read(&index, query);
            let found = understood.readings.iter().any(|r| r.same.iter().any(|f| f.group.map(usize::from) == group));
            assert_eq!(found, heard, "{query}");
        }
    }
}
