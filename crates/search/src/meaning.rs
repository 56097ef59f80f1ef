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
const SAME: &str = "怎么,如何,怎样,怎么样,咋,咋样,怎么办,咋办,怎么弄,怎么才能,how
为什么,为何,为啥,怎么回事,怎么会,什么原因,怎么,why
打不开,无法打开,不能打开,打开不了,打开失败,启动不了,无法启动,不能启动,启动失败,开不了
登录,登陆,登入,登不上,login,log in,sign in,signin,log on,logon
账号,帐号,账户,帐户,account
密码,口令,password
什么时候,何时,几时,多久,多长时间,啥时候,啥时,几天,多少天,几点,when,how long,how soon
取消,撤销,撤回,关闭,关掉,停用,解除,注销,终止,退订,停止,不要了,cancel,disable,turn off,deactivate,close,terminate
开通,开启,启用,激活,enable,turn on,activate
无法,不能,没法,没办法,不可以,不了,不能够,cannot,can not,cant,unable,couldnt
可以,能不能,可不可以,能否,可否,是否可以,能,可以吗
修改,更改,更换,变更,改变,调整,调换,改,换,change,modify,edit
查询,查看,查,看,看到
在哪,在哪里,哪里,哪儿,哪,where
删除,删掉,移除,清除,删,delete,remove,erase
钱,金额,费用,收费,手续费,要钱,扣费,价格,多少钱,费,cost,price,fee,charge
退款,退钱,退费,退回,退还,refund
客服,人工,热线,人工客服,客服电话
卡住,卡死,无响应,没反应,未响应,停止响应,死机,闪退,崩溃,crash,freeze,hang
丢失,丢了,不见了,没了,找不到,消失,不见,遗失,lost,missing,disappear
恢复,找回,还原,restore,recover,recovery,undelete
保存,存储,储存,save,store
错误,报错,出错,故障,异常,不对,error
手机号,手机号码,电话号码,phone number
失败,不成功,没成功,未成功,fail
没有,没,未,无
到账,到帐,收到,arrive,receive
设置,设定,配置,setting,setup,set up,configure
转换,转成,转为,转,convert
文档,文件,document,file
会员,vip,member,membership
续费,续订,续期,renew
电脑,pc,计算机,computer
区别,不同,差别,差异,difference
分享,共享,share
同步,sync,synchronize
升级,更新,update,upgrade
绑定,关联,连接,connect,link
申请,办理,apply
限制,上限,最多,最高,最大,限额,limit,maximum,restriction
提示,显示,弹出,出现
多少,几
是不是,是否
picture,image,photo
email,mail
purchase,buy,购买,买
search,find
create,make
block,prevent,stop,avoid,forbid,阻止,禁止
alternative,similar,replacement
bill,invoice,发票,账单,statement
folder,directory,文件夹,目录
website,site,webpage,web page,网站,网页
app,application,software,program,tool,应用,软件,程序
see,view,find out,check,look at,show,display
backup,back up,archive,备份
large,big,huge
fast,quick,speed up
automatic,auto,自动
move,transfer,migrate,移动,迁移
person,people,someone,somebody,user,用户
combine,merge,合并
split,separate,divide,拆分,分割
cash,money,fund
abroad,overseas,foreign,international,country
wrong,incorrect,mistake
not working,doesnt work,does not work,isnt working,stopped working,用不了,不能用,无法使用,没法用,不能使用,不起作用,不工作
verify,verification,confirm,验证,核实,确认,认证
reply,respond,answer,回复,答复
private,privacy,hide,隐私,隐藏
日期,时间,日子,几号,哪天,哪一天
增加,提高,提升,调高
减少,降低,调低
付款,支付,付钱,pay,payment
扣款,扣钱,扣费
立即,马上,立刻,immediately
通知,提醒,notification,reminder
注册,register,sign up,signup
图片,照片,相片
复制,拷贝,copy,duplicate
表格,excel,spreadsheet,sheet
演示,幻灯片,ppt,powerpoint,slide,presentation
打印,print,printer
慢,卡顿,slow,lag
全部,所有,all,entire
为什么不,怎么不,为什么没有,怎么没有,为何没有,为啥没有
version,版本
字体,font
优惠,折扣,优惠券,红包,券,discount,coupon,voucher
借款,贷款,借钱,借,贷,loan,borrow,lend
还款,还钱,还贷,偿还,repay
还清,结清,还完,pay off
利息,利率,息,interest
余额,剩余,还剩,balance
银行卡,储蓄卡,借记卡,debit card,bank card
转账,汇款,转钱,打款,transfer,remit
提现,取现,取款,取钱,取出,withdraw,withdrawn,withdrew,cash out
充值,充钱,存钱,存入,top up,deposit
逾期,过期,超期,到期,overdue,expire
推迟,延期,延后,延迟,延长,晚点,宽限,extend,delay,postpone
提前,提早,early,in advance
再次,重新,再,继续,again
审核,审批,审查,评估,review,approve
身份证,证件,身份,identity,id
没通过,未通过,不通过,被拒,拒绝,驳回,decline,reject,deny,denied,refuse
安全,可靠,风险,危险,safe,secure
被盗,盗用,盗刷,诈骗,被骗,stolen,fraud,scam
电话,来电,打电话,phone,call
资格,条件,要求,门槛,requirement,eligible
商家,卖家,商户,店家,merchant,seller
快递,物流,发货,配送,delivery,ship
记录,明细,历史,流水,history,record
冻结,锁定,锁住,被锁,封号,lock
下载,安装,装,download,install
分期,期数,installment
不足,不够,少,insufficient,not enough
每月,每个月,一个月,monthly
最低,最少,至少,minimum,min,lowest
别人,他人,其他人,someone else
投诉,举报,complain
名字,姓名,名称,昵称,name
成功,完成,好了
解绑,解除绑定,取消绑定,unlink,unbind
推荐,建议,recommend,suggest
必须,一定要,required,must
验证码,校验码,动态码,短信,code
每天,每日,一天,daily
选择,选,挑,select,choose
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
