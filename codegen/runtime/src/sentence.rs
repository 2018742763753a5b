//! Texts whose places have meanings.

use crate::{joined::read_text, wire::Wire};

/// Makes a struct that is read from a text by what stands before, between and after its members.
///
/// A text that does not fit leaves every member empty. The text is kept, and written as it came.
///
/// ```
/// use verbatim_runtime::rt::{self, Json, Wire};
/// rt::sentence! {
///     /// A card.
///     pub struct Card {
///         /// Its number.
///         pub serial: String = 0,
///         /// Its secret.
///         pub pin: verbatim_runtime::Masked = 1,
///     }
///     ["Serial: ", ", pin: ", ""]
/// }
/// let json = Json::parse(br#""Serial: A1, pin: 0042""#).unwrap();
/// let card = Card::read(&json).unwrap();
/// assert_eq!(card.serial.as_deref(), Some("A1"));
/// assert_eq!(card.pin.unwrap().expose(), "0042");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! sentence {
    (
        $(#[$about:meta])*
        $vis:vis struct $name:ident {
            $( $(#[$doc:meta])* $see:vis $member:ident: $ty:ty = $place:literal ),* $(,)?
        }
        [$($between:literal),* $(,)?]
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        $vis struct $name {
            $( $(#[$doc])* $see $member: ::std::option::Option<$ty>, )*
            /// The whole text, as sent.
            $vis sentence: $crate::Masked,
        }

        impl $crate::rt::Wire for $name {
            fn read(
                json: &$crate::rt::Json<'_>,
            ) -> ::std::result::Result<Self, $crate::rt::Unreadable> {
                let text = json.text()?;
                let mut pieces = $crate::rt::Pieces::of(&text, &[$($between),*]);
                $( let $member = pieces.take($place); )*
                let fit = pieces.fit();
                ::std::result::Result::Ok(Self {
                    $( $member: $member.filter(|_| fit), )*
                    sentence: $crate::Masked::from(&*text),
                })
            }

            fn write(&self, out: &mut $crate::rt::Writer) {
                let fits = false $( || self.$member.is_some() )*;
                match fits && out.takes_apart() {
                    true => out.object(|it| {
                        $( it.member(
                            $crate::rt::name(stringify!($member)),
                            &self.$member,
                        ); )*
                    }),
                    false => out.text(self.sentence.expose()),
                }
            }
        }
    };
}

/// What of a text stands in the places of a pattern.
pub struct Pieces<'a> {
    pieces: Option<Vec<&'a str>>,
}

impl<'a> Pieces<'a> {
    /// Takes apart `text` by what stands before, between and after its pieces.
    pub fn of(text: &'a str, between: &[&str]) -> Self {
        Self {
            pieces: take_apart(text.trim(), between),
        }
    }

    /// The piece in that place, as `T`.
    pub fn take<T: Wire>(&mut self, place: usize) -> Option<T> {
        let piece = *self.pieces.as_ref()?.get(place)?;
        let read = read_text(piece);
        if read.is_err() {
            self.pieces = None;
        }
        read.ok()
    }

    /// Whether every piece was there and could be read.
    pub fn fit(&self) -> bool {
        self.pieces.is_some()
    }
}

impl std::fmt::Debug for Pieces<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

fn take_apart<'a>(text: &'a str, between: &[&str]) -> Option<Vec<&'a str>> {
    let (first, rest) = between.split_first()?;
    let (last, middle) = rest.split_last()?;
    let mut left = text.strip_prefix(first.trim_start())?;
    let mut res = Vec::with_capacity(rest.len());
    for it in middle {
        let (piece, after) = left.split_once(it)?;
        res.push(piece.trim());
        left = after;
    }
    res.push(left.strip_suffix(last.trim_end())?.trim());
    Some(res)
}

#[cfg(test)]
mod tests {
    use super::take_apart;

    #[track_caller]
    fn check(text: &str, between: &[&str], pieces: Option<&[&str]>) {
        assert_eq!(take_apart(text, between).as_deref(), pieces);
    }

    #[test]
    fn what_stands_between_tells_the_pieces_apart() {
        let card = ["Serial No:", ", pin: ", ""];
        check("Serial No:A 1, pin: 42", &card, Some(&["A 1", "42"]));
        check(
            "Serial No: A, pin: 4, pin: 2",
            &card,
            Some(&["A", "4, pin: 2"]),
        );
        check("Serial No:A pin: 42", &card, None);
        check("the Serial No:A, pin: 42", &card, None);
        check("(42)", &["(", ")"], Some(&["42"]));
        check("(42) ", &["(", ")"], None);
        check("", &["", ""], Some(&[""]));
    }
}
