//! What an object or an array holds, and what of it was taken.

use std::{borrow::Cow, rc::Rc};

use super::{Json, Step, TWO, Unreadable, scan, scan::Scan};
use crate::{others::Others, wire::Wire};

/// The members of an object.
#[derive(Debug)]
pub struct Members<'a> {
    above: Option<Rc<str>>,
    members: Vec<Member<'a>>,
}

struct Member<'a> {
    name: Cow<'a, str>,
    raw: &'a str,
    taken: bool,
}

impl<'a> Members<'a> {
    /// Takes the member with the first of these spellings that is there. Absent and `null`
    /// are `None`.
    ///
    /// # Errors
    ///
    /// When it cannot be read as `T`, or is there twice with different values.
    pub fn take<T: Wire>(&mut self, names: &[&str]) -> Result<Option<T>, Unreadable> {
        for name in names {
            let Some(json) = self.find(name)? else {
                continue;
            };
            for member in &mut self.members {
                member.taken |= member.name == *name;
            }
            return read(&json);
        }
        Ok(None)
    }

    /// Whether there is a member with this name, be it `null`.
    pub fn has(&self, name: &str) -> bool {
        self.members.iter().any(|it| it.name == name)
    }

    /// Every name and value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Json<'a>)> {
        self.members.iter().map(|it| (&*it.name, self.json(it)))
    }

    /// What was not taken, in order.
    pub fn others(&self) -> Others {
        let left = self.members.iter().filter(|it| !it.taken);
        let owned = |it: &Member<'_>| (it.name.clone().into_owned(), it.raw.to_owned());
        Others::new(left.map(owned).collect())
    }

    pub(super) fn of(json: &Json<'a>) -> Result<Self, Unreadable> {
        let mut members = Vec::new();
        let mut tell = |name, raw| {
            let taken = false;
            members.push(Member { name, raw, taken });
        };
        match &json.held {
            Some(held) => held.iter().for_each(|it| tell(it.0.clone(), it.1)),
            None => {
                let scanned =
                    Scan::new(json.raw).object(&mut |name, raw| tell(scan::unescape(name), raw));
                scanned.map_err(|it| it.below(&json.path()))?;
            }
        }
        Ok(Self {
            above: json.trail(),
            members,
        })
    }

    /// The member called `name`, unless it is there twice with different values.
    fn find(&self, name: &str) -> Result<Option<Json<'a>>, Unreadable> {
        let mut found = self.members.iter().filter(|it| it.name == name);
        let Some(first) = found.next() else {
            return Ok(None);
        };
        let json = self.json(first);
        if found.any(|it| it.raw != first.raw) {
            return Err(json.unreadable(TWO));
        }
        Ok(Some(json))
    }

    fn json(&self, member: &Member<'a>) -> Json<'a> {
        Json {
            raw: member.raw,
            above: self.above.clone(),
            step: Step::Name(member.name.clone()),
            held: None,
        }
    }
}

impl std::fmt::Debug for Member<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

/// The places of an array.
#[derive(Debug)]
pub struct Items<'a> {
    above: Option<Rc<str>>,
    items: Vec<Item<'a>>,
}

struct Item<'a> {
    raw: &'a str,
    taken: bool,
}

impl<'a> Items<'a> {
    /// Takes the place `index`, counted from 0. Absent and `null` are `None`.
    ///
    /// # Errors
    ///
    /// When it cannot be read as `T`.
    pub fn take<T: Wire>(&mut self, index: usize) -> Result<Option<T>, Unreadable> {
        let Some(json) = self.find(index) else {
            return Ok(None);
        };
        self.items[index].taken = true;
        read(&json)
    }

    /// Every place, in order.
    pub fn iter(&self) -> impl Iterator<Item = Json<'a>> {
        (0..self.items.len()).filter_map(|index| self.find(index))
    }

    /// What was not taken, in order, named by its index.
    pub fn others(&self) -> Others {
        let places = self.items.iter().enumerate();
        let left = places.filter(|(_, it)| !it.taken);
        let owned = |(index, it): (usize, &Item<'_>)| (index.to_string(), it.raw.to_owned());
        Others::new(left.map(owned).collect())
    }

    pub(super) fn of(json: &Json<'a>) -> Result<Self, Unreadable> {
        let mut items = Vec::new();
        let mut tell = |raw| items.push(Item { raw, taken: false });
        let scanned = Scan::new(json.raw).array(&mut tell);
        scanned.map_err(|it| it.below(&json.path()))?;
        Ok(Self {
            above: json.trail(),
            items,
        })
    }

    fn find(&self, index: usize) -> Option<Json<'a>> {
        let item = self.items.get(index)?;
        Some(Json {
            raw: item.raw,
            above: self.above.clone(),
            step: Step::Index(index),
            held: None,
        })
    }
}

impl std::fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

fn read<T: Wire>(json: &Json<'_>) -> Result<Option<T>, Unreadable> {
    if T::is_absent(json) {
        return Ok(None);
    }
    T::read(json).map(Some)
}

#[cfg(test)]
mod tests {
    use super::super::Json;

    #[test]
    fn the_first_spelling_that_is_there_is_taken() {
        let json = Json::parse(br#"{"x":[1, 2],"amount":"5","y":null}"#).expect("JSON");
        let mut members = json.members().expect("an object");
        let amount: Option<String> = members.take(&["Amount", "amount"]).expect("a text");
        assert_eq!(amount.as_deref(), Some("5"));
        let others = members.others();
        let left: Vec<_> = others.iter().collect();
        assert_eq!(left, [("x", "[1, 2]"), ("y", "null")]);
    }

    #[test]
    fn null_is_nothing_and_does_not_come_back() {
        let json = Json::parse(br#"{"a":null}"#).expect("JSON");
        let mut members = json.members().expect("an object");
        assert_eq!(members.take::<String>(&["a"]), Ok(None));
        assert!(members.others().is_empty());
    }

    #[test]
    fn two_values_of_one_member_cannot_be_taken() {
        let json = Json::parse(br#"{"a":"1","b":{"a":1},"a":"2"}"#).expect("JSON");
        let mut members = json.members().expect("an object");
        let fault = members.take::<String>(&["a"]).expect_err("two values");
        assert_eq!(fault.path(), "$.a");
    }

    #[test]
    fn places_that_were_not_taken_are_named_by_their_index() {
        let json = Json::parse(br#"["a",null,{"b":1}]"#).expect("JSON");
        let mut items = json.items().expect("an array");
        assert_eq!(items.take::<String>(0).ok().flatten().as_deref(), Some("a"));
        assert_eq!(items.take::<String>(1), Ok(None));
        assert_eq!(items.take::<String>(7), Ok(None));
        let others = items.others();
        assert_eq!(others.iter().collect::<Vec<_>>(), [("2", "{\"b\":1}")]);
    }

    #[test]
    fn the_path_of_a_fault_leads_to_it() {
        let json = Json::parse(br#"{"a":[{"b":[]}]}"#).expect("JSON");
        let a = json.at("/a/0").expect("a node");
        let mut members = a.members().expect("an object");
        let fault = members.take::<String>(&["b"]).expect_err("no text");
        assert_eq!(fault.path(), "$.a[0].b");
    }
}
