//! A shape in the room there is, broken where rustfmt breaks it.
//!
//! The steps and their order are rustfmt's, since the form that it leaves is what came first of
//! several that it tries.

use std::cmp::min;

use super::shape::{CHAIN, FIELDS, Kind, LIST, List, Shape};
use super::{STEP, WIDTH, packed, prefers_next_line, width};

/// Where a piece begins, and how much room its lines have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printer {
    /// How far its further lines are indented.
    indent: usize,
    /// How far behind that its first line begins.
    offset: usize,
    /// What its first line has room for.
    room: usize,
    /// Whether a line may be too long: rustfmt leaves a statement as it is when it finds no
    /// form for it.
    forced: bool,
}

/// Items of a broken list share lines when none is longer.
const SHORT: usize = 10;

impl Printer {
    /// At the beginning of a line.
    pub(super) fn start(indent: usize, room: usize) -> Printer {
        Printer {
            indent,
            offset: 0,
            room,
            forced: false,
        }
    }

    /// Behind so much of the same line.
    pub(super) fn behind(self, taken: usize) -> Option<Printer> {
        let room = match self.forced {
            true => self.room.saturating_sub(taken),
            false => self.room.checked_sub(taken)?,
        };
        let offset = self.offset + taken;
        Some(Printer {
            offset,
            room,
            ..self
        })
    }

    fn within(self, room: usize) -> Printer {
        Printer { room, ..self }
    }

    /// At the beginning of another line.
    fn below(self, indent: usize, room: usize) -> Printer {
        let forced = self.forced;
        Printer {
            forced,
            ..Printer::start(indent, room)
        }
    }

    /// A line of its own inside, with room for a comma.
    fn inside(self) -> Printer {
        let indent = self.indent + STEP;
        self.below(indent, WIDTH.saturating_sub(indent + 1))
    }

    pub(super) fn print(self, shape: &Shape) -> String {
        let forced = || {
            let forced = true;
            Printer { forced, ..self }.try_print(shape)
        };
        let text = self.try_print(shape).or_else(forced);
        text.unwrap_or_else(|| shape.one_line())
    }

    /// `None` when it does not fit, however it is broken.
    pub(super) fn try_print(self, shape: &Shape) -> Option<String> {
        if let Some(line) = &shape.line
            && !shape.nested
            && width(line) <= self.room
        {
            return Some(line.clone());
        }
        match &shape.kind {
            // A literal is left as long as it is.
            Kind::Word { .. } => shape
                .line
                .clone()
                .filter(|it| self.forced || it.starts_with('"')),
            Kind::Closure => shape.line.clone().filter(|_| self.forced),
            Kind::Prefixed(prefix, it) => {
                let inner = self.behind(width(prefix))?.try_print(it)?;
                Some(format!("{prefix}{inner}"))
            }
            Kind::List(it) => self.list(it),
            Kind::Record(path, fields) => self.record(path, fields),
            Kind::Chain(root, links) => self.chain(root, links),
            Kind::Match(on, arms) => self.arms(on, arms),
        }
    }

    fn list(self, list: &List) -> Option<String> {
        let front = width(&list.front);
        self.behind(front)?;
        let line_room = self.room.saturating_sub(front + 2);
        let inside = self.inside();
        let mut items = Vec::new();
        for it in &list.items {
            items.push(inside.try_print(it)?);
        }
        let alone = list.items.len() == 1;
        let last = list.items.last()?;
        let overflows = (alone && front < STEP) || list.items.last()?.overflows(list.items.len());
        let overflowed = match overflows {
            true => self.last_item(list, &items, line_room),
            false => None,
        };
        let index = items.len() - 1;
        if let Some(text) = &overflowed {
            let first = text.lines().next().unwrap_or_default().to_owned();
            let kept = std::mem::replace(&mut items[index], first);
            if one_line(&items, min(LIST, line_room)) {
                items[index] = text.clone();
                // A single break says that what was broken off is better kept whole.
                if alone
                    && text.matches('\n').count() == 1
                    && let Some(whole) = inside.try_print(last).filter(|it| !it.contains('\n'))
                {
                    items[index] = whole;
                }
                return Some(self.wrap(list, &items.join(", "), true));
            }
            items[index] = kept;
        }
        if alone && !items[0].contains('\n') && width(&items[0]) <= line_room
            || one_line(&items, min(LIST, line_room))
        {
            return Some(self.wrap(list, &items.join(", "), true));
        }
        let inner = match list.items.iter().all(Shape::is_short)
            && items.iter().all(|it| width(it) <= SHORT)
        {
            true => {
                let items: Vec<&str> = items.iter().map(String::as_str).collect();
                packed(&items, inside.indent, inside.indent + inside.room, 1)
            }
            false => {
                let pad = format!("\n{}", " ".repeat(inside.indent));
                items.join(&format!(",{pad}")) + ","
            }
        };
        Some(self.wrap(list, &inner, false))
    }

