//! A mail server's folder that people's e-mails come to.

use helplet_desk::{INBOX_POLL, ImapFolder, InboxPassword, InboxSettings, InboxUrl};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The options of e-mail as a way in.
#[derive(clap::Args)]
pub struct InboxArgs {
    /// Folder of a mail server whose e-mails are taken as `helplet receive-mail` takes them: imaps://USER@HOST/INBOX. On
    /// this machine itself also imap://.
    #[arg(long, env = "HELPLET_MAIL_INBOX", value_name = "URL")]
    mail_inbox: Option<InboxUrl>,
    /// Password for it; better in the variable or in a file.
    #[arg(
        long,
        env = "HELPLET_MAIL_INBOX_PASSWORD",
        value_name = "PASSWORD",
        hide_env_values = true,
        requires = "mail_inbox",
        conflicts_with = "mail_inbox_password_file"
    )]
    mail_inbox_password: Option<InboxPassword>,
    /// File with that password on its only line.
    #[arg(long, env = "HELPLET_MAIL_INBOX_PASSWORD_FILE", value_name = "FILE", requires = "mail_inbox")]
    mail_inbox_password_file: Option<PathBuf>,
    /// File with the certificate, in PEM, of the authority that signed that mail server's, where this machine
    /// doesn't know it.
    #[arg(long, env = "HELPLET_MAIL_INBOX_CA_FILE", value_name = "FILE", requires = "mail_inbox")]
    mail_inbox_ca_file: Option<PathBuf>,
    /// Type of the tickets that are made of e-mails in that folder to no ticket. Without it these are refused.
    #[arg(long, env = "HELPLET_MAIL_NEW_TICKETS", value_name = "TYPE")]
    mail_new_tickets: Option<String>,
}

impl InboxArgs {
    /// The settings, where there is a folder. `types` are the ticket types there are.
    ///
    /// # Errors
    /// A sentence that names the option.
    pub fn settings(self, types: &[&str]) -> Result<Option<InboxSettings>, String> {
        let Some(url) = self.mail_inbox else { return Ok(None) };
        if let Some(unknown) = self.mail_new_tickets.as_deref().filter(|kind| !types.contains(kind)) {
            return Err(format!(
                "the content has no ticket type {unknown:?} (--mail-new-tickets): name one of {}",
                types.join(", ")
            ));
        }
        let password = match (self.mail_inbox_password, &self.mail_inbox_password_file) {
            (Some(password), _) => password,
            (None, Some(file)) => in_file(file)?,
            (None, None) => {
                return Err("--mail-inbox needs a password: write it into a file and name that with \
                            --mail-inbox-password-file, or put it into HELPLET_MAIL_INBOX_PASSWORD"
                    .to_owned());
            }
        };
        let authority = match &self.mail_inbox_ca_file {
            Some(file) => Some(fs::read(file).map_err(|error| told(file, "--mail-inbox-ca-file", &error))?),
            None => None,
        };
        let folder =
            ImapFolder::new(url, password, authority.as_deref()).map_err(|error| match &self.mail_inbox_ca_file {
                Some(file) => told(file, "--mail-inbox-ca-file", &error),
                None => format!("--mail-inbox: {error}"),
            })?;
        Ok(Some(InboxSettings { folder: Arc::new(folder), new_tickets: self.mail_new_tickets, poll: INBOX_POLL }))
    }
}

fn in_file(file: &Path) -> Result<InboxPassword, String> {
    let fail = |error: &dyn std::fmt::Display| told(file, "--mail-inbox-password-file", error);
    let text = fs::read_to_string(file).map_err(|error| fail(&error))?;
    text.trim_end_matches(['\r', '\n']).parse().map_err(|error: helplet_desk::BadInbox| fail(&error))
}

fn told(file: &Path, option: &str, error: &dyn std::fmt::Display) -> String {
    format!("{}: {error} ({option})", file.display())
}
