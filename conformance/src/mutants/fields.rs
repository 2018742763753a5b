//! The facts of one value of a request.

use verbatim_codegen::model::{
    BodyForm, Field, FieldSource, Location, Money, Required, RuleKind, Scale, Type,
};

use super::parts::Place;
use super::{Class, Fact, Making, other_case};

impl Making<'_> {
    pub(super) fn field(
        &mut self,
        name: String,
        field: &Field,
        place: &Place,
        subjects: &[String],
    ) {
        let fact = Fact::new(name, &field.citation, subjects);
        self.wire(&fact, field, place);
        self.location(&fact, field, place);
        let mut typed = fact.clone();
        typed.cite = super::said(&field.type_citation);
        if field.source == FieldSource::Caller {
            self.ty(&typed, field, place);
            self.privacy(&fact, field, place);
            self.rules(&fact, field, place);
        } else {
            self.bare(&typed, field, place);
        }
        if !field.methods.is_empty() {
            let change = format!("{} do not send it", field.methods.join(", "));
            self.at(Class::MethodSlot, &fact, change, place, |it| {
                it.methods = vec!["NONE".to_owned()];
            });
        }
        self.required(&fact, field, place);
        self.source(&fact, field, place);
        if let Some(joined) = &field.joined {
            let other = if joined == "," { ";" } else { "," };
            let change = format!("its items are parted by `{other}`");
            self.at(Class::ListSeparator, &fact, change, place, move |it| {
                it.joined = Some(other.to_owned());
            });
            let change = "its key is repeated".to_owned();
            self.at(Class::ListSeparator, &fact, change, place, |it| {
                it.joined = None
            });
        }
        if let Some(default) = &field.default {
            let mut fact = fact.clone();
            fact.cite = super::said(&default.citation);
            let change = format!("its default is `{}x`", default.text);
            self.at(Class::Default, &fact, change, place, |it| {
                if let Some(it) = &mut it.default {
                    it.text.push('x');
                }
            });
        }
    }

    pub(super) fn at(
        &mut self,
        class: Class,
        fact: &Fact,
        change: String,
        place: &Place,
        patch: impl Fn(&mut Field) + Send + Sync + 'static,
    ) {
        let place = place.clone();
        self.add(class, fact, change, move |it| place.change(it, &patch));
    }

    pub(super) fn is_json(&self, place: &Place) -> bool {
        match place {
            Place::Own(operation, _) => self.provider.operations[*operation].body == BodyForm::Json,
            Place::Shared(_) => true,
        }
    }

    /// Whether a client can be made without what a field sends.
    fn may_lack(&self, field: &Field) -> bool {
        let optional = |it: usize| self.provider.credentials[it].optional;
        field.way.is_some()
            || match field.source {
                FieldSource::Credential(index) => optional(index),
                FieldSource::Basic { user, password } => optional(user) || optional(password),
                _ => false,
            }
    }

    fn wire(&mut self, fact: &Fact, field: &Field, place: &Place) {
        let renamed = format!("{}x", field.wire);
        let cased = match field.location {
            // Names of headers have no case.
            Location::Header => None,
            Location::Body | Location::Query | Location::Path => other_case(&field.wire),
        };
        let renamed = [(Class::WireRename, Some(renamed)), (Class::WireCase, cased)];
        let parent = field.source == FieldSource::Parent;
        for (class, to) in renamed {
            let Some(to) = to else {
                continue;
            };
            let change = format!("`{}` becomes `{to}`", field.wire);
            let (place, old) = (place.clone(), field.pointer.clone());
            self.add(class, fact, change, move |provider| {
                place.change(provider, &|it| rename(it, &to));
                if let (true, Place::Own(operation, _)) = (parent, &place) {
                    let operation = &mut provider.operations[*operation];
                    for it in &mut operation.fields {
                        let below = it.pointer.strip_prefix(&format!("{old}/"));
                        if let Some(below) = below.map(str::to_owned) {
                            let (above, _) = old.rsplit_once('/').unwrap_or_default();
                            it.pointer = format!("{above}/{}/{below}", escaped(&to));
                        }
                    }
                }
            });
        }
        if parent {
            return;
        }
        let change = format!("`{}` is left out", field.wire);
        self.at(Class::WireDrop, fact, change, place, |it| {
            it.source = FieldSource::Parent;
        });
        // A signature that is there twice is two destinations, which are another class; and a path has
        // one place for a value.
        if let Place::Own(operation, at) = place
            && field.source != FieldSource::Signature
            && field.location != Location::Path
        {
            let (operation, at) = (*operation, *at);
            let change = format!("`{}` is there twice", field.wire);
            self.add(Class::WireDuplicate, fact, change, move |provider| {
                let fields = &mut provider.operations[operation].fields;
                let twice = fields[at].clone();
                fields.push(twice);
            });
        }
    }

    fn location(&mut self, fact: &Fact, field: &Field, place: &Place) {
        if field.source == FieldSource::Parent {
            return;
        }
        let to = match field.location {
            Location::Header => Location::Query,
            Location::Query => Location::Header,
            Location::Body | Location::Path => Location::Query,
        };
        let change = format!("it travels in the {}", to.word());
        self.at(Class::Location, fact, change, place, move |it| {
            it.location = to
        });
        // Forms and parts are flat: a value goes by its name, wherever it stands.
        if field.location == Location::Body && self.is_json(place) {
            let (above, last) = field.pointer.rsplit_once('/').unwrap_or_default();
            let to = match above {
                "" => format!("/x/{last}"),
                _ => format!("/{last}"),
            };
            let change = format!("it stands at `{to}`");
            self.at(Class::Pointer, fact, change, place, move |it| {
                it.pointer.clone_from(&to)
            });
        }
    }

    fn ty(&mut self, fact: &Fact, field: &Field, place: &Place) {
        let to = match &field.ty {
            Type::Integer | Type::Boolean | Type::Map | Type::Money(_) => Type::Text,
            Type::PhoneNumber => Type::Phone,
            Type::List(item) => (**item).clone(),
            _ => Type::Integer,
        };
        // A masked value is a text, whatever it is called.
        let masked = matches!(&field.ty, Type::Money(_)) && (field.secret || field.personal);
        let change = format!("{} becomes {}", field.ty.word(), to.word());
        if !masked {
            self.at(Class::Type, fact, change, place, move |it| {
                it.ty = to.clone();
                if !to.is_phone() {
                    (it.secret, it.personal) = (false, false);
                }
            });
        }
        self.phone(fact, field, place);
        let Type::Money(money) = field.ty.item() else {
            return;
        };
        let list = matches!(field.ty, Type::List(_));
        let spelled = |money: Money| match list {
            true => Type::List(Box::new(Type::Money(money))),
            false => Type::Money(money),
        };
        let number = Money {
            number: !money.number,
            ..money.clone()
        };
        let minor = Money {
            minor: !money.minor,
            ..money.clone()
        };
        // A number without quotes is another one in JSON alone.
        let mut others = match self.is_in_json(field, place) {
            true => vec![(Class::NumberSpelling, number)],
            false => Vec::new(),
        };
        if money.scale == Scale::AsGiven {
            others.push((Class::MoneyUnit, minor));
        }
        let scales: Vec<Scale> = match (money.scale, money.minor) {
            (_, true) => Vec::new(),
            (Scale::AsGiven, _) => vec![Scale::Fixed(2), Scale::Trimmed],
            (Scale::Fixed(count), _) => vec![
                Scale::Fixed(count + 1),
                Scale::Fixed(count.saturating_sub(1)),
                Scale::AsGiven,
                Scale::Trimmed,
            ],
            (Scale::Trimmed, _) => vec![Scale::AsGiven, Scale::Fixed(2)],
        };
        others.extend(scales.into_iter().map(|scale| {
            let money = money.clone();
            (Class::MoneyScale, Money { scale, ..money })
        }));
        for (class, money) in others {
            let to = spelled(money);
            let change = format!("{} becomes {}", field.ty.word(), to.word());
            self.at(class, fact, change, place, move |it| it.ty = to.clone());
        }
    }

    fn privacy(&mut self, fact: &Fact, field: &Field, place: &Place) {
        if field.ty.item().is_phone() {
            return;
        }
        for (class, is) in [
            (Class::Secret, field.secret),
            (Class::Personal, field.personal),
        ] {
            let other = if class == Class::Secret {
                field.personal
            } else {
                field.secret
            };
            if other {
                continue;
            }
            let change = match is {
                true => format!("it is not {class}"),
                false => format!("it is {class}"),
            };
            self.at(class, fact, change, place, move |it| match class {
                Class::Secret => it.secret = !is,
                _ => it.personal = !is,
            });
        }
    }

    fn required(&mut self, fact: &Fact, field: &Field, place: &Place) {
        let mut fact = fact.clone();
        fact.cite = super::said(&field.required_citation);
        let caller = field.source == FieldSource::Caller;
        if caller || (self.may_lack(field) && !field.demanded) {
            let change = match field.demanded {
                true => "it may be left out".to_owned(),
                false => "it is demanded".to_owned(),
            };
            self.at(Class::Required, &fact, change, place, |it| {
                it.demanded = !it.demanded;
                if !it.demanded {
                    it.required = Required::No;
                }
            });
        }
        if let Required::When(condition) = &field.required {
            let change = "it is needed whatever the others are".to_owned();
            let never = "it is never needed".to_owned();
            self.at(Class::Condition, &fact, change, place, |it| {
                it.demanded = true
            });
            self.at(Class::Condition, &fact, never, place, |it| {
                it.required = Required::No
            });
            let change = format!("it is needed beside `{}x`", condition.is);
            self.at(Class::Condition, &fact, change, place, |it| {
                if let Required::When(it) = &mut it.required {
                    it.is.push('x');
                }
            });
        }
    }

    fn rules(&mut self, fact: &Fact, field: &Field, place: &Place) {
        for (at, rule) in field.rules.iter().enumerate() {
            let mut fact = fact.clone();
            fact.cite = super::said(&rule.citation);
            fact.name = format!("{}/rules/{at}", fact.name);
            if !rule.enforced {
                let change = "it is enforced".to_owned();
                self.at(Class::RuleEnforced, &fact, change, place, move |it| {
                    it.rules[at].enforced = true;
                });
                continue;
            }
            let change = "it is not enforced".to_owned();
            self.at(Class::RuleEnforced, &fact, change, place, move |it| {
                it.rules[at].enforced = false;
            });
            let (class, others): (_, Vec<RuleKind>) = match &rule.kind {
                RuleKind::Digits(count) => (
                    Class::Pattern,
                    vec![RuleKind::Digits(count + 1), RuleKind::Digits(count - 1)],
                ),
                RuleKind::Length(least, most) => {
                    let mut others = vec![
                        RuleKind::Length(*least, most - 1),
                        RuleKind::Length(*least, most + 1),
                    ];
                    // Of none at least nothing is said, so nothing about it can be changed.
                    if 0 < *least {
                        others.push(RuleKind::Length(least + 1, *most));
                        others.push(RuleKind::Length(least - 1, *most));
                    }
                    (Class::Length, others)
                }
                RuleKind::Starts(start) => {
                    (Class::Pattern, vec![RuleKind::Starts(format!("{start}0"))])
                }
                RuleKind::Range(least, most) => {
                    let nudged = |it: &str, by: i64| {
                        let whole: i64 = it.split('.').next()?.parse().ok()?;
                        Some((whole + by).to_string())
                    };
                    let mut others = Vec::new();
                    for by in [-1, 1] {
                        if let Some(it) = least.as_deref().and_then(|it| nudged(it, by)) {
                            others.push(RuleKind::Range(Some(it), most.clone()));
                        }
                        if let Some(it) = most.as_deref().and_then(|it| nudged(it, by)) {
                            others.push(RuleKind::Range(least.clone(), Some(it)));
                        }
                    }
                    (Class::Range, others)
                }
            };
            for kind in others {
                let change = format!("{:?} becomes {kind:?}", rule.kind);
                self.at(class, &fact, change, place, move |it| {
                    it.rules[at].kind = kind.clone();
                });
            }
        }
    }
}

fn rename(field: &mut Field, to: &str) {
    field.wire = to.to_owned();
    if field.location == Location::Body {
        let (above, _) = field.pointer.rsplit_once('/').unwrap_or_default();
        field.pointer = format!("{above}/{}", escaped(to));
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
