//! The README's pictures, taken of the built widget in Chromium.

use crate::browser::Browser;
use crate::{Built, Error};
use serde_json::json;
use std::fs;
use std::path::Path;

/// Device pixels for each CSS pixel: sharp on dense screens, and still a small file.
const SCALE: f64 = 1.5;

/// A window in which the panel has its full size, 404 × 720.
const DESKTOP: (u32, u32) = (1280, 900);

/// A phone, where the panel is a sheet over all of the screen.
const PHONE: (u32, u32) = (360, 720);

/// A Monday morning on which the hotlines are open: opening hours look the same in every picture.
const CLOCK: &str = r#"{
  const Real = Date, late = Real.parse("2026-11-23T10:30:00+08:00") - Real.now();
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + late); }
    static now() { return Real.now() + late; }
  };
}"#;

/// One picture.
struct Scene {
    name: &'static str,
    lang: &'static str,
    dark: bool,
    size: (u32, u32),
    /// The screen's address, as `navigate` takes it.
    path: &'static str,
    /// A selector of what is there once the screen is drawn.
    shows: &'static str,
    /// Controls by selector, and what is typed into them.
    fill: &'static [(&'static str, &'static str)],
    /// A selector of what is brought to the middle; empty: the start of the screen.
    scroll: &'static str,
}

const SCENES: [Scene; 7] = [
    Scene {
        name: "home",
        lang: "zh-CN",
        dark: false,
        size: DESKTOP,
        path: "home",
        shows: "[data-screen=home] .categories",
        fill: &[],
        scroll: "",
    },
    Scene {
        name: "search",
        lang: "zh-CN",
        dark: false,
        size: DESKTOP,
        path: "search/smdy",
        shows: ".option mark",
        fill: &[],
        scroll: "",
    },
    Scene {
        name: "article",
        lang: "en",
        dark: true,
        size: DESKTOP,
        path: "article/pdf-merge-split",
        shows: "[data-screen='article/pdf-merge-split'] .screen-title",
        fill: &[],
        scroll: "",
    },
    Scene {
        name: "contact",
        lang: "zh-CN",
        dark: false,
        size: DESKTOP,
        path: "contact",
        shows: ".qr path",
        fill: &[],
        scroll: ".wechat",
    },
    Scene {
        name: "wizard",
        lang: "zh-CN",
        dark: false,
        size: DESKTOP,
        path: "wizard/account",
        shows: "[data-screen='wizard/account'] .row",
        fill: &[],
        scroll: "",
    },
    Scene {
        name: "ticket",
        lang: "zh-CN",
        dark: false,
        size: DESKTOP,
        path: "ticket/payment",
        shows: ".ticket-form textarea",
        fill: &[("textarea", "今天上午付款成功，钱已经扣了，重新登录以后还是显示普通用户。")],
        scroll: "",
    },
    Scene {
        name: "phone",
        lang: "en",
        dark: false,
        size: PHONE,
        path: "home",
        shows: "[data-screen=home] .categories",
        fill: &[],
        scroll: "",
    },
];

/// Takes all pictures into the folder `out`.
pub async fn take(built: &Built, out: &Path) -> Result<(), Error> {
    fs::create_dir_all(out)?;
    let browser = Browser::start(built).await?;
    let taken = take_all(&browser, out).await;
    browser.quit().await?;
    taken
}

async fn take_all(browser: &Browser, out: &Path) -> Result<(), Error> {
    browser.devtools("Page.enable", json!({})).await?;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": CLOCK})).await?;
    for scene in &SCENES {
        let path = out.join(format!("{}.png", scene.name));
        let png = picture(browser, scene).await.map_err(|error| format!("{}: {error}", scene.name))?;
        fs::write(&path, &png)?;
        println!("{} ({} KB)", path.display(), png.len().div_ceil(1024));
    }
    Ok(())
}

async fn picture(browser: &Browser, scene: &Scene) -> Result<Vec<u8>, Error> {
    let (width, height) = scene.size;
    let size = json!({"width": width, "height": height, "deviceScaleFactor": SCALE, "mobile": scene.size == PHONE});
    browser.devtools("Emulation.setDeviceMetricsOverride", size).await?;
    let scheme = if scene.dark { "dark" } else { "light" };
    // Nothing moves while the picture is taken.
    let features = json!([
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]);
    browser.devtools("Emulation.setEmulatedMedia", json!({"features": features})).await?;
    browser.show_website().await?;
    // What an earlier scene left on the device, its language and draft, is no part of this one.
    browser
        .run(
            "localStorage.clear(); localStorage['helplet:locale'] = arguments[0]; arguments[1]();",
            [json!(scene.lang)],
        )
        .await?;
    let told = json!({"name": scene.name, "path": scene.path, "shows": scene.shows, "fill": scene.fill, "scroll": scene.scroll});
    browser.run(include_str!("scene.js"), [told]).await?;
    browser.picture_of_panel().await
}
