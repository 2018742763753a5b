//! A dialogue with a person at a phone, one callback per step: what was entered, and what to show.

use std::fmt;

use crate::{
    callback::{CallbackAnswer, Inbound, Said, written},
    json::Json,
    verdict::first_filled,
};

/// How the steps of a dialogue are told apart and answered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turns {
    pub(crate) content_type: &'static str,
    pub(crate) goes_on: &'static str,
    pub(crate) ends: &'static str,
    pub(crate) input: &'static str,
    pub(crate) separator: &'static str,
    pub(crate) session: Option<&'static str>,
    pub(crate) longest: Option<usize>,
}

/// One step of a dialogue: what the person entered so far, and the two ways to answer.
///
/// Inputs can be PINs and account numbers: `Debug` shows how many there are.
#[derive(Clone)]
pub struct Dialogue {
    turns: Turns,
    session: Option<String>,
    inputs: Vec<String>,
}

impl Dialogue {
    /// What names the session, the same in each of its steps. Whoever knows it can speak for the
    /// person: keep it out of logs.
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// What was entered so far, in order; nothing in the first step. Keep it out of logs.
    pub fn inputs(&self) -> Vec<&str> {
        self.inputs.iter().map(String::as_str).collect()
    }

    /// What was entered last: the answer to the text that was shown before.
    pub fn last_input(&self) -> Option<&str> {
        self.inputs.last().map(String::as_str)
    }

    /// Whether nothing was entered yet.
    pub fn is_first(&self) -> bool {
        self.inputs.is_empty()
    }

    /// How many characters a text may have.
    pub fn longest(&self) -> Option<usize> {
        self.turns.longest
    }

    /// Shows a text and waits for the next input.
    ///
    /// # Errors
    ///
    /// The text is longer than a phone shows.
    pub fn goes_on(&self, text: &str) -> Result<CallbackAnswer, TextTooLong> {
        self.turns.say(self.turns.goes_on, text)
    }

    /// Shows a text and ends the session.
    ///
    /// # Errors
    ///
    /// The text is longer than a phone shows.
    pub fn ends(&self, text: &str) -> Result<CallbackAnswer, TextTooLong> {
        self.turns.say(self.turns.ends, text)
    }
}

impl Turns {
    /// The text after the word that says whether it goes on, which no person is shown.
    fn say(&self, word: &str, text: &str) -> Result<CallbackAnswer, TextTooLong> {
        let characters = text.chars().count();
        if let Some(longest) = self.longest
            && longest < characters
        {
            return Err(TextTooLong {
                characters,
                longest,
            });
        }
        Ok(CallbackAnswer {
            status: 200,
            content_type: self.content_type.to_owned(),
            body: format!("{word}{text}"),
        })
    }

    pub(crate) fn goes_on(&self, text: &str) -> Result<CallbackAnswer, TextTooLong> {
        self.say(self.goes_on, text)
    }

    pub(crate) fn ends(&self, text: &str) -> Result<CallbackAnswer, TextTooLong> {
        self.say(self.ends, text)
    }
}

impl fmt::Debug for Dialogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dialogue")
            .field("inputs", &self.inputs.len())
            .field("longest", &self.turns.longest)
            .finish_non_exhaustive()
    }
}

/// A text that is longer than a phone shows; nothing was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextTooLong {
    /// How many characters it has.
    pub characters: usize,
    /// How many it may have.
    pub longest: usize,
}

impl fmt::Display for TextTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            characters,
            longest,
        } = self;
        write!(
            f,
            "the text has {characters} characters, and at most {longest} are shown: shorten it, or show it in two steps"
        )
    }
}

impl std::error::Error for TextTooLong {}

/// The step that a callback is.
pub fn dialogue<T: Inbound>(it: &T) -> Dialogue {
    let turns = match *T::RULE.said() {
        Said::Turns(turns) => turns,
        // No generated type is a step without being a dialogue.
        Said::Fixed(_, content_type, _) => Turns {
            content_type,
            goes_on: "",
            ends: "",
            input: "",
            separator: ",",
            session: None,
            longest: None,
        },
    };
    let text = written(it);
    let json = Json::parse(text.as_bytes()).ok();
    let at = |pointer| first_filled(json.as_ref()?, &[pointer]);
    let inputs = at(turns.input).map(|it| {
        // One at the beginning separates nothing.
        let it = it.strip_prefix(turns.separator).unwrap_or(&it);
        it.split(turns.separator).map(str::to_owned).collect()
    });
    Dialogue {
        turns,
        session: turns.session.and_then(at),
        inputs: inputs.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;

    const TURNS: Turns = Turns {
        content_type: "text/plain",
        goes_on: "CON ",
        ends: "END ",
        input: "/text",
        separator: "*",
        session: None,
        longest: Some(5),
    };

    #[test]
    fn a_text_is_said_up_to_the_limit_in_characters() {
        let said = TURNS.goes_on("naïve").map(|it| it.body);
        assert_eq!(said.as_deref(), Ok("CON naïve"));
        let refused = TURNS
            .ends("naïves")
            .expect_err("six characters are too many");
        assert_eq!((refused.characters, refused.longest), (6, 5));
        assert!(!refused.to_string().contains("naïve"));
    }
}
