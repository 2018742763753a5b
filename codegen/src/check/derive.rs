//! A name for a wire literal: `MerchantID` → `merchant_id`, `I & M Bank (K)` → `i_m_bank_k`.

/// Lower snake case; a literal that begins with a digit gets `code_` before it.
pub(super) fn derive(wire: &str) -> String {
    let letters: Vec<char> = wire.chars().collect();
    let mut res = String::new();
    for (index, it) in letters.iter().enumerate() {
        if !it.is_ascii_alphanumeric() {
            if !res.is_empty() && !res.ends_with('_') {
                res.push('_');
            }
            continue;
        }
        let before = index.checked_sub(1).map(|it| letters[it]);
        let after = letters.get(index + 1);
        let starts_word = it.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || (before.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase))
            });
        if starts_word && !res.ends_with('_') {
            res.push('_');
        }
        res.push(it.to_ascii_lowercase());
    }
    while res.ends_with('_') {
        res.pop();
    }
    if res.starts_with(|it: char| it.is_ascii_digit()) {
        res.insert_str(0, "code_");
    }
    res
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(wire: &str, name: &str) {
        assert_eq!(super::derive(wire), name);
    }

    #[test]
    fn words_begin_where_the_case_turns() {
        check("MerchantID", "merchant_id");
        check("callbackURL", "callback_url");
        check("IDNumber", "id_number");
        check("destinationPhone", "destination_phone");
    }

    #[test]
    fn what_is_no_letter_separates_words() {
        check("I & M Bank (K)", "i_m_bank_k");
        check("Telco Reference", "telco_reference");
        check("DAILY_DATA_225MB", "daily_data_225mb");
    }

    #[test]
    fn a_leading_digit_gets_a_word_before_it() {
        check("3_DAYS_DATA_2.5GB", "code_3_days_data_2_5gb");
        check("0000", "code_0000");
    }

    #[test]
    fn nothing_to_go_by_gives_nothing() {
        check("***", "");
        check("日本", "");
    }
}
