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
const LINES: [RGBColor; 11] = [
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

/// Mixed asks, uniform, for both workloads.
pub fn plot(records: &[Record]) -> Result<String, Failure> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (1_000, 460)).into_drawing_area();
        let panels = area.split_evenly((1, 2));
        for (panel, workload) in panels.iter().zip([Workload::Topic, Workload::Conditions]) {
            draw(panel, records, workload)?;
        }
        area.present()?;
    }
    Ok(svg)
}

/// What drawing can fail with.
type Failure = Box<dyn Error + Send + Sync>;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Sizes and times.
type Line = Vec<(f64, f64)>;

fn draw(area: &Area<'_>, records: &[Record], workload: Workload) -> Result<(), Failure> {
    let lines = NAMES.iter().map(|system| line(records, system, workload));
    let lines: Vec<Line> = lines.collect();
    let points = || lines.iter().flatten();
    let (mut least, mut most) = (100.0_f64, 1_000.0_f64);
    for (size, _) in points() {
        (least, most) = (least.min(*size), most.max(*size));
    }
    let slowest = points().map(|(_, time)| *time).fold(100.0, f64::max);
    let title = match workload {
        Workload::Topic => "topic to owner: ns a look-up, by number of topics",
        Workload::Conditions => "topic and 5 attributes to owner and chain",
    };
    let style = ("sans-serif", 15).into_font().color(&TEXT);
    let mut chart = ChartBuilder::on(area)
        .caption(title, style.clone())
        .margin(8)
        .x_label_area_size(30)
        .y_label_area_size(48)
        .build_cartesian_2d((least..most).log_scale(), (5.0..slowest * 1.5).log_scale())?;
    chart
        .configure_mesh()
        .disable_mesh()
        .axis_style(TEXT)
        .label_style(("sans-serif", 12).into_font().color(&TEXT))
        .x_label_formatter(&|size| super::thousands(*size as usize))
        .y_label_formatter(&|time| format!("{time}"))
        .draw()?;
    for ((system, colour), points) in NAMES.iter().zip(LINES).zip(lines) {
        if points.is_empty() {
            continue;
        }
        // This crate's own lines are the thicker ones.
        let width = if system.starts_with("switchboard") {
            3
        } else {
            1
        };
        let stroke = colour.stroke_width(width);
        chart
            .draw_series(LineSeries::new(points, stroke))?
            .label(*system)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], stroke));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .label_font(("sans-serif", 12).into_font().color(&TEXT))
        .draw()?;
    Ok(())
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
