//! A form field: label, control, help, and what is wrong with it beside it.

use super::words::Words;
use crate::browser::element::{El, div, el, target_value};
use crate::reactive::State;
use crate::state::App;
use crate::text::{decimal, join};
use helplet_content::Ui;
use helplet_desk_api::{Fault, FaultCode};

/// What is wrong with the form, as far as it is shown.
#[derive(Clone, Copy)]
pub struct Faults(pub State<Vec<(String, String)>>);

impl Faults {
    /// The message for a path; `contact` stands at its first field.
    pub fn at(self, path: &str) -> Option<String> {
        self.0.with(|faults| faults.iter().find(|(at, _)| at == path).map(|(_, message)| message.clone()))
    }
}

/// The words for a fault.
pub fn fault_text(app: App, fault: &Fault) -> String {
    let max = |max: u32| decimal(max as usize);
    match fault.code {
        FaultCode::Required if fault.path == "contact" => app.t(Ui::FaultContact),
        FaultCode::Required => app.t(Ui::FaultRequired),
        FaultCode::TooLong { max: most } => app.fill(Ui::FaultTooLong, &[("max", &max(most))]),
        FaultCode::TooMany { max: most } => app.fill(Ui::FaultTooMany, &[("max", &max(most))]),
        FaultCode::Email => app.t(Ui::FaultEmail),
        FaultCode::Phone => app.t(Ui::FaultPhone),
        FaultCode::Date => app.t(Ui::FaultDate),
        FaultCode::FileTooBig { max: most } => {
            app.fill(Ui::FaultFileTooBig, &[("max", &super::ticket_files::size_text(most))])
        }
        FaultCode::FileEmpty => app.t(Ui::FaultFileEmpty),
        FaultCode::MediaType => app.t(Ui::FaultMediaType),
        FaultCode::FileMissing | FaultCode::FileSize | FaultCode::Sha256 => app.t(Ui::FaultFile),
        _ => app.t(Ui::FaultOther),
    }
}

/// What a control is for.
pub struct Spec<'a> {
    /// The path in the ticket's document, which names faults: `contact.email`.
    pub path: &'a str,
    /// Label.
    pub label: &'a str,
    /// Help under the control; may be empty.
    pub hint: &'a str,
    /// Must be filled in; what isn't says so.
    pub required: bool,
}

/// The field round a control.
pub fn field(app: App, faults: Faults, spec: &Spec<'_>, control: El) -> El {
    let id = ["field-", spec.path].concat();
    let (hint_id, fault_id) = ([&id, "-hint"].concat(), [&id, "-fault"].concat());
    let label = el("label").attr("for", &id).text(spec.label);
    let label = if spec.required { label } else { label.child(el("span").class("optional").say(app, Ui::Optional)) };
    let path = spec.path.to_owned();
    let (for_state, for_described, for_message) = (path.clone(), path.clone(), path);
    let has_hint = !spec.hint.is_empty();
    let described = [hint_id.clone(), fault_id.clone()];
    let control = control
        .attr("id", &id)
        .attr("data-path", spec.path)
        .state_live("aria-invalid", move || faults.at(&for_state).is_some())
        .attr_live("aria-describedby", move || {
            let wrong = faults.at(&for_described).is_some();
            let ids = join([if has_hint { &described[0] } else { "" }, if wrong { &described[1] } else { "" }], " ");
            (!ids.is_empty()).then_some(ids)
        });
    let control = if spec.required { control.attr("aria-required", "true") } else { control };
    let hint = has_hint.then(|| el("p").class("hint").attr("id", &hint_id).text(spec.hint));
    div("field")
        .child(label)
        .child(control)
        .maybe(hint)
        .live_one(move || Some(el("p").class("fault").attr("id", &fault_id).text(&faults.at(&for_message)?)))
}

/// What a control tells of its new value.
pub type OnValue = Box<dyn Fn(String)>;

/// A one-line control.
pub fn input(kind: &str, value: &str, on_input: OnValue) -> El {
    control(el("input").attr("type", kind), "input", value, on_input)
}

/// A control of several lines.
pub fn text_area(value: &str, on_input: OnValue) -> El {
    control(el("textarea").attr("rows", "5"), "input", value, on_input)
}

/// A choice of (value, label); the first entry asks to choose.
pub fn select(ask: &str, options: &[(&str, &str)], value: &str, on_change: OnValue) -> El {
    let entry = |(value, label): (&str, &str)| el("option").attr("value", value).text(label);
    let select = el("select").child(entry(("", ask))).children(options.iter().map(|&option| entry(option)));
    control(select, "change", value, on_change)
}

fn control(element: El, event: &'static str, value: &str, on_value: OnValue) -> El {
    let element = element.class("control").on(event, move |event| on_value(target_value(&event)));
    element.set_value(value);
    element
}
