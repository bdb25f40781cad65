//! The proof that the core needs `core` and `alloc` only.
//!
//! A program without `std`, with an allocator and a panic handler of its own, describes an organization, builds and
//! compiles it, and resolves. If the library or any of its dependencies linked `std`, there would be two panic
//! handlers, which is error E0152.

#![no_std]
#![no_main]

extern crate alloc;

use alloc::string::{String, ToString};
use core::alloc::{GlobalAlloc, Layout};
use core::ffi::{c_int, c_void};
use core::fmt::{self, Write};
use core::panic::PanicInfo;

use switchboard::{
    Answer, Assignment, Attribute, Contact, Department, Desk, Document, Edit, Inquiry, Notice,
    Role, Route, Router, Target, When,
};

/// Called by the C runtime; 0 means that all is well.
#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    match run() {
        Ok(answer) => {
            let chain: String = answer
                .chain()
                .iter()
                .map(|level| level.contact().to_string() + " ")
                .collect();
            let _ = writeln!(
                Stdout,
                "without std: {} owns it; {}",
                answer.owner(),
                chain.trim_end()
            );
            0
        }
        Err(reason) => {
            let _ = writeln!(Stdout, "without std: {reason}");
            1
        }
    }
}

fn run() -> Result<Answer, String> {
    let organization = document().build().map_err(|error| error.to_string())?;
    // Through bytes, as a program without a file system might have it in its image.
    let bytes = organization.compile().to_bytes();
    let router = Router::from_bytes(&bytes).map_err(|error| error.to_string())?;

    // An alias with a letter that Unicode folds to two: the tables for text come along.
    let inquiry = Inquiry::new("Straßenverkauf/today").with("channel", "phone");
    let answer = router
        .prepare(&inquiry)
        .map_err(|error| error.to_string())?
        .resolve()
        .to_answer();
    let reference = organization
        .resolve(&inquiry)
        .map_err(|error| error.to_string())?;
    if answer != reference {
        return Err("the router and the reference differ".into());
    }
    if (answer.owner(), answer.first_contact()) != ("head-of-stores", "counter") {
        return Err("another owner or first contact than expected".into());
    }
    // A position, an assignment, a notice, and somebody left out.
    let inquiry = Inquiry::new("accounts")
        .with("account", "acme")
        .excluding("lee");
    let assigned = router
        .prepare(&inquiry)
        .map_err(|error| error.to_string())?
        .resolve()
        .to_answer();
    if (assigned.owner(), assigned.informed().count()) != ("head-of-stores", 1) {
        return Err("another owner or other parties than expected".into());
    }
    for (account, route) in [
        ("gold-17", "accounts/open"),
        ("ünß", "accounts"),
        ("żółć", "accounts"),
        ("—", "accounts/open"),
    ] {
        let inquiry = Inquiry::new("accounts/open").with("account", account);
        let prepared = router.prepare(&inquiry);
        let resolution = prepared.map_err(|error| error.to_string())?.resolve();
        if !resolution.route().starts_with(route) {
            return Err(account.to_string() + " is taken by " + resolution.route());
        }
    }
    let renamed = organization
        .apply(&[Edit::rename("contacts", "counter", "front-desk")])
        .map_err(|error| error.to_string())?;
    if renamed.fingerprint() == organization.fingerprint() {
        return Err("an edit changed nothing".into());
    }
    match organization.resolve(&Inquiry::new("stores").with("channel", "fax")) {
        Ok(_) => Err("an unknown value was accepted".into()),
        Err(_) => Ok(answer),
    }
}

fn document() -> Document {
    let mut document = Document::new();
    document
        .attribute("channel", Attribute::closed(["email", "phone"]))
        .attribute("account", Attribute::open())
        .attribute("language", Attribute::open().role(Role::Language))
        .department("company", Department::new().head("director"))
        .department(
            "stores",
            Department::new()
                .parent("company")
                .head("head-of-stores")
                .desk(Desk::new("counter").when(When::new().is("channel", "phone"))),
        )
        .contact("director", Contact::person("Director"))
        .contact("head-of-stores", Contact::person("Head of stores"))
        .contact("counter", Contact::touchpoint("Counter").staffed_by("lee"))
        .contact(
            "lee",
            Contact::person("Lee").department("stores").language("de"),
        )
        .contact(
            "manager",
            Contact::position("Manager")
                .department("stores")
                .holder("lee"),
        )
        .assignment(
            "managers",
            Assignment::new("account", "stores").row("acme", "manager"),
        )
        .notice(Notice::new("accounts").informed("director").informed("lee"))
        .route(Route::new("accounts").owner(Target::assigned("managers")))
        .topic(
            "stores/street",
            switchboard::Topic::new().alias("de", "STRASSENVERKAUF"),
        )
        .route(Route::fallback("company"))
        .route(Route::new("stores").owner("stores"))
        .route(
            Route::new("accounts/open")
                .owner("stores")
                .when(When::new().matches("account", r"gold-\d{2,}|[^ -~]+")),
        );
    document
}

/// Standard output, through the C library.
struct Stdout;

impl Write for Stdout {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // SAFETY: the pointer and the length are those of a live string.
        let written = unsafe { write(1, text.as_ptr().cast(), text.len()) };
        if usize::try_from(written) == Ok(text.len()) {
            Ok(())
        } else {
            Err(fmt::Error)
        }
    }
}

/// Memory, from the C library.
struct CAllocator;

// SAFETY: `aligned_alloc` and `free` keep the contract; the size is rounded up to a multiple of the alignment, as C11 asks.
unsafe impl GlobalAlloc for CAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let layout = layout
            .align_to(size_of::<usize>())
            .unwrap_or(layout)
            .pad_to_align();
        // SAFETY: the alignment is a power of two and divides the size.
        unsafe { aligned_alloc(layout.align(), layout.size()).cast() }
    }

    unsafe fn dealloc(&self, memory: *mut u8, _: Layout) {
        // SAFETY: the caller had it from `alloc`.
        unsafe { free(memory.cast()) }
    }
}

#[global_allocator]
static ALLOCATOR: CAllocator = CAllocator;

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let _ = writeln!(Stdout, "without std: {info}");
    // SAFETY: it takes nothing and does not return.
    unsafe { abort() }
}

/// The host's precompiled `alloc` refers to these two; with `panic = "abort"` nothing calls them.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() -> ! {
    // SAFETY: it takes nothing and does not return.
    unsafe { abort() }
}

#[link(name = "c")]
unsafe extern "C" {
    fn write(file: c_int, bytes: *const c_void, count: usize) -> isize;
    fn aligned_alloc(alignment: usize, size: usize) -> *mut c_void;
    fn free(memory: *mut c_void);
    fn abort() -> !;
}