    /// The last item as it is when it begins on the line of the others.
    fn last_item(self, list: &List, items: &[String], line_room: usize) -> Option<String> {
        let last = list.items.last()?;
        let here = self.behind(width(&list.front) + 1)?.within(line_room);
        let here = match items {
            [_] if !last.is_call() => here,
            _ => {
                let before = items[..items.len() - 1].iter();
                let taken: usize = before.map(|it| width(it) + 2).sum();
                here.within(min(LIST, line_room)).behind(taken)?
            }
        };
        let text = here.try_print(last)?;
        // A chain that begins on the line of what it is an item of keeps its links together.
        let held = width(&list.front) >= STEP && last.is_method_call();
        let apart = |it: &str| {
            let link = it.trim_start();
            link.starts_with('.') && it.len() - link.len() <= here.indent + STEP
        };
        (!held || !text.lines().skip(1).any(apart)).then_some(text)
    }

    fn wrap(self, list: &List, inner: &str, extends: bool) -> String {
        let room = self.room.saturating_sub(width(&list.front));
        let first = inner.lines().next().unwrap_or_default();
        let (front, open, close) = (&list.front, list.open, list.close);
        if extends && width(first) < room {
            return format!("{front}{open}{inner}{close}");
        }
        let pad = " ".repeat(self.indent);
        // What was laid out for one line has no comma at its end.
        let comma = if extends { "," } else { "" };
        format!("{front}{open}\n{pad}    {inner}{comma}\n{pad}{close}")
    }

    fn record(self, path: &str, fields: &[(Option<String>, Shape)]) -> Option<String> {
        if fields.is_empty() {
            return Some(format!("{path} {{}}"));
        }
        // 2 is the space and the brace behind the path.
        self.behind(width(path) + 2)?;
        let inside = self.inside();
        let pad = " ".repeat(self.indent);
        let mut rows = Vec::new();
        for (name, value) in fields {
            rows.push(match name {
                None => inside.try_print(value)?,
                Some(name) => {
                    let here = inside
                        .behind(width(name) + 2)
                        .and_then(|it| it.try_print(value));
                    match here {
                        Some(text) => format!("{name}: {text}"),
                        None => {
                            let below = inside.inside();
                            format!("{name}:\n{pad}        {}", below.try_print(value)?)
                        }
                    }
                }
            });
        }
        let room = self.room.saturating_sub(width(path) + 5);
        if one_line(&rows, min(FIELDS, room)) {
            return Some(format!("{path} {{ {} }}", rows.join(", ")));
        }
        let mut res = format!("{path} {{\n");
        for it in rows {
            res.push_str(&format!("{pad}    {it},\n"));
        }
        Some(res + &pad + "}")
    }

