//! What the script tag costs a page in Lighthouse's eyes: the sample website with it and without it.

use crate::browser::start;
use crate::table::Table;
use crate::times::median;
use crate::{Built, Error};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tokio::process::{Child, Command};

/// Where npm puts it.
const LIGHTHOUSE: &str = "bench/lighthouse/node_modules/.bin/lighthouse";

/// Runs as root and without a screen, as the other measurements do.
const CHROME: &str = "--headless=new --no-sandbox --disable-gpu --disable-quic";

/// The rows: where a value stands in the report, what it is called, and by how much it is multiplied.
const ROWS: [(&str, &str, f64); 8] = [
    ("/categories/performance/score", "performance, of 100", 100.0),
    ("/categories/accessibility/score", "accessibility, of 100", 100.0),
    ("/categories/best-practices/score", "best practices, of 100", 100.0),
    ("/audits/total-blocking-time/numericValue", "total blocking time, ms", 1.0),
    ("/audits/first-contentful-paint/numericValue", "first contentful paint, ms", 1.0),
    ("/audits/largest-contentful-paint/numericValue", "largest contentful paint, ms", 1.0),
    ("/audits/cumulative-layout-shift/numericValue", "layout shift, thousandths", 1000.0),
    ("/audits/total-byte-weight/numericValue", "bytes fetched", 1.0),
];

/// A page being served.
struct Page {
    address: String,
    // Killed when dropped.
    _program: Child,
}

/// Prints the medians of `runs` runs of each page, taken in turn.
pub async fn print(built: &Built, runs: u32) -> Result<(), Error> {
    let folder = tempfile::tempdir()?;
    let website = fs::read_to_string(built.dist.join("website.html"))
        .map_err(|error| format!("{}/website.html: {error}; ./x dist makes it", built.dist.display()))?;
    let tag: Vec<&str> = website.lines().filter(|line| line.contains("src=\"helplet.js\"")).collect();
    let [tag] = tag[..] else { return Err("website.html has not one script tag of ours".into()) };
    let bare = site(folder.path(), "bare", &website.replace(tag, ""), built)?;
    let with = site(folder.path(), "with", &website, built)?;
    let pages = [serve(&bare, built).await?, serve(&with, built).await?];
    let mut reports: [Vec<Value>; 2] = [Vec::new(), Vec::new()];
    for _ in 0..runs {
        for (page, reports) in pages.iter().zip(&mut reports) {
            reports.push(report(&page.address).await?);
        }
    }
    println!("Lighthouse on the sample website, its own slow phone, medians of {runs} runs\n");
    let mut table = Table::new("", &["without the tag", "with it", "difference"]);
    for (path, name, factor) in ROWS {
        let [without, with] = [0, 1].map(|at| {
            let numbers = reports[at].iter().filter_map(|it| it.pointer(path)?.as_f64());
            median(numbers.collect()).unwrap_or(f64::NAN)
        });
        let cells = [without, with, with - without].map(|value| format!("{:.0}", value * factor));
        table.row(name, cells);
    }
    table.print();
    Ok(())
}

/// A folder with the website and all that stands beside it.
fn site(folder: &Path, name: &str, website: &str, built: &Built) -> Result<PathBuf, Error> {
    let site = folder.join(name);
    fs::create_dir(&site)?;
    for entry in fs::read_dir(&built.dist)? {
        let path = entry?.path();
        let kept =
            path.file_name().filter(|name| path.is_file() && !name.to_string_lossy().starts_with("website.html"));
        if let Some(name) = kept {
            fs::copy(&path, site.join(name))?;
        }
    }
    fs::write(site.join("website.html"), website)?;
    Ok(site)
}

async fn serve(site: &Path, built: &Built) -> Result<Page, Error> {
    let mut program = Command::new(&built.program);
    program.args(["serve", "--quiet", "--listen", "127.0.0.1:0"]);
    program.arg("--site").arg(site).arg("--content").arg(&built.content).arg("--data").arg(site.with_extension("db"));
    let (program, line) = start(program, "ready at ", "./x builds it").await?;
    let address = line.split("ready at ").nth(1).unwrap_or_default().trim();
    Ok(Page { address: format!("{address}website.html"), _program: program })
}

async fn report(address: &str) -> Result<Value, Error> {
    let output = Command::new(LIGHTHOUSE)
        .args([address, "--quiet", "--output=json", "--output-path=stdout"])
        .arg("--only-categories=performance,accessibility,best-practices")
        .arg(format!("--chrome-flags={CHROME}"))
        .env("CHROME_PATH", "/usr/bin/chromium")
        .output()
        .await
        .map_err(|error| format!("{LIGHTHOUSE}: {error}; ./x bench lighthouse installs it"))?;
    if !output.status.success() {
        return Err(format!("lighthouse: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
