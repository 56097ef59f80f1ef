//! What a static host needs beside the files: a service worker, headers, hashes for `integrity`.

use crate::dist::put;
use crate::place::{Place, attribute};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use helplet_desk::PAGE_POLICY;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384};
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// What stands in the service worker for what this command knows.
const STAMP: &str = "HELPLET_FILES";

/// Files that a page needs to work without a network, whatever their names: the rest is the sample
/// website's, or for the server.
const SHELL: [&str; 5] = ["index.html", "page.css", "pages.css", "page.js", "helplet.js"];

/// How long a file may be kept that carries its hash in its name: a year, in seconds.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Writes the service worker; `code` are the build's hashed files. It is named after all it keeps, so
/// that a changed word on the page makes a new one.
pub fn service_worker(source: &str, code: &[String], languages: &[&str], out: &Path) -> io::Result<()> {
    if source.matches(STAMP).count() != 1 {
        return Err(io::Error::other(format!("service_worker.js must name {STAMP} once")));
    }
    let mut digest = Sha256::new();
    for name in SHELL {
        digest.update(fs::read(out.join(name))?);
    }
    let name = code.iter().fold(digest, |digest, name| digest.chain_update(name)).finalize();
    let name: String = name.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let files: Vec<&str> = SHELL.into_iter().chain(code.iter().map(String::as_str)).collect();
    let build = json!({"name": name, "files": files, "languages": languages});
    put(&out.join("sw.js"), source.replacen(STAMP, &build.to_string(), 1).as_bytes())
}

/// Says in the folder's own pages who takes tickets.
pub fn name_endpoint(page: &str, place: &Place) -> io::Result<String> {
    const ATTRIBUTE: &str = " data-helplet-endpoint=\".\"";
    if page.matches(ATTRIBUTE).count() != 1 {
        return Err(io::Error::other(format!("a page must have{ATTRIBUTE} once")));
    }
    Ok(page.replacen(ATTRIBUTE, &attribute(place.endpoint()), 1))
}

/// Writes the headers for hosts that read `_headers` (Netlify, Cloudflare Pages) or `vercel.json`.
pub fn headers(place: &Place, out: &Path) -> io::Result<()> {
    let policy = policy(place);
    // Read from other sites too: that is what the script tag is for.
    let all = [
        ("Content-Security-Policy", policy.as_str()),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Access-Control-Allow-Origin", "*"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
    ];
    let for_ever = [("Cache-Control", FOR_EVER)];
    let rules = [
        ("/*", "/(.*)", &all[..]),
        ("/helplet-*", "/helplet-(.*)", &for_ever[..]),
        ("/*.hlp", "/(.*).hlp", &for_ever[..]),
    ];
    let lines = rules.iter().map(|(path, _, headers)| {
        let headers: String = headers.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect();
        format!("{path}\n{headers}")
    });
    fs::write(out.join("_headers"), lines.collect::<Vec<_>>().join("\n"))?;
    let vercel = rules.map(|(_, source, headers)| {
        let headers: Vec<Value> = headers.iter().map(|(key, value)| json!({"key": key, "value": value})).collect();
        json!({"source": source, "headers": headers})
    });
    fs::write(out.join("vercel.json"), format!("{:#}\n", json!({ "headers": vercel })))
}

/// The policy of the folder's pages: the desk's own, and the endpoint where that is elsewhere.
fn policy(place: &Place) -> String {
    place
        .origin()
        .map_or_else(|| PAGE_POLICY.to_owned(), |origin| format!("{PAGE_POLICY}; connect-src 'self' {origin}"))
}

/// Writes `integrity.json`: each file of the folder with its SHA-384, as the `integrity` attribute takes
/// it (Subresource Integrity). Returns that of `helplet.js`.
pub fn integrity(out: &Path) -> io::Result<String> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(out)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
        let Some(name) = path.file_name().and_then(|it| it.to_str()) else { continue };
        if matches!(ending, "js" | "css" | "wasm" | "hlp") {
            let hash = STANDARD.encode(Sha384::digest(fs::read(&path)?));
            all.insert(name.to_owned(), format!("sha384-{hash}"));
        }
    }
    fs::write(out.join("integrity.json"), format!("{:#}\n", json!(all)))?;
    Ok(all.remove("helplet.js").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(endpoint: &str) -> Place {
        Place { address: None, endpoint: endpoint.to_owned() }
    }

    #[test]
    fn the_policy_lets_pages_reach_a_desk_elsewhere() {
        assert_eq!(policy(&place(".")), PAGE_POLICY);
        assert_eq!(policy(&place("none")), PAGE_POLICY);
        assert!(
            policy(&place("https://desk.example.com/help")).ends_with("; connect-src 'self' https://desk.example.com")
        );
    }

    #[test]
    fn the_page_names_who_takes_tickets() {
        let page = "<script async src=\"helplet.js\" data-helplet-endpoint=\".\"></script>";
        assert_eq!(name_endpoint(page, &place("none")).unwrap(), "<script async src=\"helplet.js\"></script>");
        let quoted = name_endpoint(page, &place("https://a.example/?x=\"&y")).unwrap();
        assert!(quoted.contains("=\"https://a.example/?x=&quot;&amp;y\""), "{quoted}");
        assert!(name_endpoint("<p>", &place(".")).is_err());
    }
}
