//! Line and column of every value of a YAML text, from one pass that is made when there is a fault.

use saphyr_parser::{Event, Parser, Span};
use std::collections::HashMap;

/// One step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// The value under the last of equal keys.
    Key(String),
    /// The key itself, the last of equal ones.
    Name(String),
    /// The value at this place of a list.
    Index(usize),
}

/// Where something stands: line and column from 1, and how many characters of its line it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) length: usize,
}

impl Mark {
    /// One character.
    pub(crate) fn point(line: usize, column: usize) -> Mark {
        Mark {
            line,
            column,
            length: 1,
        }
    }

    /// The value of a text that begins at a place.
    pub(crate) fn at(text: &str, line: usize, column: usize) -> Mark {
        let point = Mark::point(line, column);
        Parser::new_from_str(text)
            .map_while(Result::ok)
            .find(|(event, span)| {
                matches!(event, Event::Scalar(..)) && Mark::of(*span).begins(point)
            })
            .map_or(point, |it| Mark::of(it.1))
    }

    fn begins(self, other: Mark) -> bool {
        (self.line, self.column) == (other.line, other.column)
    }

    /// The part of a span that stands on its first line.
    pub(crate) fn of(span: Span) -> Mark {
        let (line, column) = (span.start.line(), span.start.col() + 1);
        let length = match span.end.line() == line {
            true => span.end.index().saturating_sub(span.start.index()),
            false => usize::MAX,
        };
        Mark {
            line,
            column,
            length,
        }
    }
}

/// Where every value of one text stands, as far as the text can be read.
#[derive(Debug, Default)]
pub(crate) struct Places {
    root: Option<Node>,
}

#[derive(Debug)]
struct Node {
    mark: Mark,
    /// Whether it is a map in block style, whose place is that of its first key.
    begins_inside: bool,
    inside: Inside,
}

#[derive(Debug)]
enum Inside {
    Nothing,
    /// The last of equal keys, with the place of the key.
    Map(HashMap<String, (Mark, Node)>),
    List(Vec<Node>),
}

impl Places {
    pub(crate) fn of(text: &str) -> Places {
        let mut building = Building::default();
        for event in Parser::new_from_str(text) {
            // A text that stops being YAML keeps the places before.
            let Ok((event, span)) = event else { break };
            if building.open.len() > DEEPEST {
                break;
            }
            building.take(event, span);
        }
        while !building.open.is_empty() {
            building.close();
        }
        Places {
            root: building.root,
        }
    }

    /// Whether the steps lead to a value.
    pub(crate) fn has(&self, steps: &[Step]) -> bool {
        let mut node = self.root.as_ref();
        for step in steps {
            node = match (step, node.map(|it| &it.inside)) {
                (Step::Key(name), Some(Inside::Map(map))) => map.get(name).map(|it| &it.1),
                (Step::Index(index), Some(Inside::List(list))) => list.get(*index),
                _ => None,
            };
        }
        node.is_some()
    }

    /// Where the steps lead, or the nearest value above; nothing when that is the whole file.
    pub(crate) fn find(&self, steps: &[Step]) -> Option<Mark> {
        let mut node = self.root.as_ref()?;
        let mut res = None;
        for step in steps {
            let (mark, next) = match (step, &node.inside) {
                (Step::Key(name), Inside::Map(map)) => match map.get(name) {
                    // A map that begins with its first key has no sign of its own: its name is it.
                    Some((key, value)) if value.begins_inside => (*key, value),
                    Some((_, value)) => (value.mark, value),
                    None => break,
                },
                (Step::Name(name), Inside::Map(map)) => match map.get(name) {
                    Some((key, value)) => (*key, value),
                    None => break,
                },
                (Step::Index(index), Inside::List(list)) => match list.get(*index) {
                    Some(value) => (value.mark, value),
                    None => break,
                },
                _ => break,
            };
            res = Some(mark);
            node = next;
        }
        res
    }
}

/// No readable spec is deeper; a walk through the places never is either.
const DEEPEST: usize = 256;

#[derive(Default)]
struct Building {
    root: Option<Node>,
    open: Vec<Open>,
}

/// A map or list whose end has not come yet.
struct Open {
    node: Node,
    /// The key whose value comes next.
    key: Option<(String, Mark)>,
}

