use crate::harness::{Page, Role, Setup, ZH, library, t};
use helplet_content::{Ui, ui};
use std::process::Command;

const QR_TEXT: &str = "https://weixin.qq.com/r/sample-wps-official-service";

/// What a scanner reads in a picture of the code.
fn scanned(page: &Page) -> String {
    page.navigate("contact");
    let code = page.find(Role::Image, ui::fill(t(Ui::QrLabel), &[("name", &library(ZH).channels.wechat[0].name)]));
    let picture = page.on_device("qr.png", &page.run(code.screenshot_as_png()));
    let output = Command::new("zbarimg").args(["--quiet", "--raw"]).arg(picture).output().unwrap_or_else(|error| {
        panic!("zbarimg: {error}; reading QR codes back needs it (Debian: apt install zbar-tools)")
    });
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn scans_the_qr_code_in_both_themes() {
    let configured = include_str!("../../content/zh-CN/channels.toml");
    assert!(
        configured.contains(&format!("qr_text = \"{QR_TEXT}\"")),
        "channels.toml has another text: change it here too"
    );
    let page = Setup::default().open();
    assert_eq!(scanned(&page), QR_TEXT);
    page.command("setTheme", "dark");
    assert_eq!(scanned(&page), QR_TEXT);
}
