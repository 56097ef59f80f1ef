//! A clock that tests set and move.
//!
//! Waits of half a minute and more don't pass by themselves: [`skip`] moves the clock and runs what
//! has come due, so that "closed at six" takes no minutes to see.

/// The script that starts a page's clock at an instant, such as `2026-10-01T10:00:00+08:00`.
pub fn starts_at(instant: &str) -> String {
    format!(
        r#"(() => {{
  const Real = Date, start = Real.parse("{instant}"), begun = Real.now();
  let skipped = 0, number = -1;
  const due = new Map();
  const now = () => start + skipped + Real.now() - begun;
  window.Date = class Date extends Real {{
    constructor(...given) {{ if (given.length) super(...given); else super(now()); }}
    static now() {{ return now(); }}
  }};
  const later = setTimeout.bind(window), never = clearTimeout.bind(window);
  window.setTimeout = (work, wait = 0, ...rest) => {{
    if (wait < 30000) return later(work, wait, ...rest);
    due.set(--number, [now() + wait, () => work(...rest)]);
    return number;
  }};
  window.clearTimeout = (id) => due.delete(id) || never(id);
  window.skipMinutes = (minutes) => {{
    skipped += minutes * 60000;
    const ripe = [...due].filter(([, [at]]) => at <= now());
    for (const [id, [, work]] of ripe) {{ due.delete(id); work(); }}
    return ripe.length;
  }};
}})();"#
    )
}
