//! Helplet beside other widgets: bytes, and the time from the click to the first painted results.

use crate::browser::Browser;
use crate::bytes::brotli;
use crate::server;
use crate::table::{Table, grouped};
use crate::times::{DEVICES, median, missing, ms, numbers, slow_down};
use crate::{Built, Error};
use serde_json::json;
use std::fs;
use std::path::Path;
use tokio::process::Command;

/// Where npm puts them.
const MODULES: &str = "bench/beside/node_modules";

/// The languages with a question that both widgets have an answer to.
const QUESTIONS: [(&str, &str); 2] = [("zh-CN", "文件打不开"), ("en", "file won't open")];

/// What stands on a page for each, as its documentation has it.
const HELPLET: &str = "<script async src=\"helplet.js\"></script>";
const IDLE: &str = "<script async src=\"helplet.js\" data-helplet-boot=\"idle\"></script>";
const PAGEFIND: &str = "<link rel=\"stylesheet\" href=\"pagefind/pagefind-component-ui.css\">\
    <script type=\"module\" src=\"pagefind/pagefind-component-ui.js\"></script>\
    <pagefind-modal-trigger></pagefind-modal-trigger><pagefind-modal></pagefind-modal>";

/// Each with its name in asking.js and in the table.
const WIDGETS: [(&str, &str, &str); 3] = [
    ("helplet", "Helplet", HELPLET),
    ("idle", "Helplet, boot: idle", IDLE),
    ("pagefind", "Pagefind's component", PAGEFIND),
];

/// Until what the widget fetches while the browser is idle has come.
const WARM: &str = "const [done] = arguments; (function wait() {
    performance.getEntriesByType('resource').some((it) => it.name.endsWith('.hlp')) ? done() : setTimeout(wait, 5); })();";

/// Prints the tables, `runs` runs of each widget in turn.
pub async fn print(built: &Built, runs: u32) -> Result<(), Error> {
    let folder = tempfile::tempdir()?;
    let site = folder.path().join("site");
    copy(&built.dist, &site)?;
    pagefind(&built.dist, &site, folder.path()).await?;
    let browser = Browser::on(server::of_folder(&site).await?).await?;
    let asked = ask(&browser, runs).await;
    browser.quit().await?;
    asked?;
    scripts()
}

/// The same articles for Pagefind: their plain pages, indexed, and a page with its component.
async fn pagefind(dist: &Path, site: &Path, folder: &Path) -> Result<(), Error> {
    let articles = folder.join("articles");
    for (language, _) in QUESTIONS {
        copy(&dist.join(language).join("article"), &articles.join(language).join("article"))?;
        let page = |widget: &str| {
            format!(
                "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><title>Bare</title>\
                 <link rel=\"icon\" href=\"data:,\">{widget}"
            )
        };
        for (whose, _, widget) in WIDGETS {
            fs::write(site.join(format!("{whose}-{language}.html")), page(widget))?;
        }
    }
    let program = Path::new(MODULES).join(".bin/pagefind");
    let output = Command::new(&program)
        .arg("--site")
        .arg(&articles)
        .arg("--output-path")
        .arg(site.join("pagefind"))
        .output()
        .await
        .map_err(|error| format!("{}: {error}; ./x bench beside installs it", program.display()))?;
    if !output.status.success() {
        return Err(format!("pagefind: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    // A host that compresses ours compresses theirs. What is called .pf_… and .pagefind is gzip already.
    for entry in fs::read_dir(site.join("pagefind"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| ["js", "css", "json"].iter().any(|it| kind == *it)) {
            fs::write(format!("{}.br", path.display()), brotli(&fs::read(&path)?)?)?;
        }
    }
    Ok(())
}

async fn ask(browser: &Browser, runs: u32) -> Result<(), Error> {
    browser.devtools("Network.enable", json!({})).await?;
    browser.devtools("Network.setCacheDisabled", json!({"cacheDisabled": true})).await?;
    browser.show("integrity.json").await?;
    for device in &DEVICES {
        println!("On {}; medians of {runs} runs in turn, nothing in the cache\n", device.name);
        let columns = ["open, ms", "results painted, ms", "bytes with the page", "bytes from the click on", "requests"];
        let mut table = Table::new("Click to first results", &columns);
        for (language, question) in QUESTIONS {
            let mut seen = WIDGETS.map(|_| Vec::new());
            for _ in 0..runs {
                for ((whose, ..), seen) in WIDGETS.into_iter().zip(&mut seen) {
                    // Switching the cache off is not for workers.
                    browser.devtools("Network.clearBrowserCache", json!({})).await?;
                    let before = sent(browser).await?;
                    browser.show(&format!("{whose}-{language}.html")).await?;
                    if whose == "idle" {
                        browser.run(WARM, []).await?;
                    }
                    let with_page = sent(browser).await?;
                    slow_down(browser, device.slower, device.network.as_ref()).await?;
                    let script = include_str!("../beside/asking.js");
                    let mut asked = browser.run(script, [json!(whose), json!(question)]).await?;
                    slow_down(browser, 1, None).await?;
                    let after = sent(browser).await?;
                    asked["before"] = json!(with_page.0 - before.0);
                    asked["after"] = json!(after.0 - with_page.0);
                    asked["requests"] = json!(after.1 - before.1);
                    seen.push(asked);
                }
            }
            for ((_, name, _), seen) in WIDGETS.into_iter().zip(&seen) {
                let time = |name| median(numbers(seen, name)).map_or_else(missing, ms);
                let count = |name| median(numbers(seen, name)).map_or_else(missing, |it| grouped(it as usize));
                let cells = [time("open"), time("painted"), count("before"), count("after"), count("requests")];
                table.row(&format!("{name}, {language}: {question}"), cells);
            }
        }
        table.print();
    }
    Ok(())
}

/// How many bytes were sent so far, and answers.
async fn sent(browser: &Browser) -> Result<(f64, f64), Error> {
    let script = "fetch('sent').then((it) => it.json()).then(arguments[0])";
    let told = browser.run(script, []).await?;
    let number = |at: usize| told[at].as_f64().ok_or("the server did not say what it has sent");
    Ok((number(0)?, number(1)?))
}

/// Bytes of the widgets that ask a service of their makers for what they find, or only send.
fn scripts() -> Result<(), Error> {
    let mut table = Table::new("Script and styles, bytes", &["raw", "brotli 11"]);
    for (name, paths) in [
        (
            "DocSearch, its search service not counted",
            &["@docsearch/js/dist/umd/docsearch.js", "@docsearch/css/dist/style.css"][..],
        ),
        ("Sentry, its feedback form alone", &["../../../target/beside/sentry.js"]),
    ] {
        let (mut raw, mut small) = (0, 0);
        for path in paths {
            let path = Path::new(MODULES).join(path);
            let bytes =
                fs::read(&path).map_err(|error| format!("{}: {error}; ./x bench beside makes it", path.display()))?;
            raw += bytes.len();
            small += brotli(&bytes)?.len();
        }
        table.row(name, [grouped(raw), grouped(small)]);
    }
    table.print();
    Ok(())
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).map_err(|error| format!("{}: {error}; ./x dist makes it", from.display()))? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
