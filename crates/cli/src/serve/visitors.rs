//! Options on visitors: how they say who they are, and how much they may ask.

use super::duration::Span;
use helplet_desk::{ALGORITHMS, CONNECTIONS, Config, Identity, Rate, SESSION, STREAMS, VISITOR_REQUESTS_PER_MINUTE};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

#[derive(clap::Args)]
pub struct VisitorArgs {
    /// The audience (`aud`) of the signed tokens by which your own site says who somebody is. Without
    /// it nobody can.
    #[arg(long, env = "HELPLET_IDENTITY_AUDIENCE", value_name = "NAME", requires = "identity_key")]
    identity_audience: Option<String>,
    /// File with the key of these tokens: for HS256 a secret of at least 32 bytes that both share, for
    /// the others the public key in PEM.
    #[arg(long, env = "HELPLET_IDENTITY_KEY", value_name = "FILE", requires = "identity_audience")]
    identity_key: Option<PathBuf>,
    /// How these tokens are signed.
    #[arg(long, env = "HELPLET_IDENTITY_ALGORITHM", value_name = "NAME", default_value = ALGORITHMS[0],
          value_parser = ALGORITHMS)]
    identity_algorithm: String,
    /// How many hours somebody stays signed in.
    #[arg(long, env = "HELPLET_SIGNED_IN_HOURS", value_name = "NUMBER",
          default_value_t = SESSION.as_secs() as u32 / 3600)]
    signed_in_hours: u32,
    /// Keep no votes on articles and no searches.
    #[arg(long, env = "HELPLET_NO_FEEDBACK")]
    no_feedback: bool,
    /// Requests to the contract's routes that one device may make in a minute; 0 is no limit.
    #[arg(long, env = "HELPLET_VISITOR_REQUESTS_PER_MINUTE", value_name = "NUMBER",
          default_value_t = VISITOR_REQUESTS_PER_MINUTE)]
    visitor_requests_per_minute: u32,
    /// How long an upload may bring less than 16 KiB before it is ended: a number and s, m, h or d; 0s
    /// is no limit.
    #[arg(long, env = "HELPLET_UPLOAD_IDLE", value_name = "TIME", default_value = "30s")]
    upload_idle: Span,
    /// Connections open at once; who comes beyond them waits.
    #[arg(long, env = "HELPLET_MAX_CONNECTIONS", value_name = "NUMBER", default_value_t = CONNECTIONS as u32,
          value_parser = clap::value_parser!(u32).range(1..))]
    max_connections: u32,
    /// Streams of events open at once; the widgets of others poll. Keep it below the connections.
    #[arg(long, env = "HELPLET_MAX_STREAMS", value_name = "NUMBER", default_value_t = STREAMS as u32)]
    max_streams: u32,
}

impl VisitorArgs {
    /// Puts the options into the desk's settings.
    pub fn apply(self, config: Config) -> Result<Config, String> {
        let session = Duration::from_secs(u64::from(self.signed_in_hours) * 3600);
        let identity = match (self.identity_key, self.identity_audience) {
            (Some(file), Some(audience)) => {
                let told = |reason: String| format!("{}: {reason} (--identity-key)", file.display());
                let key = fs::read(&file).map_err(|error| told(error.to_string()))?;
                let identity = Identity::new(&self.identity_algorithm, key.trim_ascii(), &audience, session);
                Some(identity.map_err(|error| told(error.to_string()))?)
            }
            _ => None,
        };
        Ok(Config {
            identity,
            feedback: !self.no_feedback,
            visitor_rate: Rate { per_minute: self.visitor_requests_per_minute },
            upload_idle: self.upload_idle.0,
            max_connections: self.max_connections as usize,
            max_streams: self.max_streams as usize,
            ..config
        })
    }
}