impl Building {
    fn take(&mut self, event: Event<'_>, span: Span) {
        let mark = Mark::of(span);
        match event {
            Event::Scalar(text, ..) => self.stand(text.into_owned(), mark),
            // An alias that is a key has no name that a step could say.
            Event::Alias(_) => self.stand(String::new(), mark),
            Event::MappingStart(..) => self.open(mark, Inside::Map(HashMap::new())),
            Event::SequenceStart(..) => self.open(mark, Inside::List(Vec::new())),
            Event::MappingEnd | Event::SequenceEnd => self.close(),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }

    /// The innermost map, when a key comes next in it.
    fn awaits_key(&mut self) -> Option<&mut Open> {
        self.open
            .last_mut()
            .filter(|it| it.key.is_none() && matches!(it.node.inside, Inside::Map(_)))
    }

    fn stand(&mut self, text: String, mark: Mark) {
        if let Some(map) = self.awaits_key() {
            map.key = Some((text, mark));
        } else {
            self.put(Node {
                mark,
                begins_inside: false,
                inside: Inside::Nothing,
            });
        }
    }

    fn open(&mut self, mark: Mark, inside: Inside) {
        let mark = Mark::point(mark.line, mark.column);
        let node = Node {
            mark,
            begins_inside: false,
            inside,
        };
        self.open.push(Open { node, key: None });
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        // A map or list that is a key has no name that a step could say.
        match self.awaits_key() {
            Some(map) => map.key = Some((String::new(), open.node.mark)),
            None => self.put(open.node),
        }
    }

    fn put(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(node);
            return;
        };
        match &mut open.node.inside {
            Inside::Map(map) => {
                if let Some((name, key)) = open.key.take() {
                    // A map in block style is shown by its first key.
                    if open.node.mark.begins(key) {
                        open.node.mark = key;
                        open.node.begins_inside = true;
                    }
                    map.insert(name, (key, node));
                }
            }
            Inside::List(list) => list.push(node),
            Inside::Nothing => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Step {
        Step::Key(text.to_owned())
    }

    fn name(text: &str) -> Step {
        Step::Name(text.to_owned())
    }

    #[track_caller]
    fn check(text: &str, steps: &[Step], place: (usize, usize, usize)) {
        let found = Places::of(text)
            .find(steps)
            .map(|it| (it.line, it.column, it.length));
        assert_eq!(found, Some(place));
    }

    #[test]
    fn a_scalar_in_a_flow_map_in_a_list_is_found_to_the_column() {
        let text = "a: 1\nb:\n  - { x: 1, y: 2 }\n  - { x: 3, y: [4, five] }\n";
        let steps = [key("b"), Step::Index(1), key("y"), Step::Index(1)];
        check(text, &steps, (4, 20, 4));
    }

    #[test]
    fn a_missing_key_is_placed_at_the_name_of_its_parent() {
        check("a:\n  b: 1\n", &[key("a"), name("nope")], (1, 1, 1));
        check("a: { b: 1 }\n", &[key("a"), name("nope")], (1, 4, 1));
        check("- bee: 1\n", &[Step::Index(0), name("nope")], (1, 3, 3));
    }

    #[test]
    fn a_key_without_a_value_has_a_place() {
        check("a:\n  bee:\n", &[key("a"), name("bee")], (2, 3, 3));
    }

    #[test]
    fn what_the_whole_file_lacks_has_no_place() {
        assert_eq!(Places::of("a: 1\n").find(&[name("b")]), None);
        assert_eq!(Places::of("").find(&[name("b")]), None);
    }

    #[test]
    fn the_last_of_equal_keys_is_meant() {
        check("a: 1\nb: 2\na: 3\n", &[name("a")], (3, 1, 1));
        check("a: 1\nb: 2\na: 3\n", &[key("a")], (3, 4, 1));
    }

    #[test]
    fn quotes_belong_to_the_value_and_commas_to_a_plain_one() {
        check("a: \"b, c\"\n", &[key("a")], (1, 4, 6));
        check("a: 37, 40-44 # lines\n", &[key("a")], (1, 4, 9));
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_move_nothing() {
        check("a: 1\r\nb: 2\r\n", &[key("b")], (2, 4, 1));
        check("\u{FEFF}a: 1\nb: 2\n", &[key("b")], (2, 4, 1));
    }

    #[test]
    fn places_before_a_break_are_kept() {
        check("a: 1\nb: [", &[key("a")], (1, 4, 1));
    }
}
