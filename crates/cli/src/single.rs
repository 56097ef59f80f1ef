//! The widget in one file: `helplet.single.js` and `helplet.single.html`, with all languages or one.
//! They are read from a disk, so they are not compressed beside. They run from a folder, an application's own scheme or a page made from a text, with no network.

use crate::dist::gzip;
use crate::place::{Place, attribute};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::{fs, io};

/// What stands in `loader/single.js` for the files.
const ASSETS: &str = "HELPLET_ASSETS";

/// What stands in the loader for the build.
const BUILD: &str = "HELPLET_BUILD";

/// What the loader must ask of `loader/single.js`, each once.
const ASKED: [&str; 2] = ["single.import(", "single.base("];

/// A file inside the file: name, media type, content.
pub type Asset = (String, &'static str, Vec<u8>);

/// The parts of which the file is made.
pub struct Parts {
    /// `loader/single.js`, and what the second part asks of the browser, as a variable `later`.
    pub head: String,
    /// The glue, as a variable `glue`.
    pub glue: String,
    /// The loader, asking `single` for its files.
    pub loader: String,
    /// The bridge to the application round a web view.
    pub bridge: String,
    /// Wasm and styles.
    pub code: Vec<Asset>,
    /// The style sheet of the page.
    pub page_style: String,
    /// The loader's build, with all languages.
    pub build: Value,
}

impl Parts {
    /// Writes both files for some languages, each with the bytes of its bundle. `suffix` is empty or a dot
    /// and a tag; the page's tickets go to the endpoint where that is a whole address.
    pub fn write(&self, bundles: &[Asset], suffix: &str, place: &Place, out: &Path) -> io::Result<()> {
        let script = self.script(bundles)?;
        fs::write(out.join(format!("helplet.single{suffix}.js")), &script)?;
        let lang = self.languages(bundles).first().and_then(|it| it["lang"].as_str().map(str::to_owned));
        let page = self.page(&script, &lang.unwrap_or_default(), place);
        fs::write(out.join(format!("helplet.single{suffix}.html")), page)
    }

    fn script(&self, bundles: &[Asset]) -> io::Result<String> {
        let once = |text: &str, what: &str| text.matches(what).count() == 1;
        let asked = ASKED.iter().all(|it| once(&self.loader, it)) && once(&self.glue, ASKED[0]);
        if !once(&self.head, ASSETS) || !once(&self.loader, BUILD) || !asked {
            return Err(io::Error::other(format!(
                "the loader must name {BUILD}, script.src and import( once, src/later.js import( once, and \
                 loader/single.js {ASSETS}"
            )));
        }
        let mut assets = serde_json::Map::new();
        for (name, kind, bytes) in self.code.iter().chain(bundles) {
            assets.insert(name.clone(), json!([kind, STANDARD.encode(gzip(bytes)?)]));
        }
        let mut build = self.build.clone();
        build["languages"] = Value::Array(self.languages(bundles));
        let head = self.head.replacen(ASSETS, &Value::Object(assets).to_string(), 1);
        let loader = self.loader.replacen(BUILD, &build.to_string(), 1);
        Ok(format!("(()=>{{{head}\nconst glue=()=>{{{}\nreturn glue}};\n{loader}{}}})();\n", self.glue, self.bridge))
    }

    fn languages(&self, bundles: &[Asset]) -> Vec<Value> {
        let all = self.build["languages"].as_array().cloned().unwrap_or_default();
        all.into_iter().filter(|language| bundles.iter().any(|(name, ..)| language["file"] == **name)).collect()
    }

    /// A page that is nothing but the widget. Its policy admits this script and this style alone, by their
    /// hashes, and no address but the endpoint's.
    fn page(&self, script: &str, lang: &str, place: &Place) -> String {
        // Neither may end its element.
        let script = script.replace("</script", "<\\/script").replace("<!--", "<\\!--");
        let style = self.page_style.trim_end();
        let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
        let policy = format!(
            "default-src 'none'; script-src 'sha256-{}' 'wasm-unsafe-eval'; style-src 'sha256-{}'; img-src blob: data:; \
             connect-src {}; base-uri 'none'; form-action 'none'",
            hash(&script),
            hash(style),
            place.origin().as_deref().unwrap_or("'none'"),
        );
        let endpoint = attribute(place.elsewhere());
        format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover, \
             interactive-widget=resizes-content\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
             <link rel=\"icon\" href=\"data:,\">\n<title>Helplet</title>\n<style>{style}</style>\n</head>\n<body>\n\
             <script data-helplet-mode=\"page\"{endpoint}>{script}</script>\n</body>\n</html>\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Parts {
        Parts {
            head: "const single={files:HELPLET_ASSETS};".into(),
            glue: "var glue='</script><!--';single.import(a);".into(),
            loader: "const b=HELPLET_BUILD;single.base(s);single.import(b);".into(),
            bridge: "bridge();".into(),
            code: vec![("helplet-1.wasm".into(), "application/wasm", b"wasm".to_vec())],
            page_style: "body{}\n".into(),
            build: json!({"name": "helplet-1.", "languages": [{"lang": "zh-CN", "file": "a.hlp"}, {"lang": "en", "file": "b.hlp"}]}),
        }
    }

    fn place(endpoint: &str) -> Place {
        Place { address: None, endpoint: endpoint.to_owned() }
    }

    fn english() -> Vec<Asset> {
        vec![("b.hlp".into(), "application/octet-stream", b"bundle".to_vec())]
    }

    #[test]
    fn holds_the_chosen_language_alone() {
        let script = parts().script(&english()).unwrap();
        assert!(script.contains("\"b.hlp\":[") && script.contains("helplet-1.wasm"), "{script}");
        assert!(!script.contains("a.hlp") && !script.contains("zh-CN"), "{script}");
    }

    #[test]
    fn a_loader_that_goes_past_the_files_is_refused() {
        let loader = "const b=HELPLET_BUILD;import(b)".into();
        assert!(Parts { loader, ..parts() }.script(&english()).is_err());
    }

    #[test]
    fn the_page_admits_its_own_script_and_style_alone() {
        let page = parts().page(&parts().script(&english()).unwrap(), "en", &place("https://desk.example.com/help"));
        let inside = page
            .split_once("<script data-helplet-mode=\"page\" data-helplet-endpoint=\"https://desk.example.com/help\">");
        let script = inside.unwrap().1.split_once("</script>").unwrap().0;
        assert!(script.ends_with("})();\n"), "{script}");
        let hash = STANDARD.encode(Sha256::digest(script));
        assert!(page.contains(&format!("script-src 'sha256-{hash}' 'wasm-unsafe-eval'")));
        assert!(page.contains("connect-src https://desk.example.com;"));
        assert!(parts().page("", "en", &place("none")).contains("connect-src 'none'"));
    }
}
