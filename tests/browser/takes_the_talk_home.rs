use crate::harness::{Mailbox, meet, standing, tickets, unhurried};
use helplet_content::Ui;

#[test]
fn takes_the_talk_home_by_mail_and_as_a_file_and_rates_it() {
    let mut mailbox = Mailbox::new();
    // Without an address the desk refuses to mail.
    let (person, agent) = meet(unhurried().mailing(&mailbox).tolerate("422"), "登录不了");
    agent.replies("您好，<b>重启</b>试试");
    person.reads("您好，<b>重启</b>试试");
    agent.ends();
    person.reads(Ui::ChatEnded);
    let number = tickets(&person.data())[0].number.clone();

    person.press(Ui::ChatMail);
    person.reads(Ui::ChatNoMail);
    person.fill(Ui::ChatAddress, "someone@example.com");
    person.press(Ui::ChatAddressSave);
    person.reads(Ui::ChatAddressSaved);
    person.press(Ui::ChatMail);
    person.reads(Ui::ChatMailed);
    let letter = mailbox.next();
    assert_eq!(letter.to, ["someone@example.com"]);
    assert_eq!(letter.subject, format!("对话记录 {number}"));
    for said in ["  我\n登录不了", "  Anna\n您好，<b>重启</b>试试"] {
        assert!(letter.text.contains(said), "{said:?} in {}", letter.text);
    }

    person.keeps_downloads();
    person.press(Ui::ChatSave);
    let saved = person.downloaded(&format!("chat-{number}.txt"));
    let saved = String::from_utf8(saved).expect("UTF-8");
    for said in ["\n登录不了\n", "Anna, ", "\n您好，<b>重启</b>试试\n"] {
        assert!(saved.contains(said), "{said:?} in {saved}");
    }

    person.press(Ui::RatingNo);
    person.reads(Ui::RatingThanks);
    person.fill(Ui::RatingComment, "还是不行");
    person.press(Ui::RatingSend);
    agent.console(&format!("tickets/{number}"));
    agent.shows("还是不行");
    assert_eq!(standing(&person.data(), &number).2, Some(0));
}
