//! `helplet dist`: the deployable folder. Files that cache for ever carry their hash in their name;
//! the loader, the only one that does not, is stamped with those names, so a page never mixes builds.

use crate::place::Place;
use crate::single::{Asset, Parts};
use crate::{hosting, names, pack, pages};
use helplet_content::author::{self, Packed};
use helplet_content::{Library, Ui};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

/// Options of `helplet dist`.
#[derive(clap::Args)]
pub struct Args {
    /// The folder with the built widget: wasm, glue, minified loader and style sheets, pages.
    #[arg(long, default_value = "target/site")]
    site: PathBuf,
    /// The content folder.
    #[arg(long, default_value = "content")]
    content: PathBuf,
    /// The folder to make. What an earlier build left in it is removed.
    #[arg(short, long, default_value = "dist")]
    out: PathBuf,
    #[command(flatten)]
    place: Place,
    /// How people voted on the articles: a TOML file with a table `[articles]` of "id" = vote, -1 to 1. Of
    /// articles that answer equally well, the search then shows the better voted first.
    #[arg(long)]
    votes: Option<PathBuf>,
}

/// What stands in the loader for what this command knows.
const STAMP: &str = "HELPLET_BUILD";

/// Files shorter than this gain nothing from compression.
const WORTH_COMPRESSING: usize = 256;

/// Runs the command; content with errors makes nothing.
pub fn run(args: &Args) -> ExitCode {
    let Some(loaded) = pack::ready(&args.content, args.votes.as_deref(), "no folder was made") else {
        return ExitCode::FAILURE;
    };
    match dist(args, &loaded) {
        Ok(made) => {
            println!("{}: {} files, {} pages for readers without scripts", args.out.display(), made.files, made.pages);
            println!("integrity of helplet.js: {}", made.integrity);
            if args.place.address.is_none() {
                println!("no sitemap.xml: say where the folder will be found, with --address https://…");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", args.out.display());
            ExitCode::FAILURE
        }
    }
}

/// What was made.
struct Made {
    files: usize,
    pages: usize,
    integrity: String,
}

fn dist(args: &Args, loaded: &author::Loaded) -> io::Result<Made> {
    empty(&args.out)?;
    let packed = author::pack(loaded, &args.out)?;
    let read = |name: &str| {
        let path = args.site.join(name);
        fs::read(&path)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}; ./x dist builds it", path.display())))
    };
    // One hash over all: they belong together, and one name costs the loader less than several.
    let wasm = [read("helplet-widget.wasm")?, read("helplet-widget.later.wasm")?];
    let shorten = |glue: &str| {
        names::shorten(&wasm, &text(read(glue)?)?)
            .ok_or_else(|| io::Error::other("a wasm of the widget is damaged; ./x dist builds it anew"))
    };
    let ([first, later], glue) = shorten("glue.js")?;
    let code = [
        ("js", glue.into_bytes()),
        ("wasm", first),
        ("css", read("helplet.css")?),
        ("later.wasm", later),
        ("later.js", read("later.js")?),
        ("later.css", read("later.css")?),
    ];
    let digest = code.iter().fold(Sha256::new(), |digest, (_, bytes)| digest.chain_update(bytes)).finalize();
    let name: String = digest.iter().take(author::HASH / 2).map(|byte| format!("{byte:02x}")).collect();
    let mut hashed: Vec<String> = packed.iter().map(|packed| packed.file.clone()).collect();
    let mut inside = Vec::new();
    for (ending, bytes) in code {
        let file = format!("helplet-{name}.{ending}");
        fs::write(args.out.join(&file), &bytes)?;
        hashed.push(file.clone());
        match ending {
            "js" | "later.js" => {}
            "css" | "later.css" => inside.push((file, "text/css", bytes)),
            _ => inside.push((file, "application/wasm", bytes)),
        }
    }
    let build = json!({
        "name": format!("helplet-{name}."),
        "css": text(read("launcher.css")?)?.trim_end(),
        "languages": packed.iter().zip(&loaded.libraries).map(language).collect::<Vec<_>>(),
    });
    let loader = text(read("loader.js")?)?;
    if loader.matches(STAMP).count() != 1 {
        return Err(io::Error::other(format!(
            "loader.js must name {STAMP} once: it is where the build's file names go"
        )));
    }
    fs::write(args.out.join("helplet.js"), loader.replacen(STAMP, &literal(&build), 1))?;
    let single = Parts {
        head: text(read("single.js")?)?,
        glue: shorten("glue.single.js")?.1,
        loader: text(read("loader.single.js")?)?,
        bridge: text(read("bridge.js")?)?,
        code: inside,
        page_style: text(read("page.css")?)?,
        build,
    };
    for name in ["page.css", "pages.css", "website.css", "page.js"] {
        fs::write(args.out.join(name), read(name)?)?;
    }
    for ending in ["js", "d.ts"] {
        fs::write(args.out.join(format!("helplet.bridge.{ending}")), read(&format!("bridge.{ending}"))?)?;
    }
    for name in ["index.html", "website.html"] {
        fs::write(args.out.join(name), hosting::name_endpoint(&text(read(name)?)?, &args.place)?)?;
    }
    let languages: Vec<&str> = loaded.libraries.iter().map(|library| library.lang.as_str()).collect();
    hosting::service_worker(&text(read("service_worker.js")?)?, &hashed, &languages, &args.out)?;
    hosting::headers(&args.place, &args.out)?;
    let integrity = hosting::integrity(&args.out)?;
    let files = compress(&args.out)?;
    single_files(&single, &packed, args)?;
    let pages = pages::write(&loaded.libraries, &args.place, &args.out)?;
    Ok(Made { files, pages, integrity })
}

