//! Icons of the ticket's screens; they come with the second part.

use super::icon::drawing;
use crate::browser::element::El;

/// An icon by name, hidden from those who listen: the text beside it says it.
pub fn ticket_icon(name: &str) -> El {
    drawing(path(name))
}

fn path(name: &str) -> &'static str {
    match name {
        "box" => "M4.5 6.5h15v11h-15z",
        "download" => "M12 4v11M7.5 11L12 15.5 16.5 11M4.5 20h15",
        "file" => "M6 3.5h8l5 5v11a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1zM14 3.5v5h5",
        "paperclip" => {
            "M19 11.5l-7.5 7.5a5 5 0 0 1-7-7L12 4.5a3.3 3.3 0 0 1 4.7 4.7l-7.3 7.3a1.7 1.7 0 0 1-2.4-2.4l6.5-6.5"
        }
        "pencil" => "M4 20l1-4.5L15.5 5a2.1 2.1 0 0 1 3 0l.5.5a2.1 2.1 0 0 1 0 3L8.5 19zM13.5 7l3.5 3.5",
        "pointer" => "M5 19L19 5M9.5 5H19v9.5",
        "redact" => "M4.5 7.5h15v9h-15zM5 9.3h14M5 11h14M5 12.7h14M5 14.5h14",
        "screen" => "M4 4.5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1zM12 16.5v4M8 20.5h8",
        "person" => "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
        "robot" => {
            "M6 8.5h12a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 18v-8A1.5 1.5 0 0 1 6 8.5zM12 4.5v4M9 13v1.5M15 13v1.5"
        }
        "send" => "M4 12l16-7.5-5 15.5-3.5-6.5zM11.5 13.5L20 4.5",
        "trash" => "M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5l1 13.5h9l1-13.5M10 10.5v6M14 10.5v6",
        "undo" => "M8.5 5L4 9.5 8.5 14M4 9.5h10.5a5 5 0 0 1 0 10H9",
        _ => "",
    }
}
