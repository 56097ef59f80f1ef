//! `helplet serve`: the built site and the ticket desk, in one program.

mod bridge;
mod chats;
pub mod duration;
mod inbox;
mod logs;
mod notices;
pub mod rules;
mod visitors;

use helplet_desk::{App, Config, HeaderName, Origin, REQUESTS_PER_MINUTE, Rate, UPLOADS_PER_MINUTE};
use std::io::{ErrorKind, Write};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Serve the built site and take tickets, until Ctrl-C.
///
/// Each option can also come from the environment variable named beside it, or from a TOML file
/// under its long name; the command line comes first, then the environment, then the file.
#[derive(clap::Args)]
pub struct Args {
    /// TOML file with settings, such as `listen = "0.0.0.0:8787"`.
    #[arg(long, env = "HELPLET_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address and port to listen on; port 0 takes a free one, and the ready line names it.
    #[arg(long, env = "HELPLET_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Folder of the built site; without it only the ticket contract is served.
    #[arg(long, env = "HELPLET_SITE", value_name = "FOLDER")]
    site: Option<PathBuf>,
    /// SQLite file for tickets, made when it is not there, or postgres://USER:PASSWORD@HOST/NAME. Keep
    /// a file outside the site, and a password in the variable.
    #[arg(long, env = "HELPLET_DATA", value_name = "FILE|URL", default_value = "helplet.db", hide_env_values = true)]
    data: String,
    /// Folder for the files that come with tickets, or s3://BUCKET/PREFIX with its credentials in the
    /// AWS_ variables. By default helplet-files beside the SQLite file, or in the current folder.
    #[arg(long, env = "HELPLET_FILES", value_name = "FOLDER|URL")]
    files: Option<String>,
    /// Where the ticket types, limits and canned answers come from: the content folder, or one
    /// `helplet pack` wrote, which has no canned answers.
    #[arg(long, env = "HELPLET_CONTENT", value_name = "FOLDER", default_value = "content")]
    content: PathBuf,
    /// Address under which people see the help centre, such as `https://help.example.com`, for links in
    /// e-mails and in agents' answers. In these, by default the one under which the agent sees the console.
    #[arg(long, env = "HELPLET_PUBLIC_URL", value_name = "ORIGIN")]
    public_url: Option<Origin>,
    /// Another origin whose pages may use this desk, such as `https://www.example.com`; for web views also
    /// `app://name`, or `null` for pages from a disk. Repeatable; commas between in the variable.
    #[arg(long, env = "HELPLET_ALLOW_ORIGIN", value_name = "ORIGIN", value_delimiter = ',', value_parser = Origin::of_page)]
    allow_origin: Vec<Origin>,
    /// A request header those pages may send besides the contract's own. Repeatable.
    #[arg(long, env = "HELPLET_ALLOW_HEADER", value_name = "NAME", value_delimiter = ',')]
    allow_header: Vec<HeaderName>,
    /// Address of a reverse proxy whose X-Forwarded-For is believed. Repeatable. Without it, behind
    /// a proxy all visitors share one limit.
    #[arg(long, env = "HELPLET_TRUSTED_PROXY", value_name = "ADDRESS", value_delimiter = ',')]
    trusted_proxy: Vec<IpAddr>,
    /// Requests to the contract's routes that one address may make in a minute; 0 is no limit.
    #[arg(long, env = "HELPLET_REQUESTS_PER_MINUTE", value_name = "NUMBER", default_value_t = REQUESTS_PER_MINUTE)]
    requests_per_minute: u32,
    /// Files that one address may send in a minute; 0 is no limit.
    #[arg(long, env = "HELPLET_UPLOADS_PER_MINUTE", value_name = "NUMBER", default_value_t = UPLOADS_PER_MINUTE)]
    uploads_per_minute: u32,
    #[command(flatten)]
    visitors: visitors::VisitorArgs,
    #[command(flatten)]
    chats: chats::ChatArgs,
    /// Delete tickets that were closed longer ago: a number and s, m, h or d. Without it none is.
    #[arg(long, env = "HELPLET_KEEP_CLOSED", value_name = "TIME")]
    keep_closed: Option<duration::Span>,
    #[command(flatten)]
    notices: notices::NoticeArgs,
    #[command(flatten)]
    inbox: inbox::InboxArgs,
    #[command(flatten)]
    bridge: bridge::BridgeArgs,
    /// Another address and port that answers GET /metrics, for Prometheus. Without it nothing does.
    #[arg(long, env = "HELPLET_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    metrics_listen: Option<SocketAddr>,
    /// How long requests are still taken after the desk was told to stop, while /readyz answers 503.
    /// Behind a load balancer, longer than it takes to notice: a number and s, m, h or d.
    #[arg(long, env = "HELPLET_LEAVE_AFTER", value_name = "TIME", default_value = "0s")]
    leave_after: duration::Span,
    #[command(flatten)]
    logs: logs::LogArgs,
    /// Do not log a line for every request.
    #[arg(long, env = "HELPLET_QUIET")]
    quiet: bool,
}

