//! From the body of a reply to the typed value, written out again.

use verbatim_codegen::model::{Member, Provider, Record, RecordForm, Type};

use crate::json::{Fault, Holds, Node, quote, step};
use crate::number::{read_amount, read_count};

/// Reads a value and writes it again; the path of a fault begins at the value.
pub(crate) fn read(
    provider: &Provider,
    ty: &Type,
    private: bool,
    node: &Node<'_>,
) -> Result<String, Fault> {
    let mut out = String::new();
    let apart = false;
    let typed = Typed { provider, apart };
    typed.value(ty, private, node, &mut out)?;
    Ok(out)
}

/// The same with texts that hold several values taken apart; `None` where there are none.
pub(crate) fn apart(provider: &Provider, ty: &Type, node: &Node<'_>, read: &str) -> Option<String> {
    let mut out = String::new();
    let apart = true;
    let typed = Typed { provider, apart };
    typed.value(ty, false, node, &mut out).ok()?;
    (out != read).then_some(out)
}

struct Typed<'a> {
    provider: &'a Provider,
    /// Whether texts that hold several values are taken apart.
    apart: bool,
}

impl Typed<'_> {
    fn value(
        &self,
        ty: &Type,
        private: bool,
        node: &Node<'_>,
        out: &mut String,
    ) -> Result<(), Fault> {
        let whole = matches!(ty, Type::TextOr(_) | Type::List(_) | Type::Joined(..));
        let text = || node.text().ok_or_else(Fault::here);
        if private && !whole {
            quote(&text()?, out);
            return Ok(());
        }
        match ty {
            Type::Text
            | Type::Identifier
            | Type::Phone
            | Type::PhoneNumber
            | Type::Decimal
            | Type::Timestamp { .. }
            | Type::Url
            | Type::Enum(_)
            | Type::Reference(_)
            | Type::Code => quote(&text()?, out),
            Type::Money(money) => {
                let read = if money.minor { read_count } else { read_amount };
                quote(&read(&text()?).ok_or_else(Fault::here)?, out);
            }
            Type::Integer => {
                let number: i64 = text()?.parse().map_err(|_| Fault::here())?;
                out.push_str(&number.to_string());
            }
            Type::Boolean => match &*text()? {
                word @ ("true" | "false") => out.push_str(word),
                _ => return Err(Fault::here()),
            },
            Type::Map | Type::Object => self.map(node, out)?,
            Type::Record(name) => self.record(name, node, out)?,
            Type::TextOr(name) => match node.holds {
                Holds::Members(_) | Holds::Items(_) => self.record(name, node, out)?,
                Holds::Text(_) | Holds::Word | Holds::Null => quote(&text()?, out),
            },
            Type::List(item) => self.list(item, private, node, out)?,
            Type::Joined(between, item) => {
                let text = text()?;
                let ends = |it: char| it == *between || (*between == '\n' && it == '\r');
                let pieces = text.split(ends).map(str::trim).filter(|it| !it.is_empty());
                let mut list = String::new();
                let mut writing = Writing::new('[', &mut list);
                for piece in pieces {
                    let read = self.piece(item, private, piece, writing.next());
                    read.ok_or_else(Fault::here)?;
                }
                writing.end(']');
                match self.apart {
                    true => out.push_str(&list),
                    false => quote(&text, out),
                }
            }
        }
        Ok(())
    }

    /// A text that stands in another one.
    fn piece(&self, ty: &Type, private: bool, text: &str, out: &mut String) -> Option<()> {
        let node = Node {
            raw: text,
            holds: Holds::Text(text.into()),
        };
        self.value(ty, private, &node, out).ok()
    }

    /// The pieces of a sentence as an object; `None` where the text is no such sentence.
    fn sentence(&self, record: &Record, text: &str) -> Option<String> {
        let mut rest = text.trim();
        let mut pattern = record.pattern.as_str();
        let mut out = String::new();
        let mut writing = Writing::new('{', &mut out);
        let (first, names) = pattern.split_once('{')?;
        rest = rest.strip_prefix(first.trim_start())?;
        pattern = names;
        loop {
            let (name, behind) = pattern.split_once('}')?;
            let (between, names) = match behind.split_once('{') {
                Some((between, names)) => (between, Some(names)),
                None => (behind, None),
            };
            let piece = match names {
                Some(_) => {
                    let (piece, after) = rest.split_once(between)?;
                    rest = after;
                    piece
                }
                None => rest.strip_suffix(between.trim_end())?,
            };
            if let Some(member) = record.members.iter().find(|it| it.wire == name) {
                let private = member.secret || member.personal;
                let out = writing.named(&member.name);
                self.piece(&member.ty, private, piece.trim(), out)?;
            }
            match names {
                Some(names) => pattern = names,
                None => break,
            }
        }
        writing.end('}');
        Some(out)
    }

    fn map(&self, node: &Node<'_>, out: &mut String) -> Result<(), Fault> {
        let Holds::Members(members) = &node.holds else {
            return Err(Fault::here());
        };
        let mut writing = Writing::new('{', out);
        for (name, node) in members.iter().filter(|it| !it.1.is_null()) {
            let text = node.text().ok_or_else(|| Fault(step(name)))?;
            quote(&text, writing.named(name));
        }
        writing.end('}');
        Ok(())
    }

    fn list(
        &self,
        item: &Type,
        private: bool,
        node: &Node<'_>,
        out: &mut String,
    ) -> Result<(), Fault> {
        let Holds::Items(items) = &node.holds else {
            return Err(Fault::here());
        };
        let mut writing = Writing::new('[', out);
        for (at, node) in items.iter().enumerate() {
            if !is_absent(item, private, node) {
                let read = self.value(item, private, node, writing.next());
                read.map_err(|it| it.under(&format!("[{at}]")))?;
            }
        }
        writing.end(']');
        Ok(())
    }

    fn record(&self, name: &str, node: &Node<'_>, out: &mut String) -> Result<(), Fault> {
        let Some(record) = self.provider.record(name) else {
            return Err(Fault::here());
        };
        match record.form {
            RecordForm::Object => self.object(record, node, out),
            RecordForm::Positional => self.positional(record, node, out),
            RecordForm::Sentence => {
                // What does not fit the pattern is kept as the text that it is.
                let text = node.text().ok_or_else(Fault::here)?;
                match self.apart.then(|| self.sentence(record, &text)).flatten() {
                    Some(pieces) => out.push_str(&pieces),
                    None => quote(&text, out),
                }
                Ok(())
            }
        }
    }

    fn object(&self, record: &Record, node: &Node<'_>, out: &mut String) -> Result<(), Fault> {
        let Holds::Members(members) = &node.holds else {
            return Err(Fault::here());
        };
        let mut taken: Vec<&str> = Vec::new();
        let mut writing = Writing::new('{', out);
        for member in &record.members {
            let names = std::iter::once(&member.wire).chain(&member.also);
            for name in names {
                let Some(found) = node.member(name)? else {
                    continue;
                };
                taken.push(name);
                if !is_absent_member(member, found) {
                    let read = self.member(member, found, writing.named(&member.wire));
                    read.map_err(|it| it.under(&step(name)))?;
                }
                break;
            }
        }
        for (name, node) in members.iter().filter(|it| !taken.contains(&&*it.0)) {
            writing.named(name).push_str(node.raw);
        }
        writing.end('}');
        Ok(())
    }

    fn positional(&self, record: &Record, node: &Node<'_>, out: &mut String) -> Result<(), Fault> {
        let Holds::Items(items) = &node.holds else {
            return Err(Fault::here());
        };
        if self.apart {
            // What a caller sees: the places by their names.
            let mut writing = Writing::new('{', out);
            for (member, found) in record.members.iter().zip(items) {
                if !is_absent_member(member, found) {
                    self.member(member, found, writing.named(&member.name))?;
                }
            }
            writing.end('}');
            return Ok(());
        }
        let mut writing = Writing::new('[', out);
        for (at, member) in record.members.iter().enumerate() {
            match items.get(at).filter(|it| !is_absent_member(member, it)) {
                Some(found) => {
                    let read = self.member(member, found, writing.next());
                    read.map_err(|it| it.under(&format!("[{at}]")))?;
                }
                None => writing.next().push_str("null"),
            }
        }
        for node in items.iter().skip(record.members.len()) {
            writing.next().push_str(node.raw);
        }
        writing.end(']');
        Ok(())
    }

    fn member(&self, member: &Member, node: &Node<'_>, out: &mut String) -> Result<(), Fault> {
        // A map that a reply holds may hold anything.
        if member.ty == Type::Map {
            let Holds::Members(members) = &node.holds else {
                return Err(Fault::here());
            };
            let mut writing = Writing::new('{', out);
            for (name, node) in members {
                writing.named(name).push_str(node.raw);
            }
            writing.end('}');
            return Ok(());
        }
        self.value(&member.ty, member.secret || member.personal, node, out)
    }
}

fn is_absent_member(member: &Member, node: &Node<'_>) -> bool {
    is_absent(&member.ty, member.secret || member.personal, node)
}

/// `null` is nothing; nor is a number without digits.
fn is_absent(ty: &Type, private: bool, node: &Node<'_>) -> bool {
    let number = matches!(ty, Type::Money(_) | Type::Decimal) && !private;
    node.is_null() || (number && node.text().is_some_and(|it| it.is_empty()))
}

/// The members of an object, or the items of an array, being written.
struct Writing<'o> {
    out: &'o mut String,
    first: bool,
}

impl<'o> Writing<'o> {
    fn new(opening: char, out: &'o mut String) -> Writing<'o> {
        out.push(opening);
        Writing { out, first: true }
    }

    fn next(&mut self) -> &mut String {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
        self.out
    }

    fn named(&mut self, name: &str) -> &mut String {
        let out = self.next();
        quote(name, out);
        out.push(':');
        out
    }

    fn end(self, closing: char) {
        self.out.push(closing);
    }
}
