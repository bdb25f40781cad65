//! `resolve --batch`: inquiries as JSON Lines in, answers as JSON Lines out, one for one and in order.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::mem;

use serde_json::json;
use switchboard::{Answer, Inquiry, Router};

use crate::cli::{Input, Resolve, read_once};
use crate::text::not_utf8;
use crate::{Failure, Outcome, load};

/// A byte-order mark, with which some editors start a file.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The longest line that is read as an inquiry. It bounds what a stream without line ends can make us hold.
const MAX_LINE_BYTES: usize = 1 << 20;

pub(crate) fn run(arguments: &Resolve) -> Result<Outcome, Failure> {
    let inquiries = &Input::Stdin;
    read_once(
        &arguments
            .from
            .org
            .iter()
            .chain([inquiries])
            .collect::<Vec<_>>(),
    )?;
    let router = load::organization(&arguments.from)?.compile();
    let mut lines = Lines::new(io::stdin().lock());
    let mut out = BufWriter::new(io::stdout().lock());
    let mut outcome = Outcome::Fine;
    while let Some(line) = lines.next(&mut out)? {
        match line.and_then(|line| answer(&router, line)) {
            Ok(answer) => serde_json::to_writer(&mut out, &answer)?,
            Err(error) => {
                serde_json::to_writer(&mut out, &json!({ "error": error }))?;
                outcome = Outcome::Problems;
            }
        }
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(outcome)
}

fn answer(router: &Router, line: &[u8]) -> Result<Answer, String> {
    let line = std::str::from_utf8(line).map_err(|error| not_utf8("the line", &error))?;
    if line.trim().is_empty() {
        return Err("the line is empty: expected an inquiry".to_owned());
    }
    let inquiry: Inquiry =
        serde_json::from_str(line).map_err(|error| format!("the line is no inquiry: {error}"))?;
    let query = router
        .prepare(&inquiry)
        .map_err(|error| error.to_string())?;
    Ok(query.resolve().to_answer())
}

/// The lines of a stream, each bounded.
struct Lines<R> {
    reader: BufReader<R>,
    line: Vec<u8>,
    is_first: bool,
}

impl<R: Read> Lines<R> {
    fn new(stream: R) -> Self {
        Self {
            reader: BufReader::new(stream),
            line: Vec::new(),
            is_first: true,
        }
    }

    /// The next line without its end, or what is wrong with it; nothing after the last.
    ///
    /// Flushes `out` before it may have to wait, so that whoever sends line by line is answered line by line.
    fn next(&mut self, out: &mut impl Write) -> io::Result<Option<Result<&[u8], String>>> {
        if !self.reader.buffer().contains(&b'\n') {
            out.flush()?;
        }
        self.line.clear();
        self.read(MAX_LINE_BYTES + 1)?;
        if mem::take(&mut self.is_first) && self.line.starts_with(MARK) {
            self.line.drain(..MARK.len());
            if !self.line.ends_with(b"\n") {
                // The mark is no part of the line: as much as it took may still follow.
                self.read(MARK.len())?;
            }
        }
        if self.line.is_empty() {
            return Ok(None);
        }
        if self.line.ends_with(b"\n") {
            self.line.pop();
        } else if self.line.len() > MAX_LINE_BYTES {
            self.reader.skip_until(b'\n')?;
            return Ok(Some(Err(format!(
                "the line has more than {MAX_LINE_BYTES} bytes"
            ))));
        }
        Ok(Some(Ok(&self.line)))
    }

    /// Reads on to the end of the line, at most so many bytes.
    fn read(&mut self, most: usize) -> io::Result<usize> {
        let mut reader = (&mut self.reader).take(most as u64);
        reader.read_until(b'\n', &mut self.line)
    }
}
