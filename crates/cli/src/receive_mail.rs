//! `helplet receive-mail`: takes one e-mail from standard input, for a mail server's pipe.

use crate::serve::rules;
use helplet_desk::{MOST_MAIL, Mailbox, Mailed};
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::runtime::Runtime;

/// What mail servers understand (sysexits.h): the e-mail can't be used, its address is nobody's, and try again.
const UNUSABLE: u8 = 65;
const NOBODY: u8 = 67;
pub const AGAIN: u8 = 75;

/// Take one e-mail from standard input: an answer to a letter of the desk's lands in its ticket.
///
/// For a mail server's pipe. Ends with 0 where the e-mail was taken or no person wrote it, 65 where it can't be
/// read, 67 where it belongs to no ticket, and 75 where it is to be tried again.
#[derive(clap::Args)]
pub struct Args {
    /// SQLite file of the desk, or postgres://USER:PASSWORD@HOST/NAME; better in the variable.
    #[arg(long, env = "HELPLET_DATA", value_name = "FILE|URL", default_value = "helplet.db", hide_env_values = true)]
    data: String,
    /// Folder for the files that come with tickets, or s3://BUCKET/PREFIX, as `helplet serve` was told.
    #[arg(long, env = "HELPLET_FILES", value_name = "FOLDER|URL")]
    files: Option<String>,
    /// Where the ticket types and limits come from: the content folder, or one `helplet pack` wrote.
    #[arg(long, env = "HELPLET_CONTENT", value_name = "FOLDER", default_value = "content")]
    content: PathBuf,
    /// Type of the tickets that are made of e-mails to no ticket. Without it these are refused.
    #[arg(long, env = "HELPLET_MAIL_NEW_TICKETS", value_name = "TYPE")]
    mail_new_tickets: Option<String>,
}

/// Runs the command; says on standard error what became of the e-mail where it was not taken.
pub fn run(args: Args) -> ExitCode {
    let became = Runtime::new().map_err(|error| error.to_string()).and_then(|runtime| runtime.block_on(receive(args)));
    match became {
        Ok(Mailed::Landed(_) | Mailed::Opened) => ExitCode::SUCCESS,
        Ok(Mailed::Ignored(why)) => {
            eprintln!("helplet: left alone, no person wrote it: {why}");
            ExitCode::SUCCESS
        }
        Ok(Mailed::Refused(why)) => {
            eprintln!("helplet: refused: {why}");
            ExitCode::from(NOBODY)
        }
        Ok(Mailed::Unreadable) => {
            eprintln!("helplet: this is no e-mail that can be read");
            ExitCode::from(UNUSABLE)
        }
        // Whatever it is, an operator may mend it, and the mail server keeps the e-mail until then.
        Err(reason) => {
            eprintln!("helplet: to be tried again: {reason}");
            ExitCode::from(AGAIN)
        }
    }
}

async fn receive(args: Args) -> Result<Mailed, String> {
    let rules = rules::read(&args.content)?.rules;
    if let Some(kind) = &args.mail_new_tickets {
        let known: Vec<&str> = rules.types.iter().map(|rule| rule.id.as_str()).collect();
        if !known.contains(&kind.as_str()) {
            return Err(format!(
                "{} has no ticket type {kind:?} (--mail-new-tickets): name one of {}",
                args.content.display(),
                known.join(", ")
            ));
        }
    }
    let mut raw = Vec::new();
    std::io::stdin().take(MOST_MAIL + 1).read_to_end(&mut raw).map_err(|error| format!("it can't be read: {error}"))?;
    if raw.len() as u64 > MOST_MAIL {
        return Ok(Mailed::Unreadable);
    }
    let mailbox = Mailbox::open(&args.data, args.files, rules, args.mail_new_tickets).await;
    let mailbox = mailbox.map_err(|error| error.to_string())?;
    mailbox.receive(&raw).await.map_err(|error| error.to_string())
}
