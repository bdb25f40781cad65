//! The plot: time against size, a line a system.

use std::error::Error;

use plotters::coord::Shift;
use plotters::prelude::*;

use super::of;
use crate::measure::Record;
use crate::organization::{Distribution, Set, Workload};
use crate::statistics::Spread;
use crate::systems::NAMES;

/// Readable on white and on black: nothing is painted behind, and all colours are of middle lightness.
const TEXT: RGBColor = RGBColor(0x80, 0x88, 0x90);
const LINES: [RGBColor; NAMES.len()] = [
    RGBColor(0xe0, 0x4f, 0x3f),
    RGBColor(0xf0, 0x80, 0x60),
    RGBColor(0xc0, 0x50, 0x90),
    RGBColor(0xd0, 0x90, 0xb0),
    RGBColor(0x80, 0x88, 0x90),
    RGBColor(0x3a, 0x8f, 0xd0),
    RGBColor(0x9a, 0x70, 0x40),
    RGBColor(0x50, 0xa0, 0x60),
    RGBColor(0x90, 0xa0, 0x30),
    RGBColor(0xc0, 0x98, 0x20),
    RGBColor(0x30, 0xa0, 0xa8),
];

/// Mixed asks, uniform, for both workloads; the floor's exact hits beside them.
pub fn plot(records: &[Record]) -> Result<String, Failure> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (1_000, 400)).into_drawing_area();
        let (panels, legend) = area.split_horizontally(850);
        let mut shown = [false; NAMES.len()];
        let workloads = [Workload::Topic, Workload::Conditions];
        for (panel, workload) in panels.split_evenly((1, 2)).iter().zip(workloads) {
            let lines = NAMES.map(|system| line(records, system, workload));
            for (shown, line) in shown.iter_mut().zip(&lines) {
                *shown |= !line.is_empty();
            }
            draw(panel, &lines, workload)?;
        }
        explain(&legend, shown)?;
        area.present()?;
    }
    Ok(svg)
}

/// What drawing can fail with.
type Failure = Box<dyn Error + Send + Sync>;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Sizes and times.
type Line = Vec<(f64, f64)>;

fn draw(area: &Area<'_>, lines: &[Line], workload: Workload) -> Result<(), Failure> {
    let points = || lines.iter().flatten();
    let (mut least, mut most) = (100.0_f64, 1_000.0_f64);
    for (size, _) in points() {
        (least, most) = (least.min(*size), most.max(*size));
    }
    let slowest = points().map(|(_, time)| *time).fold(100.0, f64::max);
    let title = match workload {
        Workload::Topic => "topic to owner: ns a look-up, by number of topics",
        Workload::Conditions => "topic and five values to owner and chain",
    };
    let mut chart = ChartBuilder::on(area)
        .caption(title, ("sans-serif", 17).into_font().color(&TEXT))
        .margin(8)
        .margin_right(32)
        .x_label_area_size(30)
        .y_label_area_size(48)
        .build_cartesian_2d((least..most).log_scale(), (5.0..slowest * 1.5).log_scale())?;
    chart
        .configure_mesh()
        .disable_mesh()
        .axis_style(TEXT)
        .label_style(("sans-serif", 15).into_font().color(&TEXT))
        .x_label_formatter(&|size| super::thousands(*size as usize))
        .y_label_formatter(&|time| super::thousands(*time as usize))
        .draw()?;
    for ((system, colour), line) in NAMES.iter().zip(LINES).zip(lines) {
        let stroke = stroke(system, colour);
        chart.draw_series(LineSeries::new(line.iter().copied(), stroke))?;
    }
    Ok(())
}

/// Which line is whose, for those that were measured.
fn explain(area: &Area<'_>, shown: [bool; NAMES.len()]) -> Result<(), Failure> {
    let style = ("sans-serif", 15).into_font().color(&TEXT);
    let shown = NAMES
        .iter()
        .zip(LINES)
        .zip(shown)
        .filter(|(_, shown)| *shown);
    for (row, ((system, colour), _)) in (0..).zip(shown) {
        let y = 40 + 22 * row;
        let line = PathElement::new([(0, y), (20, y)], stroke(system, colour));
        area.draw(&line)?;
        area.draw(&Text::new(*system, (26, y - 6), style.clone()))?;
    }
    Ok(())
}

/// This crate's own lines are the thicker ones.
fn stroke(system: &str, colour: RGBColor) -> ShapeStyle {
    let width = if system.starts_with("switchboard") {
        4
    } else {
        2
    };
    colour.stroke_width(width)
}

fn line(records: &[Record], system: &str, workload: Workload) -> Line {
    // The floor has exact hits only.
    let set = if system == "floor" {
        Set::Exact
    } else {
        Set::Mixed
    };
    let workload = if system == "floor" {
        Workload::Topic
    } else {
        workload
    };
    let wanted = of(records, system).filter(|record| {
        (record.workload, record.set, record.distribution) == (workload, set, Distribution::Uniform)
    });
    let point = |record: &Record| {
        let times = record.nanoseconds.iter().copied();
        (record.size as f64, Spread::of(times).median)
    };
    let mut points: Line = wanted.map(point).collect();
    points.sort_by(|one, other| one.0.total_cmp(&other.0));
    points
}
