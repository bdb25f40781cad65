//! What a caller reads of an answer.

use std::hint::black_box;

use switchboard::Resolution;

/// Who is accountable.
#[inline(always)]
pub fn read_owner(found: &Resolution<'_, '_>) {
    black_box(found.owner());
}

/// Who is asked, and when.
#[inline(always)]
pub fn read_levels(found: &Resolution<'_, '_>) {
    for level in found.chain() {
        black_box((level.contact(), level.due()));
    }
}