    fn chain(self, root: &Shape, links: &[Shape]) -> Option<String> {
        let count = links.len();
        let mut front = self.try_print(root)?;
        let mut links = links;
        // What is shorter than a step takes the first link along.
        let step = STEP.saturating_sub(self.offset);
        let block = front.contains('\n');
        let mut extends = block;
        while width(&front) <= step && !front.contains('\n') {
            let Some((first, rest)) = links.split_first() else {
                break;
            };
            let Some(text) = self
                .behind(width(&front))
                .and_then(|it| it.try_print(first))
            else {
                break;
            };
            front.push_str(&text);
            extends = ends_a_block(&front);
            links = rest;
        }
        let Some((last, before)) = links.split_last() else {
            return self.fits(front);
        };
        let indent = if extends {
            self.indent
        } else {
            self.indent + STEP
        };
        let child = self.below(indent, WIDTH.saturating_sub(indent));
        let extendable = extends && ends_a_block(&front);
        let mut rows = vec![front];
        for it in before {
            rows.push(child.try_print(it)?);
        }
        let taken: usize = match extendable {
            true => last_width(&rows[0]),
            false => rows.iter().map(|it| width(it)).sum(),
        };
        let room = match count {
            1 => self.room,
            _ => min(self.room, CHAIN),
        };
        let room = room.saturating_sub(taken);
        let together = room > 0 && rows.iter().all(|it| !it.contains('\n'));
        // What must stand behind the whole chain must stand behind its last link.
        let behind = WIDTH.saturating_sub(self.indent + self.offset + self.room);
        let alone = self.below(indent, child.room.saturating_sub(behind));
        let mut joined = false;
        let mut text = None;
        if (together || extendable)
            && let Some(here) = self.behind(taken)
            && let Some(here) = here.try_print(last)
        {
            let fits = width(here.lines().next().unwrap_or_default()) <= room;
            let lines = here.lines().count();
            let below = match fits && lines >= 5 {
                true => None,
                false => alone.try_print(last),
            };
            match below {
                Some(below) if !fits || !together || below.lines().count() < lines => {
                    text = Some(below)
                }
                _ => {
                    joined = fits && together;
                    text = Some(here);
                }
            }
        }
        let text = match text {
            Some(text) => text,
            None => alone.try_print(last)?,
        };
        rows.push(text);
        let pad = format!("\n{}", " ".repeat(indent));
        let mut res = rows[0].clone();
        for it in &rows[1..] {
            if !joined {
                res.push_str(&pad);
            }
            res.push_str(it);
        }
        self.fits(res)
    }

    /// Nothing, when a line is longer than it may be.
    fn fits(self, text: String) -> Option<String> {
        let mut lines = text.lines();
        let first = width(lines.next().unwrap_or_default()) <= self.room;
        let rest = lines.all(|it| width(it) <= WIDTH);
        let end = self.indent + self.offset + self.room;
        let last = !text.contains('\n') || last_width(&text) <= end;
        (self.forced || (first && rest && last)).then_some(text)
    }

    fn arms(self, on: &str, arms: &[(Shape, Shape)]) -> Option<String> {
        let pad = " ".repeat(self.indent);
        let mut res = format!("match {on} {{\n");
        for (pattern, body) in arms {
            let start = self.inside();
            let pattern = start.try_print(pattern)?;
            let arm = start.arm(&pattern, body)?;
            res.push_str(&format!("{pad}    {arm}\n"));
        }
        Some(res + &pad + "}")
    }

    /// `self` is where the arm begins.
    fn arm(self, pattern: &str, body: &Shape) -> Option<String> {
        // 4 is ` => `.
        let taken = last_width(pattern) + 4;
        let taken = match pattern.contains('\n') {
            true => taken - self.indent,
            false => taken,
        };
        let place = self.behind(taken);
        let here = place.and_then(|it| it.try_print(body));
        let room = place.map_or(0, |it| it.room);
        if let Some(here) = &here
            && !here.contains('\n')
            && width(here) <= room
        {
            return Some(format!("{pattern} => {here},"));
        }
        let indent = self.indent + STEP;
        let next = self
            .below(indent, WIDTH.saturating_sub(indent))
            .try_print(body);
        let pad = " ".repeat(self.indent);
        let below = |next: &str| Some(format!("{pattern} => {{\n{pad}    {next}\n{pad}}}"));
        match (here, next) {
            (Some(here), Some(next)) if prefers_next_line(&here, &next) => below(&next),
            (Some(here), next) => {
                let first = width(here.lines().next().unwrap_or_default());
                match next {
                    Some(next) if !(body.overflows(1) && first <= room) => below(&next),
                    _ => Some(format!("{pattern} => {here},")),
                }
            }
            (None, Some(next)) => below(&next),
            (None, None) => None,
        }
    }
}

fn one_line(items: &[String], room: usize) -> bool {
    let total: usize = items.iter().map(|it| width(it)).sum();
    total + 2 * items.len().saturating_sub(1) <= room && items.iter().all(|it| !it.contains('\n'))
}

fn last_width(text: &str) -> usize {
    width(text.lines().last().unwrap_or_default())
}

fn ends_a_block(text: &str) -> bool {
    let last = text.lines().last().unwrap_or_default().trim();
    last.chars().all(|it| ")]}".contains(it))
}
