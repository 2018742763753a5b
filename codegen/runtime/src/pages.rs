//! Lists that a provider gives page by page.

use std::{collections::HashSet, fmt};

use crate::{
    client::Core,
    error::{Error, Parts},
    json::Json,
    kind::Kind,
    outcome::Certainty,
    reply::Answer,
    value::{Request, Value},
};

/// The pages of a list, asked for one at a time.
///
/// The list ends at a page without items, which is not given, at a page that says it is the last,
/// and after an error. A provider that leads back to a page that was read ends in an error, so that
/// nobody reads in a circle.
#[must_use = "nothing is read before `next` is called"]
pub struct Pages<R> {
    core: Core,
    request: R,
    at: At,
    seen: HashSet<String>,
}

/// How the pages of an operation are told apart, built by a chain of `const` functions.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    value: usize,
    number: bool,
    way: Way,
    items: &'static str,
}

/// What a reply says of its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// The items as sent; `None` when they are no array.
    items: Option<String>,
    empty: bool,
    /// The cursor of the next page.
    next: Option<String>,
    last: bool,
}

#[derive(Debug, Clone, Copy)]
enum Way {
    Page {
        first: u32,
        more: Option<&'static str>,
    },
    Cursor(&'static str),
}

/// Which page is next.
enum At {
    First,
    Number(u64),
    Cursor(String),
    /// This error of the reply with that status, and then nothing.
    Circle(u16),
    End,
}

impl Paging {
    /// By numbers that begin with `first`, in that value of the request.
    pub const fn by_page(value: usize, first: u32, items: &'static str) -> Self {
        Self {
            value,
            number: false,
            way: Way::Page { first, more: None },
            items,
        }
    }

    /// By what the page before says at `next`, in that value of the request.
    pub const fn by_cursor(value: usize, next: &'static str, items: &'static str) -> Self {
        Self {
            value,
            number: false,
            way: Way::Cursor(next),
            items,
        }
    }

    /// Where a page says whether it is the last: the pointer leads to `false` there.
    pub const fn more(mut self, pointer: &'static str) -> Self {
        if let Way::Page { first, .. } = self.way {
            self.way = Way::Page {
                first,
                more: Some(pointer),
            };
        }
        self
    }

    /// The value is a number on the wire.
    pub const fn number(mut self) -> Self {
        self.number = true;
        self
    }

    fn value(&self, text: String) -> Value {
        match self.number {
            true => Value::Number(text),
            false => Value::Text(text),
        }
    }
}

impl Page {
    /// Looks at the body of a reply.
    pub(crate) fn of(paging: &Paging, body: &[u8]) -> Self {
        let json = Json::parse(body).ok();
        let at = |pointer| json.as_ref().and_then(|it| it.at(pointer));
        let text = |pointer| at(pointer).and_then(|it| it.text().ok().map(|it| it.into_owned()));
        let items = at(paging.items).filter(|it| it.items().is_ok());
        let (next, last) = match paging.way {
            Way::Page { more, .. } => (None, more.and_then(text).as_deref() == Some("false")),
            Way::Cursor(next) => (text(next).filter(|it| !it.is_empty()), false),
        };
        Self {
            empty: items
                .as_ref()
                .is_some_and(|it| it.items().is_ok_and(|it| it.iter().next().is_none())),
            items: items.map(|it| it.raw().to_owned()),
            next,
            last,
        }
    }
}

impl<R: Request> Pages<R> {
    /// The next page; `None` at the end.
    ///
    /// Each page is a call of its own, with the limits and the errors of one.
    pub async fn next(&mut self) -> Option<Answer<R::Reply>> {
        let paging = R::OPERATION.paging?;
        let mut values = self.request.values();
        let slot = values.get_mut(paging.value)?;
        match (std::mem::replace(&mut self.at, At::End), paging.way) {
            (At::End, _) => return None,
            (At::Circle(status), _) => return Some(Err(circle::<R>(&paging, status))),
            (At::First, Way::Page { first, .. }) => {
                let text = self
                    .start(slot.as_ref())
                    .unwrap_or_else(|| first.to_string());
                *slot = Some(paging.value(text));
            }
            // Without one the list begins at its beginning.
            (At::First, Way::Cursor(_)) => {}
            (At::Number(number), _) => *slot = Some(paging.value(number.to_string())),
            (At::Cursor(cursor), _) => *slot = Some(paging.value(cursor)),
        }
        let sent = self.start(slot.as_ref());
        let reply = match self.core.called::<R>(values).await {
            Ok(it) => it,
            Err(error) => return Some(Err(error)),
        };
        let Some(page) = reply.page() else {
            return Some(Ok(reply));
        };
        if page.empty {
            return None;
        }
        self.at = match paging.way {
            Way::Page { .. } => {
                let again = page
                    .items
                    .as_ref()
                    .is_some_and(|it| !self.seen.insert(it.clone()));
                let number = sent.and_then(|it| it.parse::<u64>().ok()?.checked_add(1));
                match number {
                    _ if again => return Some(Err(circle::<R>(&paging, reply.status()))),
                    Some(number) if !page.last && page.items.is_some() => At::Number(number),
                    _ => At::End,
                }
            }
            Way::Cursor(_) => {
                self.seen.extend(sent);
                match &page.next {
                    None => At::End,
                    Some(next) if self.seen.contains(next) => At::Circle(reply.status()),
                    Some(next) => At::Cursor(next.clone()),
                }
            }
        };
        Some(Ok(reply))
    }

    pub(crate) fn new(core: Core, request: R) -> Self {
        Self {
            core,
            request,
            at: At::First,
            seen: HashSet::new(),
        }
    }

    /// The number or cursor that a request holds.
    fn start(&self, value: Option<&Value>) -> Option<String> {
        match value {
            Some(
                Value::Text(text)
                | Value::Hidden(text)
                | Value::Number(text)
                | Value::HiddenNumber(text),
            ) => Some(text.clone()),
            Some(Value::Boolean(_) | Value::Map(_) | Value::List(_)) | None => None,
        }
    }
}

impl<R> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("core", &self.core)
            .finish_non_exhaustive()
    }
}

/// A page that was read already: nothing was changed by reading it.
fn circle<R: Request>(paging: &Paging, status: u16) -> Error {
    let operation = R::OPERATION;
    let pointer = match paging.way {
        Way::Page { .. } => paging.items,
        Way::Cursor(next) => next,
    };
    Error::from(Parts {
        status: Some(status),
        path: Some(pointer.to_owned()),
        detail: Some(format!("`{pointer}` leads back to a page that was read")),
        ..Parts::new(
            operation.provider.name,
            operation.name,
            Kind::Unclear,
            Certainty::NotApplied,
        )
    })
}