/// The build in one file, with all languages and with each alone.
fn single_files(single: &Parts, packed: &[Packed], args: &Args) -> io::Result<()> {
    let bundles: Vec<Asset> = packed
        .iter()
        .map(|packed| Ok((packed.file.clone(), "application/octet-stream", fs::read(args.out.join(&packed.file))?)))
        .collect::<io::Result<_>>()?;
    single.write(&bundles, "", &args.place, &args.out)?;
    for (packed, bundle) in packed.iter().zip(&bundles) {
        single.write(std::slice::from_ref(bundle), &format!(".{}", packed.lang), &args.place, &args.out)?;
    }
    Ok(())
}

/// A value as JavaScript, which is shorter than JSON: names without quotes, and texts as they are where
/// nothing in them would be read as something else.
fn literal(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}:{}", literal(value))).collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(",")),
        Value::String(text) if text.contains(['"', '\n']) && !text.contains(['`', '\\', '$', '\r']) => {
            format!("`{text}`")
        }
        other => other.to_string(),
    }
}

fn text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|error| io::Error::other(error.to_string()))
}

/// Empties a folder made by this command; any other folder with something in it is left alone.
fn empty(out: &Path) -> io::Result<()> {
    fs::create_dir_all(out)?;
    let mut files = fs::read_dir(out)?.peekable();
    if files.peek().is_some() && !out.join("manifest.json").is_file() {
        return Err(io::Error::other("is not empty and holds no earlier build: name another folder with --out"));
    }
    files.try_for_each(|entry| {
        let path = entry?.path();
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
    })
}

fn language((packed, library): (&Packed, &Library)) -> Value {
    let (failed, retry) = (failed(library), library.text(Ui::Retry));
    let label = library.text(Ui::LauncherLabel);
    json!({"lang": packed.lang, "name": packed.name, "file": packed.file, "label": label, "failed": failed, "retry": retry})
}

/// What the loader says by itself when nothing else can be loaded: the contact channels, a line each.
fn failed(library: &Library) -> String {
    let sample = |sample: bool| if sample { format!(" ({})", library.text(Ui::Sample)) } else { String::new() };
    let channels = &library.channels;
    let lines = channels
        .hotlines
        .iter()
        .map(|it| format!("{}: {}{}", it.label, it.number, sample(it.sample)))
        .chain(channels.wechat.iter().map(|it| format!("{}: {}", library.text(Ui::WeChat), it.name)))
        .chain(channels.emails.iter().map(|it| format!("{}{}", it.address, sample(it.sample))));
    let first = library.text(Ui::LauncherFailed).to_owned();
    std::iter::once(first).chain(lines).fold(String::new(), |text, line| text + &line + "\n")
}

/// Writes a .br and a .gz beside each file that gains from it; returns how many files there are.
fn compress(out: &Path) -> io::Result<usize> {
    let mut files = 0;
    for entry in fs::read_dir(out)? {
        let path = entry?.path();
        files += 1;
        compress_one(&path, &fs::read(&path)?)?;
    }
    Ok(files)
}

/// Writes a file, with a .br and a .gz beside it where it gains from them.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)?;
    compress_one(path, bytes)
}

fn compress_one(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
    if !matches!(ending, "js" | "css" | "html" | "json" | "wasm" | "svg" | "xml") || bytes.len() < WORTH_COMPRESSING {
        return Ok(());
    }
    fs::write(path.with_extension(format!("{ending}.br")), brotli(bytes)?)?;
    fs::write(path.with_extension(format!("{ending}.gz")), gzip(bytes)?)
}

/// Brotli at its best: quality 11, and a window of the whole text, up to the widest that browsers take
/// (2^24 bytes); a wider one than the text costs time alone.
pub fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let lgwin = (usize::BITS - bytes.len().leading_zeros() + 1).clamp(16, 24) as i32;
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
    Ok(out)
}

/// Gzip at its best of the ordinary tool.
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::literal;
    use serde_json::json;

    #[test]
    fn a_value_is_written_as_script() {
        assert_eq!(literal(&json!({"css": "a{content:\"\"}"})), "{css:`a{content:\"\"}`}");
        assert_eq!(literal(&json!(["one\ntwo", "$`\"", "plain", 1])), "[`one\ntwo`,\"$`\\\"\",\"plain\",1]");
    }
}
