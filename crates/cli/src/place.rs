//! Where the folder that `helplet dist` makes will stand, and who takes tickets there.

/// Where the folder will stand, and who takes tickets.
#[derive(clap::Args)]
pub struct Place {
    /// Where the folder will be found, such as `https://help.example.com/`: for the sitemap and for
    /// what search engines want in full. Without it there is no sitemap.
    #[arg(long, value_name = "URL", value_parser = address)]
    pub address: Option<String>,
    /// Who takes tickets, for the pages in the folder; relative to it. `none` where nobody does.
    #[arg(long, value_name = "URL", default_value = ".")]
    pub endpoint: String,
}

impl Place {
    /// Who takes tickets, if anybody.
    pub fn endpoint(&self) -> Option<&str> {
        Some(self.endpoint.as_str()).filter(|endpoint| *endpoint != "none")
    }

    /// The same, where it is a whole address: elsewhere than the folder.
    pub fn elsewhere(&self) -> Option<&str> {
        self.endpoint().filter(|endpoint| endpoint.contains("://"))
    }

    /// The origin of that, as a policy names it.
    pub fn origin(&self) -> Option<String> {
        self.elsewhere().map(|url| url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/"))
    }
}

/// The attribute of the script tag that names who takes tickets; nothing where nobody does.
pub fn attribute(endpoint: Option<&str>) -> String {
    endpoint.map_or_else(String::new, |endpoint| {
        let quoted = endpoint.replace('&', "&amp;").replace('"', "&quot;");
        format!(" data-helplet-endpoint=\"{quoted}\"")
    })
}

/// An address that others can be joined to: http or https, with a slash at its end.
fn address(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.starts_with('/') || text.contains(['?', '#', ' ']) {
        return Err("is no address such as https://help.example.com/".to_owned());
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_ends_in_one_slash() {
        assert_eq!(address("https://help.example.com").unwrap(), "https://help.example.com/");
        assert_eq!(address("http://example.com/help//").unwrap(), "http://example.com/help/");
        for wrong in ["help.example.com", "ftp://example.com", "https://", "https:///x", "https://example.com/?a"] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
