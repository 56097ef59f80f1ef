//! Whom the desk tells what happened: e-mail and webhook.

use super::duration::Span;
use helplet_desk::{Mail, Notices, Origin, ReplyTo, Retries, Sender, SmtpServer, Webhook, WebhookSecret, WebhookUrl};
use std::fs;
use std::path::{Path, PathBuf};

/// The options of e-mail and webhook.
#[derive(clap::Args)]
pub struct NoticeArgs {
    /// Mail server for e-mails to people who don't look: smtps://USER:PASSWORD@HOST, or smtp://… for
    /// STARTTLS. Without it no e-mails are sent.
    #[arg(long, env = "HELPLET_SMTP", value_name = "URL", hide_env_values = true, requires_all = ["mail_from", "public_url"])]
    smtp: Option<SmtpServer>,
    /// File with the certificate, in PEM, of the authority that signed the mail server's, where this
    /// machine doesn't know it: for a mail server inside. Then smtp:// demands STARTTLS of this machine
    /// itself, too.
    #[arg(long, env = "HELPLET_SMTP_CA_FILE", value_name = "FILE", requires = "smtp")]
    smtp_ca_file: Option<PathBuf>,
    /// Who the e-mails are from, such as "Example help <help@example.com>".
    #[arg(long, env = "HELPLET_MAIL_FROM", value_name = "SENDER", requires = "smtp")]
    mail_from: Option<Sender>,
    /// How long a person has to read a message before they get an e-mail: a number and s, m, h or d.
    #[arg(long, env = "HELPLET_MAIL_AFTER", value_name = "TIME", default_value = "2m")]
    mail_after: Span,
    /// Where people's answers to e-mails go, such as reply@example.com, whose mail server passes
    /// reply+anything@example.com to `helplet receive-mail`, or keeps it in the folder of --mail-inbox. Without it
    /// e-mails ask not to be answered.
    #[arg(long, env = "HELPLET_MAIL_REPLY_TO", value_name = "ADDRESS", requires = "smtp")]
    mail_reply_to: Option<ReplyTo>,
    /// Where a request goes for each new ticket, change and message, as Standard Webhooks has it.
    #[arg(long, env = "HELPLET_WEBHOOK_URL", value_name = "URL", hide_env_values = true, requires = "webhook_secret")]
    webhook_url: Option<WebhookUrl>,
    /// What those requests are signed with: whsec_ and 24 to 64 bytes in base64.
    #[arg(
        long,
        env = "HELPLET_WEBHOOK_SECRET",
        value_name = "SECRET",
        hide_env_values = true,
        requires = "webhook_url"
    )]
    webhook_secret: Option<WebhookSecret>,
}

impl NoticeArgs {
    /// The settings, each channel where all of it is said.
    ///
    /// # Errors
    /// Where the file of the authority can't be read or used.
    pub fn notices(self, public_url: Option<&Origin>) -> Result<Notices, String> {
        let page = public_url.and_then(|origin| origin.text().parse().ok());
        let smtp = match (self.smtp, &self.smtp_ca_file) {
            (Some(server), Some(file)) => Some(trusting(server, file)?),
            (server, _) => server,
        };
        let mail = smtp.zip(self.mail_from).zip(page);
        let mail = mail.map(|((server, from), page)| Mail {
            server,
            from,
            after: self.mail_after.0,
            page,
            reply_to: self.mail_reply_to,
        });
        let webhook = self.webhook_url.zip(self.webhook_secret).map(|(url, secret)| Webhook { url, secret });
        Ok(Notices { mail, webhook, retries: Retries::default() })
    }
}

fn trusting(server: SmtpServer, file: &Path) -> Result<SmtpServer, String> {
    let told = |reason: String| format!("{}: {reason} (--smtp-ca-file)", file.display());
    let pem = fs::read(file).map_err(|error| told(error.to_string()))?;
    server.trusting(&pem).map_err(|error| told(error.to_string()))
}
