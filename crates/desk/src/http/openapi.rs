//! The contract as an OpenAPI 3.1 document, made of the handlers and the types, and as Markdown.

use super::problem::Kind;
use super::{attachments, chat, events, feedback, health, identity, refusals, ticket, tickets};
use axum::Json;
use helplet_desk_api::{MAX_COMMENT, MAX_EXCERPT, MAX_FEEDBACK, MAX_QUERY, MAX_TALK, MAX_TOPIC, Problem, TIERS};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(title = "Helplet's ticket contract", description = "Every answer that is no success is a `Problem`."),
    paths(
        tickets::create,
        tickets::list,
        ticket::get,
        ticket::write,
        ticket::read,
        ticket::rate,
        chat::live,
        chat::typing,
        chat::contact,
        chat::transcript,
        chat::offer,
        attachments::keep,
        attachments::get,
        attachments::head,
        events::events,
        identity::identify,
        identity::grant,
        feedback::take,
        answer,
        health::health,
        health::ready
    ),
    components(schemas(Problem, helplet_desk_api::Greeting, helplet_desk_api::Typing))
)]
struct Contract;

/// Answers this document.
#[utoipa::path(get, path = "/v1/openapi.json", security(()),
               responses((status = 200, description = "the document", body = Value)))]
pub async fn answer() -> Json<Value> {
    Json(document())
}

/// The contract in OpenAPI 3.1.
pub fn document() -> Value {
    let mut document = serde_json::to_value(Contract::openapi()).unwrap_or_default();
    document["components"]["securitySchemes"] = json!({ "device": { "type": "http", "scheme": "bearer",
        "description": "The secret of the device: `hv1_` and 43 characters of base64url." } });
    document["security"] = json!([{ "device": [] }]);
    let mut described = Map::new();
    for (path, operations) in entries(&mut document["paths"]) {
        for (method, operation) in entries(operations) {
            let method = method.to_uppercase();
            for (status, kinds) in refusals::of(&method, path) {
                // The answer to HEAD has no body.
                operation["responses"][status.to_string()] = if method == "HEAD" {
                    refusal(status, &kinds, false)
                } else {
                    let name = kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join("-or-");
                    let reference = json!({ "$ref": format!("#/components/responses/{name}") });
                    described.insert(name, refusal(status, &kinds, true));
                    reference
                };
            }
            // Told apart by path and method; the handlers' own names say nothing to others.
            operation.as_object_mut().map(|operation| operation.remove("operationId"));
            operation.as_object_mut().map(|operation| operation.remove("tags"));
        }
    }
    document["components"]["responses"] = described.into();
    plain(&mut document);
    sorted(document)
}

fn entries(value: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    value.as_object_mut().into_iter().flatten()
}

/// The answer of a status that tells one of these problems.
fn refusal(status: u16, kinds: &[Kind], has_body: bool) -> Value {
    let titles: Vec<&str> = kinds.iter().map(|kind| kind.row().2).collect();
    let mut answer = json!({ "description": titles.join("; or ") });
    if let Some((name, told, schema)) = header(status) {
        answer["headers"] = json!({ name: { "required": true, "description": told, "schema": schema } });
    }
    if has_body {
        let types: Vec<&str> = kinds.iter().map(|kind| kind.row().0).collect();
        answer["content"]["application/problem+json"]["schema"] = json!({ "allOf": [
            { "$ref": "#/components/schemas/Problem" },
            { "properties": { "type": { "enum": types }, "status": { "const": status } } },
        ] });
    }
    answer
}

/// The header that a refusal of this status carries, with what it says and its schema.
fn header(status: u16) -> Option<(&'static str, &'static str, Value)> {
    match status {
        401 => Some(("WWW-Authenticate", "`Bearer`", json!({ "const": "Bearer" }))),
        429 | 503 => {
            Some(("Retry-After", "in how many seconds to come back", json!({ "type": "integer", "minimum": 1 })))
        }
        _ => None,
    }
}

