//! What a page is, in the vocabulary of schema.org, as JSON-LD.

use super::document::Site;
use helplet_content::Library;
use serde_json::{Value, json};

/// A page with a question and its answer. `answer` is HTML, of which search engines show the simple
/// elements.
pub fn faq(library: &Library, question: &str, answer: &str) -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": library.lang,
        "mainEntity": [{
            "@type": "Question",
            "name": question,
            "acceptedAnswer": { "@type": "Answer", "text": answer },
        }],
    })
}

/// The way from the start to a page: names, and files within the language's folder.
pub fn breadcrumbs(site: &Site, library: &Library, way: &[(&str, &str)]) -> Value {
    let steps = way.iter().enumerate().map(|(at, (name, path))| {
        let mut step = json!({ "@type": "ListItem", "position": at + 1, "name": name });
        if let Some(address) = site.address {
            step["item"] = json!(format!("{address}{}/{path}", library.lang));
        }
        step
    });
    json!({
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": steps.collect::<Vec<_>>(),
    })
}

/// The help centre as a whole.
pub fn website(library: &Library) -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": library.site.product,
        "description": library.site.subtitle,
        "inLanguage": library.lang,
    })
}

/// The text of a script element: no `<` can end it, whatever stands in the content.
pub fn in_page(data: &Value) -> String {
    data.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_content_ends_the_script() {
        let data = json!("</script><!--");
        assert!(!in_page(&data).contains('<'));
        assert_eq!(serde_json::from_str::<Value>(&in_page(&data)).unwrap(), data);
    }
}
