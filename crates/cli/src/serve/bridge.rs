//! Another system that has the tickets, too.

use super::duration::Span;
use clap::ValueEnum;
use helplet_desk::{
    Bridge, BridgeAuthor, BridgeKey, BridgeSettings, BridgeStatus, BridgeUrl, DjangoHelpdesk, Origin, Redmine,
};
use std::sync::Arc;

/// Which system.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum System {
    Redmine,
    DjangoHelpdesk,
}

/// The options of a bridge.
#[derive(clap::Args)]
#[allow(rustdoc::bare_urls, reason = "the text is shown by --help, too")]
pub struct BridgeArgs {
    /// Another system in which each ticket is made, too, and from which replies come back.
    #[arg(long, env = "HELPLET_BRIDGE", value_name = "SYSTEM", requires_all = ["bridge_url", "bridge_key", "bridge_project"])]
    bridge: Option<System>,
    /// Start page of the other system, such as https://redmine.example.com.
    #[arg(long, env = "HELPLET_BRIDGE_URL", value_name = "URL", requires = "bridge")]
    bridge_url: Option<BridgeUrl>,
    /// API key of the desk's user in Redmine; of django-helpdesk its USER:PASSWORD, or a token where the
    /// site takes those.
    #[arg(long, env = "HELPLET_BRIDGE_KEY", value_name = "KEY", hide_env_values = true, requires = "bridge")]
    bridge_key: Option<BridgeKey>,
    /// Where tickets are made: the identifier of a Redmine project, or the number of a django-helpdesk queue.
    #[arg(long, env = "HELPLET_BRIDGE_PROJECT", value_name = "NAME", requires = "bridge")]
    bridge_project: Option<String>,
    /// Redmine tracker of new issues, by its name. By default the project's first.
    #[arg(long, env = "HELPLET_BRIDGE_TRACKER", value_name = "NAME", requires = "bridge")]
    bridge_tracker: Option<String>,
    /// A status and its name in Redmine, such as solved=Resolved. Repeatable. By default those of a Redmine in
    /// English.
    #[arg(long, env = "HELPLET_BRIDGE_STATUS", value_name = "OURS=THEIRS", value_delimiter = ',', requires = "bridge")]
    bridge_status: Vec<BridgeStatus>,
    /// Number of a django-helpdesk user, or * for all others, and the name that people read above their
    /// replies, such as 3=Anna. Repeatable. By default Support.
    #[arg(long, env = "HELPLET_BRIDGE_AUTHOR", value_name = "USER=NAME", value_delimiter = ',', requires = "bridge")]
    bridge_author: Vec<BridgeAuthor>,
    /// A ticket type whose tickets go there. Repeatable. By default all.
    #[arg(long, env = "HELPLET_BRIDGE_TYPE", value_name = "TYPE", value_delimiter = ',', requires = "bridge")]
    bridge_type: Vec<String>,
    /// How often the other system is asked what is new there: a number and s, m, h or d.
    #[arg(long, env = "HELPLET_BRIDGE_POLL", value_name = "TIME", default_value = "30s")]
    bridge_poll: Span,
}

impl BridgeArgs {
    /// The settings, where there is a bridge. `types` are the ticket types there are.
    ///
    /// # Errors
    /// A sentence that names the option.
    pub fn settings(self, public_url: Option<&Origin>, types: &[&str]) -> Result<Option<BridgeSettings>, String> {
        let given = (self.bridge, self.bridge_url, self.bridge_key, self.bridge_project);
        let (Some(system), Some(url), Some(key), Some(project)) = given else { return Ok(None) };
        if self.bridge_poll.0.is_zero() {
            return Err("--bridge-poll is a time between questions: write at least 1s".to_owned());
        }
        if let Some(unknown) = self.bridge_type.iter().find(|kind| !types.contains(&kind.as_str())) {
            return Err(format!(
                "the content has no ticket type {unknown:?} (--bridge-type): name one of {}",
                types.join(", ")
            ));
        }
        let only = |given: bool, option: &str, name: &str| match given {
            true => Err(format!("{option} is a setting of {name}: leave it out")),
            false => Ok(()),
        };
        let bridge: Result<Arc<dyn Bridge>, _> = match system {
            System::Redmine => {
                only(!self.bridge_author.is_empty(), "--bridge-author", "django-helpdesk")?;
                Redmine::new(url, &key, project, self.bridge_tracker, self.bridge_status).map(|it| Arc::new(it) as _)
            }
            System::DjangoHelpdesk => {
                only(self.bridge_tracker.is_some(), "--bridge-tracker", "Redmine")?;
                only(!self.bridge_status.is_empty(), "--bridge-status", "Redmine")?;
                let queue = project.parse().map_err(|_| {
                    format!(
                        "{project:?} is no queue (--bridge-project): write its number, as in its admin page's address"
                    )
                })?;
                DjangoHelpdesk::new(url, &key, queue, self.bridge_author).map(|it| Arc::new(it) as _)
            }
        };
        let bridge = bridge.map_err(|error| {
            format!("requests to the other system can't be made ({error}): see that this machine has root certificates")
        })?;
        let console = public_url.and_then(|origin| origin.text().parse().ok());
        Ok(Some(BridgeSettings { bridge, poll: self.bridge_poll.0, kinds: self.bridge_type, console }))
    }
}
