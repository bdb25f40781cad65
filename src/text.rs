//! Text that somebody wrote, made fit to be quoted in a message of one line.

use alloc::borrow::Cow;
use alloc::string::String;

/// The text with control and formatting characters escaped, so that it can neither break a line nor turn it around.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The beginning of a text, enough to recognize it, fit to be quoted.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 80;
    match text.char_indices().nth(LONGEST) {
        None => visible(text),
        Some((end, _)) => {
            let mut beginning = visible(text.get(..end).unwrap_or_default()).into_owned();
            beginning.push('…');
            Cow::Owned(beginning)
        }
    }
}

/// Control characters, and those that format text without showing: zero-width, line separators, bidirectional controls.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_text_stays_on_its_line() {
        assert_eq!(shortened("a\nb\u{202e}c"), "a\\nb\\u{202e}c");
        assert_eq!(visible("señal 信号"), "señal 信号");
        assert_eq!(shortened(&"é".repeat(100)).chars().count(), 81);
    }
}
