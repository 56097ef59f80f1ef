//! Plots drawn here, as SVG. What they show stands in a table beside each.

use super::days::shown;
use maud::{Markup, html};

/// Width and height, in the plot's own units; left, right, top and bottom of what is drawn in it.
const SIZE: (f64, f64) = (720.0, 220.0);
const EDGES: (f64, f64, f64, f64) = (84.0, 712.0, 10.0, 194.0);
/// Most days with a label below them.
const LABELS: usize = 7;

/// A row of values.
pub struct Series {
    /// What it is called.
    pub name: String,
    /// Its colour: the same in every plot for what is the same.
    pub shade: usize,
    /// One for each day; none where there is nothing to tell.
    pub values: Vec<Option<f64>>,
}

/// How series are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Bars, one series upon the other.
    Stacked,
    /// Lines with a dot for each day.
    Lines,
}

/// A plot over days from `first` on, with its legend. `tell` writes a value of the axis.
pub fn plot(id: &str, title: &str, first: i64, series: &[Series], form: Form, tell: impl Fn(f64) -> String) -> Markup {
    let days = series.first().map_or(0, |series| series.values.len());
    let (left, right, top, bottom) = EDGES;
    let step = (right - left) / days.max(1) as f64;
    let highest = (0..days).map(|day| {
        let values = series.iter().filter_map(|series| series.values[day]);
        if form == Form::Stacked { values.sum() } else { values.fold(0.0, f64::max) }
    });
    let scale = nice(highest.fold(0.0, f64::max));
    let y = |value: f64| bottom - value / scale * (bottom - top);
    let every = days.div_ceil(LABELS).max(1);
    html! {
        svg.plot viewBox={ "0 0 " (SIZE.0) " " (SIZE.1) } role="img" aria-labelledby=(id) {
            title id=(id) { (title) }
            @for line in 0..=2 {
                @let value = scale * f64::from(line) / 2.0;
                line.grid x1=(left) x2=(right) y1=(round(y(value))) y2=(round(y(value))) {}
                text.axis x=(left - 6.0) y=(round(y(value) + 4.0)) text-anchor="end" { (tell(value)) }
            }
            @for day in (0..days).step_by(every) {
                // `MM-DD` of `YYYY-MM-DD`.
                text.axis x=(round(left + (day as f64 + 0.5) * step)) y=(bottom + 18.0) text-anchor="middle" {
                    (shown(first + day as i64).get(5..).unwrap_or_default())
                }
            }
            @match form {
                Form::Stacked => (bars(first, series, step, y, &tell)),
                Form::Lines => (lines(first, series, step, y, &tell)),
            }
        }
        ul.legend {
            @for one in series {
                li { svg.swatch viewBox="0 0 14 14" aria-hidden="true" { rect class={ "series-" (one.shade) } width="14" height="14" rx="3" {} } " " (one.name) }
            }
        }
    }
}

fn bars(first: i64, series: &[Series], step: f64, y: impl Fn(f64) -> f64, tell: impl Fn(f64) -> String) -> Markup {
    let days = series.first().map_or(0, |series| series.values.len());
    html! {
        @for day in 0..days {
            g {
                title { (told(first, day, series, &tell)) }
                @for (at, one) in series.iter().enumerate() {
                    @let below: f64 = series[..at].iter().filter_map(|series| series.values[day]).sum();
                    @if let Some(value) = one.values[day].filter(|value| *value > 0.0) {
                        rect class={ "series-" (one.shade) } x=(round(EDGES.0 + day as f64 * step + step * 0.12)) width=(round(step * 0.76))
                            y=(round(y(below + value))) height=(round(y(below) - y(below + value))) {}
                    }
                }
            }
        }
    }
}

fn lines(first: i64, series: &[Series], step: f64, y: impl Fn(f64) -> f64, tell: impl Fn(f64) -> String) -> Markup {
    let x = |day: usize| EDGES.0 + (day as f64 + 0.5) * step;
    html! {
        @for one in series {
            @for run in runs(&one.values) {
                polyline class={ "line series-" (one.shade) }
                    points=(run.iter().map(|(day, value)| format!("{},{}", round(x(*day)), round(y(*value)))).collect::<Vec<_>>().join(" ")) {}
            }
            @for (day, value) in one.values.iter().enumerate() {
                @if let Some(value) = value {
                    circle class={ "series-" (one.shade) } cx=(round(x(day))) cy=(round(y(*value))) r="3" { title { (told(first, day, series, &tell)) } }
                }
            }
        }
    }
}

/// What a day has, for whoever points at it.
fn told(first: i64, day: usize, series: &[Series], tell: impl Fn(f64) -> String) -> String {
    let values = series.iter().filter_map(|series| Some(format!("{} {}", series.name, tell(series.values[day]?))));
    let values: Vec<String> = values.collect();
    format!("{}: {}", shown(first + day as i64), values.join(", "))
}

/// Values without a gap between them, with their days.
fn runs(values: &[Option<f64>]) -> Vec<Vec<(usize, f64)>> {
    let mut runs: Vec<Vec<(usize, f64)>> = vec![Vec::new()];
    for (day, value) in values.iter().enumerate() {
        match (value, runs.last_mut()) {
            (Some(value), Some(run)) => run.push((day, *value)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| run.len() > 1);
    runs
}

/// The least of 2, 4, 10, 20, 40, 100 … that is not less: half of it is a whole number, too.
fn nice(highest: f64) -> f64 {
    let mut scale = 2.0;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle() {
        if scale >= highest {
            break;
        }
        scale *= factor;
    }
    scale
}

/// To a tenth: finer than any screen shows.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_a_round_number() {
        for (highest, scale) in
            [(0.0, 2.0), (2.0, 2.0), (3.0, 4.0), (5.0, 10.0), (11.0, 20.0), (21.0, 40.0), (999.0, 1000.0)]
        {
            assert_eq!(nice(highest), scale, "{highest}");
        }
    }

    #[test]
    fn a_line_has_a_gap_where_there_is_nothing() {
        let values = [Some(1.0), Some(2.0), None, Some(3.0), None, Some(4.0), Some(5.0)];
        assert_eq!(runs(&values), [vec![(0, 1.0), (1, 2.0)], vec![(5, 4.0), (6, 5.0)]]);
        assert!(runs(&[]).is_empty());
    }

    #[test]
    fn bars_stand_upon_each_other() {
        let series = |values: &[f64]| Series {
            name: "<n>".into(),
            shade: 0,
            values: values.iter().map(|it| Some(*it)).collect(),
        };
        let drawn = plot("p", "t", 0, &[series(&[1.0]), series(&[3.0])], Form::Stacked, |value| value.to_string());
        let drawn = drawn.into_string();
        // 184 units are 4: the first bar ends at 148, where the second begins.
        assert!(drawn.contains("y=\"148\" height=\"46\"") && drawn.contains("y=\"10\" height=\"138\""), "{drawn}");
        assert!(drawn.contains("1970-01-01: &lt;n&gt; 1, &lt;n&gt; 3") && !drawn.contains("style="), "{drawn}");
    }
}
