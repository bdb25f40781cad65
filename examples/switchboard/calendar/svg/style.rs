//! The colours of a picture, in light and in dark.

/// Hues that are told apart, and beyond them others that lie between.
pub(super) fn hue(place: usize) -> u32 {
    const HUES: [u32; 8] = [210, 35, 145, 325, 265, 60, 180, 5];
    HUES.get(place).copied().unwrap_or_else(|| {
        // By the golden angle.
        let further = u32::try_from(place % 360).unwrap_or_default();
        (further * 137 + 20) % 360
    })
}

pub(super) const STYLE: &str = "\
text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif;font-size:12px;fill:#1f2328}
.head{font-size:18px;font-weight:600}
.faint,.tick,.note{fill:#656d76}
.tick{font-size:10.5px;text-anchor:middle}
.note{font-size:11px}
.label{text-anchor:end}
.weekend{fill:#8250df}
.who{font-size:11.5px;pointer-events:none}
.over{stroke:#fff;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}
.paper{fill:#fff}
.hour{stroke:#1f2328;stroke-opacity:.07}
.named{stroke:#1f2328;stroke-opacity:.22}
.handoff{stroke:#1f2328;stroke-width:2.5;stroke-linecap:round}
.override{fill:none;stroke:#1f2328;stroke-width:1.5;stroke-dasharray:4 2}
.declared{fill:url(#declared)}
.undeclared{fill:url(#undeclared)}
.lines{stroke:#8c959f;stroke-width:1.2}
.alarm{stroke:#cf222e;stroke-width:2.2}
.ground{fill:#f6f8fa}
.danger{fill:#ffebe9}";

pub(super) const DARK: &str = "\
text{fill:#e6edf3}
.faint,.tick,.note{fill:#9198a1}
.weekend{fill:#d2a8ff}
.over{stroke:#0d1117}
.paper{fill:#0d1117}
.hour,.named,.handoff,.override{stroke:#e6edf3}
.lines{stroke:#6e7681}
.alarm{stroke:#ff7b72}
.ground{fill:#161b22}
.danger{fill:#3d1214}
";

pub(super) const PATTERNS: &str = "\
<defs>
<pattern id=\"declared\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect class=\"ground\" width=\"7\" height=\"7\"/><path class=\"lines\" d=\"M0 0v7\"/></pattern>
<pattern id=\"undeclared\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">\
<rect class=\"danger\" width=\"7\" height=\"7\"/><path class=\"alarm\" d=\"M0 0v7\"/></pattern>
</defs>";
