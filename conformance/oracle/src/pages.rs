//! A list that is read page by page, until there is no further one.

use verbatim_codegen::model::{Operation, PagingWay, Type};

use crate::call::Calling;
use crate::json::{Holds, Node};
use crate::value::Value;
use crate::{Answer, Failure, certainty, kind};

impl Calling<'_> {
    /// Page after page: their bodies as an array, and what the last one says.
    pub(crate) fn pages(
        &mut self,
        operation: &Operation,
        mut given: Vec<Option<Value>>,
        most: usize,
    ) -> Result<Answer, Failure> {
        let none = || Failure::new(kind::UNCLEAR, certainty::NOT_APPLIED);
        let Some(paging) = &operation.paging else {
            return Err(none());
        };
        let number = operation.fields[paging.field].ty == Type::Integer;
        let value = |text: String| match number {
            true => Value::Number(text),
            false => Value::Text(text),
        };
        if let (PagingWay::Page { first, .. }, None) = (&paging.way, &given[paging.field]) {
            given[paging.field] = Some(value(first.to_string()));
        }
        let mut seen: Vec<String> = Vec::new();
        let mut bodies = Vec::new();
        let mut last = None;
        while bodies.len() < most {
            let sent = given[paging.field].as_ref().map(Value::text);
            let page = self.one(operation, &given)?;
            let body = self.last_body();
            let circle = |pointer: &str| Failure {
                status: Some(page.status),
                path: Some(pointer.to_owned()),
                ..none()
            };
            let node = Node::read(body).ok();
            let at = |pointer: &str| node.as_ref().and_then(|it| it.at(pointer));
            let text = |pointer: &str| at(pointer).and_then(Node::text);
            let items = at(&paging.items).filter(|it| matches!(it.holds, Holds::Items(_)));
            if items.is_some_and(|it| matches!(&it.holds, Holds::Items(it) if it.is_empty())) {
                break;
            }
            let next = match &paging.way {
                PagingWay::Page { more, .. } => {
                    let raw = items.map(|it| it.raw.to_owned());
                    let again = raw.as_ref().is_some_and(|it| seen.contains(it));
                    let end = more.as_deref().and_then(text).as_deref() == Some("false");
                    let number = sent.and_then(|it| it.parse::<u64>().ok()?.checked_add(1));
                    let known = raw.is_some();
                    seen.extend(raw);
                    match number {
                        _ if again => Some(Err(circle(&paging.items))),
                        Some(number) if !end && known => Some(Ok(number.to_string())),
                        Some(_) | None => None,
                    }
                }
                PagingWay::Cursor { next } => {
                    seen.extend(sent);
                    let told = text(next).filter(|it| !it.is_empty());
                    told.map(|told| match seen.iter().any(|it| *it == *told) {
                        true => Err(circle(next)),
                        false => Ok(told.into_owned()),
                    })
                }
            };
            bodies.push(page.body.clone());
            last = Some(page);
            match next {
                None => break,
                // The fault is that of the next page, when somebody asks for it.
                Some(Err(_)) if bodies.len() == most => break,
                Some(Err(fault)) => return Err(fault),
                Some(Ok(text)) => given[paging.field] = Some(value(text)),
            }
        }
        match last {
            Some(last) => Ok(Answer {
                body: format!("[{}]", bodies.join(",")),
                apart: None,
                ..last
            }),
            None => Err(none()),
        }
    }
}
