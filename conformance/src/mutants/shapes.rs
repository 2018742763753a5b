//! What values look like: records, enumerations, references, tables.

use verbatim_codegen::model::{
    Charset, Enumeration, Lines, Member, Provider, Record, RecordForm, Type,
};

use super::{Class, Fact, Making, other_case, said};

impl Making<'_> {
    pub(super) fn shapes(&mut self) {
        let provider = self.provider;
        for (at, it) in provider.enums.iter().enumerate() {
            self.enumeration(at, it);
        }
        for (at, it) in provider.records.iter().enumerate() {
            let subjects = users(provider, &Type::Record(it.name.clone()));
            self.record(at, it, &subjects);
        }
        for at in 0..provider.references.len() {
            self.reference(at);
        }
        for at in 0..provider.tables.len() {
            self.table(at);
        }
    }

    fn enumeration(&mut self, at: usize, it: &Enumeration) {
        let provider = self.provider;
        let subjects = users(provider, &Type::Enum(it.name.clone()));
        let of = |class: &str| format!("enums/{}/{class}", it.name);
        let sent = provider.operations.iter().any(|operation| {
            let mut inputs = operation.inputs();
            inputs.any(|field| *field.ty.item() == Type::Enum(it.name.clone()))
        });
        if sent && let Some(first) = it.values.first() {
            let cite = it.open_citation.as_ref().unwrap_or(&first.citation);
            let fact = Fact::new(of("open"), cite, &subjects);
            let change = match it.open {
                true => "no other value may be sent".to_owned(),
                false => "another value may be sent".to_owned(),
            };
            self.add(Class::EnumOpen, &fact, change, move |it| {
                it.enums[at].open = !it.enums[at].open;
            });
        }
        for (index, value) in it.values.iter().enumerate() {
            let fact = Fact::new(of(&value.wire), &value.citation, &subjects);
            let renamed = Some(format!("{}x", value.wire));
            for to in [renamed, other_case(&value.wire)].into_iter().flatten() {
                let change = format!("`{}` becomes `{to}`", value.wire);
                self.add(Class::EnumValue, &fact, change, move |it| {
                    it.enums[at].values[index].wire.clone_from(&to);
                });
            }
            let change = format!("`{}` is not listed", value.wire);
            self.add(Class::EnumDrop, &fact, change, move |it| {
                it.enums[at].values.remove(index);
            });
        }
    }

    fn record(&mut self, at: usize, record: &Record, subjects: &[String]) {
        for (index, member) in record.members.iter().enumerate() {
            let name = format!("records/{}/{}", record.name, member.wire);
            let fact = Fact::new(name, &member.citation, subjects);
            self.member(at, index, record, member, &fact);
        }
        if record.form == RecordForm::Sentence {
            self.sentence(at, record, subjects);
        }
        if record.form == RecordForm::Positional {
            for index in 1..record.members.len() {
                let member = &record.members[index];
                let name = format!("records/{}/{index}", record.name);
                let fact = Fact::new(name, &member.citation, subjects);
                let change = format!("`{}` stands a place before", member.wire);
                self.add(Class::MemberOrder, &fact, change, move |it| {
                    it.records[at].members.swap(index - 1, index);
                });
            }
        }
    }

    /// What stands around the pieces of a sentence, and which piece is which.
    fn sentence(&mut self, at: usize, record: &Record, subjects: &[String]) {
        let Some(first) = record.members.first() else {
            return;
        };
        let name = format!("records/{}/pattern", record.name);
        let fact = Fact::new(name, &first.citation, subjects);
        let mut others = vec![
            (format!("x{}", record.pattern), None),
            (format!("{}x", record.pattern), None),
        ];
        for (index, pair) in record.members.windows(2).enumerate() {
            let (a, b) = (
                format!("{{{}}}", pair[0].wire),
                format!("{{{}}}", pair[1].wire),
            );
            let swapped = record.pattern.replace(&a, "{}").replace(&b, &a);
            // The members of a sentence stand in the order of its pattern.
            others.push((swapped.replace("{}", &b), Some(index)));
        }
        for (to, swapped) in others {
            let change = format!("`{}` becomes `{to}`", record.pattern);
            self.add(Class::Sentence, &fact, change, move |it| {
                let it = &mut it.records[at];
                it.pattern.clone_from(&to);
                if let Some(index) = swapped {
                    it.members.swap(index, index + 1);
                }
            });
        }
    }

    fn member(&mut self, at: usize, index: usize, record: &Record, member: &Member, fact: &Fact) {
        let wire = &member.wire;
        if record.form == RecordForm::Object {
            let renamed = [
                (Class::MemberRename, Some(format!("{wire}x"))),
                (Class::MemberCase, other_case(wire)),
            ];
            for (class, to) in renamed {
                let Some(to) = to.filter(|it| !member.also.contains(it)) else {
                    continue;
                };
                let change = format!("`{wire}` becomes `{to}`");
                self.add(class, fact, change, move |it| {
                    it.records[at].members[index].wire.clone_from(&to);
                });
            }
            for (also, spelled) in member.also.iter().enumerate() {
                let change = format!("`{spelled}` is not read");
                self.add(Class::MemberAlso, fact, change, move |it| {
                    it.records[at].members[index].also.remove(also);
                });
            }
        }
        let change = format!("`{wire}` is no member");
        self.add(Class::MemberDrop, fact, change, move |it| {
            it.records[at].members.remove(index);
        });
        if let Type::Joined(between, item) = &member.ty {
            let other = if *between == '|' { ';' } else { '|' };
            let to = Type::Joined(other, item.clone());
            let change = format!("{} becomes {}", member.ty.word(), to.word());
            self.add(Class::ListSeparator, fact, change, move |it| {
                it.records[at].members[index].ty = to.clone();
            });
        }
        let private = member.secret || member.personal;
        let mut typed = fact.clone();
        typed.cite = said(&member.type_citation);
        let to = match &member.ty {
            Type::Integer
            | Type::Boolean
            | Type::Money(_)
            | Type::Decimal
            | Type::Map
            | Type::Object
            | Type::Record(_)
            | Type::TextOr(_)
            | Type::List(_) => Type::Text,
            Type::Joined(_, item) => Type::List(item.clone()),
            _ if private => Type::List(Box::new(Type::Text)),
            _ => Type::Integer,
        };
        let change = format!("{} becomes {}", member.ty.word(), to.word());
        let masked = private && !matches!(member.ty, Type::TextOr(_) | Type::List(_));
        // A masked value is a text, whatever it is called.
        if !(masked && to == Type::Text) {
            self.add(Class::MemberType, &typed, change, move |it| {
                it.records[at].members[index].ty = to.clone();
            });
        }
        if let Type::Money(money) = &member.ty
            && !private
        {
            let mut money = money.clone();
            money.minor = !money.minor;
            let to = Type::Money(money);
            let change = format!("{} becomes {}", member.ty.word(), to.word());
            self.add(Class::MoneyUnit, &typed, change, move |it| {
                it.records[at].members[index].ty = to.clone();
            });
        }
        if member.ty.innermost().is_phone() {
            return;
        }
        for class in [Class::Secret, Class::Personal] {
            let (is, other) = match class {
                Class::Secret => (member.secret, member.personal),
                _ => (member.personal, member.secret),
            };
            if other {
                continue;
            }
            let change = match is {
                true => format!("it is not {class}"),
                false => format!("it is {class}"),
            };
            self.add(class, fact, change, move |it| {
                let it = &mut it.records[at].members[index];
                match class {
                    Class::Secret => it.secret = !is,
                    _ => it.personal = !is,
                }
            });
        }
    }

    fn reference(&mut self, at: usize) {
        let it = &self.provider.references[at];
        let subjects = users(self.provider, &Type::Reference(it.name.clone()));
        let fact = Fact::new(format!("references/{}", it.name), &it.citation, &subjects);
        let (least, most) = it.length;
        for length in [(least + 1, most), (least, most - 1), (least, most + 1)] {
            let change = format!("it has {} to {} characters", length.0, length.1);
            self.add(Class::ReferenceRule, &fact, change, move |it| {
                it.references[at].length = length;
            });
        }
        let other = match it.charset {
            Some(_) => None,
            None => Some(Charset::Digits),
        };
        let change = "other characters may stand in it".to_owned();
        self.add(Class::ReferenceRule, &fact, change, move |it| {
            it.references[at].charset = other;
        });
        if it.dated.is_some() {
            let change = "it need not begin with a date".to_owned();
            self.add(Class::ReferenceRule, &fact, change, move |it| {
                it.references[at].dated = None;
            });
            let change = "its date is a day alone".to_owned();
            self.add(Class::ReferenceRule, &fact, change, move |it| {
                if let Some(it) = &mut it.references[at].dated {
                    it.pattern = "DDMMYYYY".to_owned();
                }
            });
        }
    }

    fn table(&mut self, at: usize) {
        let table = &self.provider.tables[at];
        for (row, it) in table.rows.iter().enumerate() {
            for (column, cell) in it.cells.iter().enumerate() {
                let Some(cell) = cell else {
                    continue;
                };
                let name = format!("tables/{}/{row}/{}", table.name, table.columns[column]);
                let fact = Fact::new(name, &it.citation, &[]);
                let change = format!("`{cell}` becomes `{cell}x`");
                self.add(Class::TableCell, &fact, change, move |it| {
                    if let Some(cell) = &mut it.tables[at].rows[row].cells[column] {
                        cell.push('x');
                    }
                });
            }
            let name = format!("tables/{}/{row}", table.name);
            let fact = Fact::new(name, &it.citation, &[]);
            self.add(
                Class::TableCell,
                &fact,
                "the row is missing".to_owned(),
                move |it| {
                    let table = &mut it.tables[at];
                    table.rows.remove(row);
                    table.lines = Lines(table.lines.0.clone());
                },
            );
        }
    }
}

/// The operations and callbacks in which a type can stand.
pub(super) fn users(provider: &Provider, ty: &Type) -> Vec<String> {
    let mut res = Vec::new();
    for operation in &provider.operations {
        let sent = operation.inputs().any(|it| it.ty.innermost() == ty);
        if sent || reaches(provider, &operation.reply.ty, ty, 0) {
            res.push(operation.name.clone());
        }
    }
    for callback in &provider.callbacks {
        let mut shapes = callback.shapes.iter();
        let record = |name: &String| Type::Record(name.clone());
        if shapes.any(|it| reaches(provider, &record(&it.record), ty, 0)) {
            res.push(callback.name.clone());
        }
    }
    res
}

fn reaches(provider: &Provider, from: &Type, to: &Type, depth: usize) -> bool {
    let from = from.innermost();
    let name = match from {
        Type::Record(name) | Type::TextOr(name) => name,
        other => return other == to,
    };
    let here = Type::Record(name.clone()) == *to;
    let below = || {
        let record = provider.record(name);
        record.is_some_and(|it| {
            let mut members = it.members.iter();
            members.any(|it| reaches(provider, &it.ty, to, depth + 1))
        })
    };
    here || (depth < 16 && below())
}
