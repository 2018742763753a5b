//! What can be laid out: calls, lists, records, chains, a match.

use syn::{Expr, FieldValue, Member, Pat};

use super::flat::flat;
use super::width;

/// A piece of code, with the line it is when nothing breaks.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) kind: Kind,
    /// `None` when it cannot stand in one line, however much room there is.
    pub(super) line: Option<String>,
    /// Whether it breaks although there is room for the line: a call with a long call in it.
    pub(super) nested: bool,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// What never breaks; a short one without a path shares a line with others.
    Word { short: bool },
    /// `&x`, `return x`.
    Prefixed(&'static str, Box<Shape>),
    /// `f(a, b)`, `.f(a, b)`, `[a, b]`.
    List(List),
    /// `R { a: 1 }`, also as a pattern; a name without a value is both.
    Record(String, Vec<(Option<String>, Shape)>),
    /// `a.b(c).d`.
    Chain(Box<Shape>, Vec<Shape>),
    /// `|it| it.x()`.
    Closure,
    /// `match it { a => b }`.
    Match(String, Vec<(Shape, Shape)>),
}

#[derive(Debug)]
pub(super) struct List {
    /// `f`, `.f`, or nothing.
    pub(super) front: String,
    pub(super) open: char,
    pub(super) close: char,
    pub(super) items: Vec<Shape>,
}

/// Items of a list stand in one line up to this width, unless there is only one.
pub(super) const LIST: usize = 60;
/// So do fields of a record.
pub(super) const FIELDS: usize = 18;
/// So does a chain, unless it has only one link.
pub(super) const CHAIN: usize = 60;

impl Shape {
    pub(super) fn of(expr: Expr) -> Shape {
        match expr {
            Expr::Array(it) => List::new(String::new(), ('[', ']'), it.elems).shape(),
            Expr::Tuple(it) => List::new(String::new(), ('(', ')'), it.elems).shape(),
            Expr::Call(it) => List::new(flat(it.func), ('(', ')'), it.args).shape(),
            Expr::Reference(it) => Shape::prefixed("&", *it.expr),
            Expr::Return(it) => {
                let value = it.expr.expect("a page returns a value");
                Shape::prefixed("return ", *value)
            }
            Expr::Struct(it) => {
                let fields = it.fields.into_iter().map(field).collect();
                Shape::record(flat(it.path), fields)
            }
            Expr::Closure(it) => {
                let heads: Vec<String> = it.inputs.iter().map(flat).collect();
                let body = Shape::of(*it.body).one_line();
                Shape {
                    kind: Kind::Closure,
                    line: Some(format!("|{}| {body}", heads.join(", "))),
                    nested: false,
                }
            }
            Expr::Match(it) => {
                let arms = it.arms.into_iter();
                let arms = arms.map(|it| (Shape::pattern(it.pat), Shape::of(*it.body)));
                Shape {
                    kind: Kind::Match(flat(it.expr), arms.collect()),
                    line: None,
                    nested: false,
                }
            }
            chain @ (Expr::MethodCall(_) | Expr::Field(_) | Expr::Await(_)) => {
                let mut links = Vec::new();
                let root = Shape::of(unchain(chain, &mut links));
                Shape::chain(root, links)
            }
            Expr::Path(it) => Shape::word(flat(&it), it.path.segments.len() == 1),
            Expr::Lit(it) => Shape::word(flat(it), true),
            Expr::Macro(it) => Shape::word(flat(it), false),
            Expr::Try(it) => Shape::word(Shape::of(*it.expr).one_line() + "?", false),
            other => panic!("a page lays out no such expression: {}", flat(other)),
        }
    }

    fn prefixed(prefix: &'static str, expr: Expr) -> Shape {
        let inner = Shape::of(expr);
        let line = inner.line.as_ref().map(|it| format!("{prefix}{it}"));
        let nested = inner.nested;
        Shape {
            kind: Kind::Prefixed(prefix, Box::new(inner)),
            line,
            nested,
        }
    }

    fn pattern(pat: Pat) -> Shape {
        match pat {
            Pat::Struct(it) => {
                let fields = it.fields.iter();
                let fields = fields.map(|it| (None, Shape::word(flat(it), true)));
                Shape::record(flat(it.path), fields.collect())
            }
            other => Shape::word(flat(other), false),
        }
    }

    fn word(text: String, short: bool) -> Shape {
        Shape {
            kind: Kind::Word { short },
            line: Some(text),
            nested: false,
        }
    }