/// Turns the links of code comments, in descriptions, into the names they lead to.
fn plain(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            for (name, value) in entries {
                match value {
                    Value::String(text) if name == "description" => {
                        *text = plain_text(text);
                    }
                    value => plain(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(plain),
        _ => {}
    }
}

fn plain_text(comment: &str) -> String {
    let mut text = comment.replace("[`", "`").replace("`]", "`").replace("`crate::", "`").replace('\n', " ");
    let limits = [
        ("MAX_COMMENT", MAX_COMMENT),
        ("MAX_EXCERPT", MAX_EXCERPT),
        ("MAX_FEEDBACK", MAX_FEEDBACK),
        ("MAX_QUERY", MAX_QUERY),
        ("MAX_TALK", MAX_TALK),
        ("MAX_TOPIC", MAX_TOPIC),
    ];
    for (name, limit) in limits {
        text = text.replace(&format!("`{name}`"), &limit.to_string());
    }
    text.replace("`TIERS`", &TIERS.map(|tier| format!("`{tier}`")).join(", ")).replace("`Rules::", "`")
}

/// The same with every object's keys in order, whatever order the JSON library keeps.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            let entries: BTreeMap<String, Value> = entries.into_iter().collect();
            Value::Object(entries.into_iter().map(|(name, value)| (name, sorted(value))).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}

/// The contract as the reference in docs/API.md: a section a route, a table a type.
pub fn markdown() -> String {
    let document = document();
    let mut out = String::new();
    let none = Map::new();
    for (path, operations) in document["paths"].as_object().unwrap_or(&none) {
        for (method, operation) in operations.as_object().unwrap_or(&none) {
            // Writing to a string can't fail.
            let _ = route(&mut out, &method.to_uppercase(), path, operation);
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap_or(&none) {
        let _ = shape(&mut out, name, schema);
    }
    out.pop();
    out
}

fn route(out: &mut String, method: &str, path: &str, operation: &Value) -> std::fmt::Result {
    writeln!(out, "### {method} {path}\n\n{}\n", text(operation, "summary"))?;
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let optional = if parameter["required"] == true { "" } else { ", optional" };
        let (name, place) = (text(parameter, "name"), text(parameter, "in"));
        writeln!(out, "- `{name}` ({place}{optional}): {}", text(parameter, "description"))?;
    }
    for (media_type, content) in content(&operation["requestBody"]) {
        writeln!(out, "- takes {}, `{media_type}`", kind(&content["schema"]))?;
    }
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        if response.get("$ref").is_some() || status.starts_with('4') || status.starts_with('5') {
            continue;
        }
        let bodies: Vec<String> = content(response)
            .map(|(media_type, content)| format!("{}, `{media_type}`", kind(&content["schema"])))
            .collect();
        let bodies = if bodies.is_empty() { String::new() } else { format!(": {}", bodies.join("; or ")) };
        writeln!(out, "- {status}, {}{bodies}", text(response, "description"))?;
    }
    let refused: Vec<String> =
        refusals::of(method, path).iter().map(|(status, kinds)| problems(*status, kinds)).collect();
    if !refused.is_empty() {
        writeln!(out, "- refused: {}", refused.join("; "))?;
    }
    writeln!(out)
}

/// A status with the problems it tells and the header it carries.
fn problems(status: u16, kinds: &[Kind]) -> String {
    let names: Vec<String> = kinds.iter().map(|kind| format!("`{}`", kind.name())).collect();
    let header = header(status).map_or(String::new(), |(name, ..)| format!(" with `{name}`"));
    format!("{status} {}{header}", names.join(" or "))
}

fn content(of: &Value) -> impl Iterator<Item = (&String, &Value)> {
    of["content"].as_object().into_iter().flatten()
}

fn shape(out: &mut String, name: &str, schema: &Value) -> std::fmt::Result {
    writeln!(out, "### {name}\n\n{}\n", text(schema, "description"))?;
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values.iter().map(|value| format!("`{}`", value.as_str().unwrap_or("?"))).collect();
        return writeln!(out, "One of {}.\n", values.join(", "));
    }
    let parts = ["allOf", "oneOf"].iter().find_map(|key| schema[*key].as_array());
    let parts: Vec<&Value> = parts.map_or(vec![schema], |parts| parts.iter().collect());
    for part in parts {
        if part.get("$ref").is_some() {
            writeln!(out, "Everything of {}, and\n", kind(part))?;
            continue;
        }
        if let Some(said) = part["description"].as_str().filter(|said| *said != text(schema, "description")) {
            writeln!(out, "{said}\n")?;
        }
        writeln!(out, "| Key | Value | |\n|---|---|---|")?;
        let required: Vec<&str> = part["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (key, value) in part["properties"].as_object().into_iter().flatten() {
            let optional = if required.contains(&key.as_str()) { "" } else { ", may be left out" };
            writeln!(out, "| `{key}` | {}{optional} | {} |", kind(value), text(value, "description"))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A type in a few words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(choices) = ["oneOf", "allOf", "anyOf"].iter().find_map(|key| schema[*key].as_array()) {
        let choices: Vec<String> = choices.iter().filter(|choice| choice["type"] != "null").map(kind).collect();
        return choices.join(" or ");
    }
    if let [value] = schema["enum"].as_array().map(Vec::as_slice).unwrap_or_default() {
        return format!("`{}`", value.as_str().unwrap_or("?"));
    }
    // What may be left out may also be null; that is the same and not said twice.
    let names = schema["type"].as_array().cloned().unwrap_or_else(|| vec![schema["type"].clone()]);
    match names.iter().filter_map(Value::as_str).find(|name| *name != "null") {
        Some("array") if schema["items"]["type"] == "integer" => "bytes".to_owned(),
        Some("array") => format!("list of {}", kind(&schema["items"])),
        Some("object") if schema["additionalProperties"]["type"] == "string" => "object of strings".to_owned(),
        Some("boolean") => "true or false".to_owned(),
        Some(name) => name.to_owned(),
        None => "any value".to_owned(),
    }
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_default()
}
