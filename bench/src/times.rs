//! Times in Chromium: opening, typing, and the steps of reading a bundle.
//!
//! They are taken by the page's own clock in page scripts (opening.js, typing.js), so that WebDriver's
//! way there and back is no part of them.

use crate::browser::Browser;
use crate::table::{Table, grouped};
use crate::{Built, Error};
use serde_json::{Value, json};

/// A device and its network.
pub struct Device {
    /// What it stands for.
    pub name: &'static str,
    /// How many times slower the processor is made.
    pub slower: u32,
    /// None: the network of this machine, to itself.
    pub network: Option<Network>,
}

/// A network, as the browser is told to make it seem.
pub struct Network {
    latency_ms: u32,
    down_bits: u32,
    up_bits: u32,
}

/// Lighthouse's slow phone (a processor four times slower, "slow 4G"), and this machine as it is.
pub const DEVICES: [Device; 2] = [
    Device {
        name: "a slow phone: processor 4 times slower than this one, latency 150 ms, 1.6 Mbit/s down, 0.75 up",
        slower: 4,
        network: Some(Network { latency_ms: 150, down_bits: 1_600_000, up_bits: 750_000 }),
    },
    Device { name: "this machine as it is", slower: 1, network: None },
];

/// How long the pointer rests on the launcher before the click, in ms (-1: not at all): shortly, as when
/// one goes straight for it, and for longer than the widget takes to come.
const HOVERS: [(&str, i32); 3] = [("no warm-up", -1), ("hover 0.3 s", 300), ("hover 3 s", 3000)];

/// A language with what is typed in it.
const LANGUAGES: [(&str, [&str; 2]); 2] =
    [("zh-CN", ["文件打不开怎么办", "huiyuan xufei"]), ("en", ["file won't open", "refund mebership"])];

/// Prints the tables of `runs` runs.
pub async fn print(built: &Built, runs: u32) -> Result<(), Error> {
    let browser = Browser::start(built).await?;
    let measured = measure(&browser, runs).await;
    browser.quit().await?;
    measured
}

async fn measure(browser: &Browser, runs: u32) -> Result<(), Error> {
    println!("Times in Chromium, ms, medians of {runs} runs, nothing in the cache\n");
    browser.devtools("Network.enable", json!({})).await?;
    browser.devtools("Network.setCacheDisabled", json!({"cacheDisabled": true})).await?;
    for device in &DEVICES {
        println!("On {}\n", device.name);
        opening_and_reading(browser, device, runs).await?;
        typing(browser, device, runs).await?;
    }
    Ok(())
}

/// Shows the website anew, then makes the browser as slow as the device.
async fn visit(browser: &Browser, device: &Device) -> Result<(), Error> {
    // The website's own coming is not measured, so it may come fast.
    slow_down(browser, 1, None).await?;
    browser.show_website().await?;
    slow_down(browser, device.slower, device.network.as_ref()).await
}

/// Makes the browser as slow as a device; without a network of its own, as fast as this machine's.
pub async fn slow_down(browser: &Browser, slower: u32, network: Option<&Network>) -> Result<(), Error> {
    let bytes = |bits: u32| f64::from(bits) / 8.0;
    let conditions = match network {
        Some(it) => {
            json!({"offline": false, "latency": it.latency_ms, "downloadThroughput": bytes(it.down_bits), "uploadThroughput": bytes(it.up_bits)})
        }
        None => json!({"offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}),
    };
    browser.devtools("Network.emulateNetworkConditions", conditions).await?;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({"rate": slower})).await?;
    Ok(())
}

async fn opening_and_reading(browser: &Browser, device: &Device, runs: u32) -> Result<(), Error> {
    let columns = ["drawn", "painted", "fastest", "slowest", "requests", "bytes fetched"];
    let mut opening = Table::new("Click to first usable screen", &columns);
    let mut reading = Table::new("Reading a bundle", &["inflate", "decode", "build index"]);
    for (language, _) in LANGUAGES {
        let mut steps = Vec::new();
        for (hover, time) in HOVERS {
            let mut seen = Vec::new();
            for _ in 0..runs {
                visit(browser, device).await?;
                seen.push(browser.run(include_str!("opening.js"), [json!(language), json!(time)]).await?);
            }
            let painted = numbers(&seen, "painted");
            let extreme = |pick: fn(f64, f64) -> f64| painted.iter().copied().reduce(pick).map_or_else(missing, ms);
            opening.row(
                &format!("{language}, {hover}"),
                [
                    told(&seen, "drawn"),
                    told(&seen, "painted"),
                    extreme(f64::min),
                    extreme(f64::max),
                    whole(&seen, "requests"),
                    whole(&seen, "bytes"),
                ],
            );
            steps.append(&mut seen);
        }
        reading.row(language, ["inflate", "decode", "index"].map(|step| told(&steps, step)));
    }
    opening.print();
    reading.print();
    Ok(())
}

async fn typing(browser: &Browser, device: &Device, runs: u32) -> Result<(), Error> {
    let mut table = Table::new("Keystroke to results", &["changed", "slowest", "painted", "slowest", "keystrokes"]);
    for (language, texts) in LANGUAGES {
        for text in texts {
            let mut strokes = Vec::new();
            for _ in 0..runs {
                visit(browser, device).await?;
                // Only what is typed is measured here, so the opening need not be slow.
                slow_down(browser, device.slower, None).await?;
                browser.run(include_str!("opening.js"), [json!(language), json!(-1)]).await?;
                let typed = browser.run(include_str!("typing.js"), [json!(text)]).await?;
                strokes.extend(typed.as_array().into_iter().flatten().cloned());
            }
            let slowest = |name: &str| numbers(&strokes, name).into_iter().reduce(f64::max).map_or_else(missing, ms);
            table.row(
                &format!("{language}, {text}"),
                [
                    told(&strokes, "changed"),
                    slowest("changed"),
                    told(&strokes, "painted"),
                    slowest("painted"),
                    strokes.len().to_string(),
                ],
            );
        }
    }
    table.print();
    Ok(())
}

/// The numbers called `name`, where there are any.
pub fn numbers(seen: &[Value], name: &str) -> Vec<f64> {
    seen.iter().filter_map(|one| one[name].as_f64()).collect()
}

/// The median of the times called `name`, for a table.
fn told(seen: &[Value], name: &str) -> String {
    median(numbers(seen, name)).map_or_else(missing, ms)
}

/// The median of the counts called `name`, for a table.
fn whole(seen: &[Value], name: &str) -> String {
    median(numbers(seen, name)).map_or_else(missing, |count| grouped(count as usize))
}

/// Milliseconds as they are told: two digits.
pub fn ms(time: f64) -> String {
    if time < 10.0 { format!("{time:.1}") } else { format!("{time:.0}") }
}

/// Stands where the page gave no number.
pub fn missing() -> String {
    String::from("-")
}

/// `None` of no numbers.
pub fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    match numbers.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(numbers[middle]),
        _ => Some(f64::midpoint(numbers[middle - 1], numbers[middle])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle_whatever_the_order() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![9.0, 1.0, 2.0, 4.0]), Some(3.0));
    }

    #[test]
    fn a_time_the_page_did_not_give_is_shown_as_missing() {
        let seen = [json!({"drawn": 12.4, "index": null}), json!({"drawn": 14.4})];
        assert_eq!(told(&seen, "drawn"), "13");
        assert_eq!(told(&seen, "index"), "-");
    }
}
