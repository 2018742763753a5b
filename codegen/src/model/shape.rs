//! What values look like: types, enumerations, tables, records.

use super::fact::{Citation, Lines};

/// What a value is, and how the wire spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Any text.
    Text,
    /// Digits or letters that are a name, never a number: leading zeros are kept.
    Identifier,
    /// A phone number, as text; always personal.
    Phone,
    /// A phone number in digits alone, as a number on the wire; always personal.
    PhoneNumber,
    /// An amount of money.
    Money(Money),
    /// A number of no money, kept by its spelling; in replies only.
    Decimal,
    /// What the merchant makes up so that a call can be named later, by the name of the way.
    Reference(String),
    /// A whole number, as a number on the wire.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A moment, kept as text, in this printed format.
    Timestamp {
        /// As the spec says it: `dd-mm-yyyy hh.mmam`.
        format: String,
    },
    /// An absolute URL, kept as text.
    Url,
    /// One of the values of an enumeration, by its name.
    Enum(String),
    /// A response code.
    Code,
    /// A record, by its name.
    Record(String),
    /// Text in one reply, and this record in another.
    TextOr(String),
    /// A list.
    List(Box<Type>),
    /// A list in one text, with this between two items; a line feed stands for every line end.
    Joined(char, Box<Type>),
    /// Text by text, in the caller's order.
    Map,
    /// A parent of other fields; carries no value of its own.
    Object,
}

impl Type {
    /// What stands in it when it is a list, else itself.
    pub fn item(&self) -> &Type {
        if let Type::List(item) = self {
            return item;
        }
        self
    }

    /// The name of the record that it is, or can be.
    pub fn record(&self) -> Option<&str> {
        if let Type::Record(name) | Type::TextOr(name) = self {
            return Some(name);
        }
        None
    }

    /// Whether it is a phone number, however it is spelled.
    pub fn is_phone(&self) -> bool {
        matches!(self, Type::Phone | Type::PhoneNumber)
    }

    /// The word of the spec language.
    pub fn word(&self) -> String {
        match self {
            Type::Text => "text".into(),
            Type::Identifier => "identifier".into(),
            Type::Phone => "phone".into(),
            Type::PhoneNumber => "phone number".into(),
            Type::Money(money) => money.word(),
            Type::Decimal => "decimal".into(),
            Type::Reference(name) => format!("reference {name}"),
            Type::Integer => "integer".into(),
            Type::Boolean => "boolean".into(),
            Type::Timestamp { format } => format!("timestamp {format}"),
            Type::Url => "url".into(),
            Type::Enum(name) => format!("enum {name}"),
            Type::Code => "code".into(),
            Type::Record(name) => format!("record {name}"),
            Type::TextOr(name) => format!("text or record {name}"),
            Type::List(item) => format!("list of {}", item.word()),
            Type::Joined('\n', item) => format!("lines of {}", item.word()),
            Type::Joined(between, item) => format!("list in text {between} of {}", item.word()),
            Type::Map => "map".into(),
            Type::Object => "object".into(),
        }
    }

    /// What its items are, however deep lists are nested; itself when it is none.
    pub fn innermost(&self) -> &Type {
        let mut res = self;
        while let Type::List(item) | Type::Joined(_, item) = res {
            res = item;
        }
        res
    }
}

/// How an amount of money is spelled on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Of which currency.
    pub currency: Currency,
    /// A whole count of the currency's minor unit, instead of a decimal number of its major one.
    pub minor: bool,
    /// A JSON number instead of a text.
    pub number: bool,
    /// How many decimals there are.
    pub scale: Scale,
}

impl Money {
    /// The words of the spec language.
    pub fn word(&self) -> String {
        let mut res = match &self.currency {
            Currency::Fixed(currency) => format!("money {currency}"),
            Currency::By(field) => format!("money by {field}"),
        };
        for (said, word) in [(self.minor, " minor"), (self.number, " number")] {
            if said {
                res.push_str(word);
            }
        }
        match self.scale {
            Scale::AsGiven => {}
            Scale::Fixed(digits) => res.push_str(&format!(" fixed {digits}")),
            Scale::Trimmed => res.push_str(" trimmed"),
        }
        res
    }
}

/// Of which currency an amount is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Currency {
    /// ISO 4217: `KES`.
    Fixed(String),
    /// The value beside it with this wire name says it.
    By(String),
}

/// How many decimals an amount has on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// As many as the caller spells.
    AsGiven,
    /// Always so many.
    Fixed(u32),
    /// No zero at the end.
    Trimmed,
}

/// A set of wire values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enumeration {
    /// `channel`.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// Whether a value outside the set may be sent.
    pub open: bool,
    /// Why it may; absent when it may not.
    pub open_citation: Option<Citation>,
    /// In file order; names are legal and distinct.
    pub values: Vec<Value>,
}

/// One value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// As on the wire.
    pub wire: String,
    /// How the document prints it, where that differs.
    pub printed: Option<String>,
    /// `mpesa`, snake case.
    pub name: String,
    /// One phrase.
    pub about: String,
    /// Where it stands.
    pub citation: Citation,
}

/// A table of the document, cell by cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// `bank`.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// Column names, in order; `code` and `label` are among them.
    pub columns: Vec<String>,
    /// The text of a cell in which there is nothing: `N/A`.
    pub nothing: Option<String>,
    /// Rows in document order.
    pub rows: Vec<TableRow>,
    /// Where the table stands, heading and rows.
    pub lines: Lines,
    /// Where the heading stands.
    pub citation: Citation,
}

impl Table {
    /// The index of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|it| it == name)
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// One per column; `None` where the document says there is nothing (`N/A`).
    pub cells: Vec<Option<String>>,
    /// Where it stands.
    pub citation: Citation,
}

impl TableRow {
    /// Whether a cell has this text.
    pub fn holds(&self, text: &str) -> bool {
        self.cells.iter().flatten().any(|it| it == text)
    }
}

/// The shape of a reply, of a part of one, or of a callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// `accepted`.
    pub name: String,
    /// One sentence.
    pub about: String,
    /// Object, positional array or sentence.
    pub form: RecordForm,
    /// The pattern of a sentence, as the spec says it; empty otherwise.
    pub pattern: String,
    /// In file order; for a positional record or a sentence in wire order.
    pub members: Vec<Member>,
}

/// How a record is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordForm {
    /// A JSON object.
    Object,
    /// A JSON array whose places have meanings.
    Positional,
    /// A text whose places have meanings.
    Sentence,
}

/// One member of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// As on the wire; the name again in a positional record.
    pub wire: String,
    /// How the document prints it, where that differs.
    pub printed: Option<String>,
    /// Other spellings that are read too.
    pub also: Vec<String>,
    /// `merchant_reference`, snake case.
    pub name: String,
    /// One phrase.
    pub about: String,
    /// What it is.
    pub ty: Type,
    /// Never printed.
    pub secret: bool,
    /// Personal data: never printed.
    pub personal: bool,
    /// A recorded fixture may keep it.
    pub harmless: bool,
    /// Where the name stands.
    pub citation: Citation,
    /// Where the type stands.
    pub type_citation: Citation,
}