    fn record(path: String, fields: Vec<(Option<String>, Shape)>) -> Shape {
        let lines = fields.iter().map(|(name, value)| {
            let value = value.line.as_ref()?;
            Some(match name {
                Some(name) => format!("{name}: {value}"),
                None => value.clone(),
            })
        });
        let inner = lines.collect::<Option<Vec<_>>>().map(|it| it.join(", "));
        let line = match inner {
            Some(it) if it.is_empty() => Some(format!("{path} {{}}")),
            Some(it) if width(&it) <= FIELDS => Some(format!("{path} {{ {it} }}")),
            _ => None,
        };
        let nested = fields.iter().any(|it| it.1.nested);
        Shape {
            kind: Kind::Record(path, fields),
            line,
            nested,
        }
    }

    fn chain(root: Shape, links: Vec<Shape>) -> Shape {
        let mut line = root.line.clone();
        for it in &links {
            line = line.zip(it.line.as_ref()).map(|(res, it)| res + it);
        }
        let line = line.filter(|it| links.len() == 1 || width(it) <= CHAIN);
        let nested = root.nested || links.iter().any(|it| it.nested);
        Shape {
            kind: Kind::Chain(Box::new(root), links),
            line,
            nested,
        }
    }

    /// In one line, where nothing else is left.
    pub(super) fn one_line(&self) -> String {
        let line = self.line.clone();
        line.unwrap_or_else(|| panic!("a page lays out no such line: {self:?}"))
    }

    pub(super) fn is_call(&self) -> bool {
        match &self.kind {
            Kind::List(it) => it.open == '(' && !it.front.is_empty(),
            Kind::Prefixed(_, it) => it.is_call(),
            _ => false,
        }
    }

    pub(super) fn is_method_call(&self) -> bool {
        match &self.kind {
            Kind::Chain(_, links) => {
                matches!(links.last().map(|it| &it.kind), Some(Kind::List(_)))
            }
            Kind::Prefixed(_, it) => it.is_method_call(),
            _ => false,
        }
    }

    /// Whether it may begin on the line of what it is the last item of, and end on another.
    pub(super) fn overflows(&self, items: usize) -> bool {
        match &self.kind {
            Kind::Word { .. } => false,
            Kind::Prefixed(_, it) => it.overflows(items),
            Kind::Closure => true,
            Kind::Chain(..) => items == 1 && self.is_method_call(),
            Kind::List(_) | Kind::Record(..) | Kind::Match(..) => items == 1,
        }
    }

    /// Whether it may share a line with others in a list that is broken.
    pub(super) fn is_short(&self) -> bool {
        match &self.kind {
            Kind::Word { short } => *short,
            Kind::Prefixed(_, it) => it.is_short(),
            _ => false,
        }
    }
}

impl List {
    fn new(front: String, marks: (char, char), items: impl IntoIterator<Item = Expr>) -> List {
        List {
            front,
            open: marks.0,
            close: marks.1,
            items: items.into_iter().map(Shape::of).collect(),
        }
    }

    fn shape(self) -> Shape {
        let lines = self.items.iter().map(|it| it.line.as_deref());
        let inner = lines.collect::<Option<Vec<_>>>().map(|it| it.join(", "));
        let line = inner
            .filter(|it| self.items.len() < 2 || width(it) <= LIST)
            .map(|it| format!("{}{}{it}{}", self.front, self.open, self.close));
        let long = |it: &Shape| it.line.as_ref().is_some_and(|it| width(it) > LIST);
        let nested = match self.items.as_slice() {
            [one] => one.nested || (one.is_call() && long(one)),
            items => items.iter().any(|it| it.nested),
        };
        Shape {
            kind: Kind::List(self),
            line,
            nested,
        }
    }
}

fn field(it: FieldValue) -> (Option<String>, Shape) {
    let Member::Named(name) = it.member else {
        panic!("a page lays out no such field");
    };
    match it.colon_token {
        Some(_) => (Some(name.to_string()), Shape::of(it.expr)),
        None => (None, Shape::of(it.expr)),
    }
}

/// The links of a chain, the first one first; what they hang on is handed back.
fn unchain(expr: Expr, links: &mut Vec<Shape>) -> Expr {
    let (before, link) = match expr {
        Expr::MethodCall(it) => {
            let generics = it.turbofish.map(flat).unwrap_or_default();
            let front = format!(".{}{generics}", it.method);
            let list = List::new(front, ('(', ')'), it.args);
            (it.receiver, list.shape())
        }
        Expr::Field(it) => {
            let link = format!(".{}", flat(it.member));
            (it.base, Shape::word(link, false))
        }
        Expr::Await(it) => (it.base, Shape::word(".await".to_owned(), false)),
        other => return other,
    };
    let root = unchain(*before, links);
    links.push(link);
    root
}
