//! One family of icons: 24 units, a line of 1.75, round ends, drawn in the text's colour. Those that only
//! the ticket's screens show are in `ticket_icon.rs`, and a category's comes with the content.

use crate::browser::element::{El, svg};

/// An icon by name, hidden from those who listen: the text beside it says it.
pub fn icon(name: &str) -> El {
    drawing(path(name))
}

/// An icon by its path, as SVG writes it.
pub fn drawing(path: &str) -> El {
    svg("svg")
        .class("icon")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .child(svg("path").attr("d", path))
}

fn path(name: &str) -> &'static str {
    match name {
        "arrow" => "M9 5l7 7-7 7",
        "auto" => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 3v18M12 8h5.5M12 12h8.5M12 16h5.5",
        "back" => "M15 5l-7 7 7 7",
        "call" => {
            "M6.5 3.5h3l1.5 4-2 1.5a12 12 0 0 0 6 6l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z"
        }
        "chat" => {
            "M4 5.5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-8l-4.5 3.5v-3.5H4a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1zM8 10h8M8 13.5h5"
        }
        "check" => "M5 12.5l4.5 4.5L19 7.5",
        "clock" => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7.5V12l3 2",
        "close" => "M6 6l12 12M18 6L6 18",
        "compass" => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM15.5 8.5l-2 5-5 2 2-5z",
        "copy" => {
            "M9 9h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1zM16 9V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3"
        }
        "globe" => {
            "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM3 12h18M12 3c2.5 2.5 3.5 5.5 3.5 9s-1 6.5-3.5 9c-2.5-2.5-3.5-5.5-3.5-9s1-6.5 3.5-9z"
        }
        "inbox" => "M4 13.5l2.5-8.5h11l2.5 8.5v5.5H4zM4 13.5h4.5l1.5 3h4l1.5-3H20",
        "info" => "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v5.5M12 7.5v.1",
        "lifebuoy" => {
            "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 8.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM5.7 5.7l3.8 3.8M14.5 14.5l3.8 3.8M18.3 5.7l-3.8 3.8M9.5 14.5l-3.8 3.8"
        }
        "moon" => "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
        "search" => "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L20 20",
        "sun" => {
            "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4"
        }
        "thumb_down" => {
            "M17 14V4h3v10zM17 13l-4 7.5a2 2 0 0 1-2.5-2L11 15H5.5a2 2 0 0 1-2-2.4l1.3-6.5A2.5 2.5 0 0 1 7.3 4H17"
        }
        "thumb_up" => {
            "M7 10v10H4V10zM7 11l4-7.5a2 2 0 0 1 2.5 2L13 9h5.5a2 2 0 0 1 2 2.4l-1.3 6.5a2.5 2.5 0 0 1-2.5 2.1H7"
        }
        "ticket" => {
            "M4 6h16a1 1 0 0 1 1 1v3a2 2 0 0 0 0 4v3a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-3a2 2 0 0 0 0-4V7a1 1 0 0 1 1-1zM14 6v2.5M14 11v2M14 15.5V18"
        }
        "tip" => "M9 17.5h6M10 20.5h4M12 3a6 6 0 0 0-3.5 10.9c.5.4.5.9.5 1.6h6c0-.7 0-1.2.5-1.6A6 6 0 0 0 12 3z",
        "warning" => "M12 4l9.5 16h-19zM12 10v4.5M12 17.2v.1",
        _ => "",
    }
}
