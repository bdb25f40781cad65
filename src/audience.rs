//! Who asks: what they may see, and how they would like to be served (P1).

use alloc::boxed::Box;

use jiff::civil::Date;

use crate::contact::Visibility;

/// What is known of an inquirer: for choosing what to show, never for deciding who answers.
///
/// [`Organization::audience_of`](crate::Organization::audience_of) makes one of an inquiry.
///
/// ```
/// use switchboard::{Audience, Visibility};
///
/// let customer = Audience::new(Visibility::Public).channel("phone").language("zh-Hant");
/// assert_eq!(customer.sees(), Visibility::Public);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    sees: Visibility,
    pub(crate) value: Option<Box<str>>,
    pub(crate) channel: Option<Box<str>>,
    pub(crate) language: Option<Box<str>>,
    pub(crate) day: Option<Date>,
}

impl Audience {
    /// Somebody who may see this much.
    pub fn new(sees: Visibility) -> Self {
        Self {
            sees,
            ..Self::default()
        }
    }

    /// The value of the attribute of role `audience`, in canonical form, for pages that are meant for some alone.
    pub fn value(mut self, value: &str) -> Self {
        self.value = Some(value.into());
        self
    }

    /// The channel by which they ask: points of this kind come first.
    pub fn channel(mut self, channel: &str) -> Self {
        self.channel = Some(channel.into());
        self
    }

    /// Their language (BCP 47): points and pages in it come first.
    pub fn language(mut self, tag: &str) -> Self {
        self.language = Some(tag.into());
        self
    }

    /// The day: points that have expired by then are left out. Without one none is.
    pub fn on(mut self, day: Date) -> Self {
        self.day = Some(day);
        self
    }

    /// What they may see.
    pub fn sees(&self) -> Visibility {
        self.sees
    }
}