/// Told once the end has begun.
const STOPPING: &str = "stopping, what was accepted is finished first";

/// Runs the command until Ctrl-C or SIGTERM; says on standard error why where it can't.
pub fn run(args: Args) -> ExitCode {
    match Runtime::new().map_err(|error| error.to_string()).and_then(|runtime| runtime.block_on(serve(args))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("helplet: {reason}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(args: Args) -> Result<(), String> {
    args.logs.start();
    if let Some(file) = &args.config {
        tracing::info!("settings of {} are used", file.display());
    }
    let content = rules::read(&args.content)?;
    let types: Vec<&str> = content.rules.types.iter().map(|rule| rule.id.as_str()).collect();
    let bridge = args.bridge.settings(args.public_url.as_ref(), &types)?;
    let inbox = args.inbox.settings(&types)?;
    let config = Config {
        files: args.files,
        site: args.site,
        allowed_origins: args.allow_origin,
        allowed_headers: args.allow_header,
        trusted_proxies: args.trusted_proxy,
        request_rate: Rate { per_minute: args.requests_per_minute },
        upload_rate: Rate { per_minute: args.uploads_per_minute },
        keep_closed: args.keep_closed.map(|keep| keep.0),
        chats: args.chats.chats(&content.rules)?,
        notices: args.notices.notices(args.public_url.as_ref())?,
        bridge,
        inbox,
        leave_after: args.leave_after.0,
        console: content.console,
        suggest: content.suggest,
        public_url: args.public_url,
        log: !args.quiet,
        ..Config::new(args.data, content.rules)
    };
    let config = args.visitors.apply(config)?;
    let listener = TcpListener::bind(args.listen).await.map_err(|error| cannot_listen(args.listen, &error))?;
    let address = listener.local_addr().map_err(|error| cannot_listen(args.listen, &error))?;
    let metrics = match args.metrics_listen {
        Some(address) => Some(TcpListener::bind(address).await.map_err(|error| cannot_listen(address, &error))?),
        None => None,
    };
    let mut app = App::open(config).await.map_err(|error| error.to_string())?;
    let stop = stop_signal().map_err(|error| format!("can't listen for signals: {error}"))?;
    if let Some(listener) = metrics {
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        tracing::info!("metrics are at http://{address}/metrics");
        app.serve_metrics(listener);
    }
    announce(address);
    app.serve(listener, stop).await.map_err(|error| error.to_string())
}

/// The one line that scripts wait for. A reader that has gone away is no reason to stop.
fn announce(address: SocketAddr) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "Helplet is ready at http://{address}/").and_then(|()| out.flush());
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> String {
    let free = SocketAddr::new(address.ip(), 0);
    match error.kind() {
        ErrorKind::AddrInUse => format!(
            "{address} is taken by another program: stop that one, or choose another address with --listen \
             ({free} takes a free port)"
        ),
        ErrorKind::PermissionDenied => format!(
            "this user may not listen on {address}: choose a port from 1024 on with --listen \
             ({free} takes a free one)"
        ),
        ErrorKind::AddrNotAvailable => format!(
            "this machine has no address {}: choose one of its own with --listen, 127.0.0.1 for this machine \
             alone or 0.0.0.0 for all its networks",
            address.ip()
        ),
        _ => format!("can't listen on {address}: {error}; choose another address with --listen"),
    }
}

/// Completes at Ctrl-C or SIGTERM.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("{STOPPING}");
    })
}

/// Completes at Ctrl-C.
#[cfg(windows)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
        tracing::info!("{STOPPING}");
    })
}
