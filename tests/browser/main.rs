//! The widget in a real Chromium against the real program: one behaviour a file, named by its name.
//! `./x test` builds what they need; docs for the harness are in `harness/mod.rs`.

mod harness;

mod asks_nothing_of_the_page_before_the_first_touch;
mod blacks_out_parts_of_a_picture;
mod captures_the_screen;
mod carries_the_query_along_when_nothing_is_found;
mod chooses_a_result_with_the_keyboard;
mod fetches_the_tickets_part_later;
mod fills_a_narrow_screen;
mod finds_an_answer_by_initials;
mod finds_an_answer_by_pinyin;
mod finds_an_answer_in_chinese;
mod finds_an_answer_in_english;
mod finds_an_answer_with_a_typo;
mod finds_what_native_code_finds;
mod follows_deep_links;
mod follows_the_chosen_theme;
mod gives_the_contact_channels_when_a_file_is_missing;
mod has_no_accessibility_violations;
mod is_the_page_where_the_page_asks_for_it;
mod keeps_the_article_when_the_language_changes;
mod leaves_half_typed_syllables_to_the_input_method;
mod leaves_nothing_behind_when_destroyed;
mod loses_nothing_on_reload;
mod neither_changes_nor_is_changed_by_its_host_page;
mod notices_what_the_browser_complains_of;
mod refuses_unfit_files;
mod replays_calls_made_before_it_was_loaded;
mod scales_big_pictures_down;
mod scans_the_qr_code;
mod sends_a_ticket_with_two_screenshots;
mod sends_to_a_webhook;
mod sends_when_the_server_is_back;
mod shows_when_the_hotline_is_open;
mod takes_pasted_and_dropped_pictures;
mod takes_the_operators_brand_colour;
mod tells_the_host_page_what_happens;
mod tells_what_is_wrong_beside_the_field;
mod walks_the_wizard;
mod works_by_keyboard_alone;
mod works_where_nothing_can_be_kept;
mod works_with_the_network_cut;
